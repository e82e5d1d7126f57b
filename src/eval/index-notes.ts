import type { IndexProgress } from '../domain/app.js';

/** Remarks on the progress of an index: one each time another tenth of a phase is done. */
export function createIndexNotes(note: (line: string) => void): (progress: IndexProgress) => void {
  let last = '';
  return ({ phase, done, total }) => {
    if (phase === 'done' || total === null || total === 0) return;
    const key = `${phase} ${Math.floor((10 * done) / total)}`;
    if (key !== last) note(`${phase}: ${done} of ${total}`);
    last = key;
  };
}
