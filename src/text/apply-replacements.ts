import type { OffsetEdit, OffsetMap } from '../domain/offset-map.js';
import type { RepairKind } from '../domain/report-document.js';

/** A stretch of a text and what stands there instead. */
export interface Replacement {
  readonly kind: RepairKind;
  /** UTF-16 offsets in the text that is replaced in. */
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

/** Makes the replacements (ascending, not overlapping); those that keep the length need no edit in the map. */
export function applyReplacements(
  text: string,
  replacements: readonly Replacement[],
): { readonly text: string; readonly offsets: OffsetMap } {
  const pieces: string[] = [];
  const offsets: OffsetEdit[] = [];
  let copied = 0;
  let shift = 0;
  for (const { start, end, after } of replacements) {
    pieces.push(text.slice(copied, start), after);
    copied = end;
    if (after.length === end - start) continue;
    const derivedStart = start + shift;
    const derivedEnd = derivedStart + after.length;
    offsets.push({ start: derivedStart, end: derivedEnd, sourceStart: start, sourceEnd: end });
    shift = derivedEnd - end;
  }
  pieces.push(text.slice(copied));
  return { text: pieces.join(''), offsets };
}
