import type { GlossWriter } from '../domain/index-writer.js';
import type { StoppableWork } from './embed-missing.js';
import { mapOrdered } from './map-ordered.js';
import type { DocumentPreparer } from './refresh-files.js';

export interface GlossMissingOptions {
  readonly writer: GlossWriter;
  readonly preparer: Pick<DocumentPreparer, 'concurrency' | 'expect' | 'gloss'>;
  /** Throws when the work is to stop. */
  readonly checkpoint: () => void;
  readonly onBatch: (done: number, total: number) => void;
  readonly work: StoppableWork;
  /** Milliseconds, ascending. */
  readonly clock: () => number;
}

/** Half a second of one core: soon made again where a kill takes it. */
const PASSAGES_A_BATCH = 500;
/** So many passages are glossed in the time that one text is embedded in. */
const PASSAGES_A_VECTOR = 16;
/** Of the usual passage in UTF-8. */
const BYTES_A_PASSAGE = 1_000;

function* batchesOf(ids: readonly number[]): Generator<number[]> {
  for (let start = 0; start < ids.length; start += PASSAGES_A_BATCH) {
    yield ids.slice(start, start + PASSAGES_A_BATCH);
  }
}

/**
 * Adds the glosses that passages lack and keeps them batch by batch, so that whatever stops it, the next call goes on
 * where it was. Returns how many were glossed.
 */
export async function glossMissing(options: GlossMissingOptions): Promise<number> {
  const { writer, preparer, checkpoint, onBatch, work, clock } = options;
  const ids = await writer.unglossed();
  const most = (work.upTo ?? Number.POSITIVE_INFINITY) * PASSAGES_A_VECTOR;
  if (ids.length === 0 || ids.length > most) return 0;
  const endMs = clock() + (work.maxMs ?? Number.POSITIVE_INFINITY);
  const isOver = () => work.until?.aborted === true || clock() >= endMs;
  async function* unglossed() {
    for (const batch of batchesOf(ids)) {
      checkpoint();
      if (isOver()) return;
      yield await writer.passages(batch);
    }
  }
  preparer.expect(ids.length * BYTES_A_PASSAGE);
  onBatch(0, ids.length);
  let done = 0;
  const glossed = mapOrdered(unglossed(), preparer.concurrency + 1, async (passages) => {
    const glosses = await preparer.gloss(passages.map(({ text }) => text));
    return passages.map(({ id }, index) => ({ id, glosses: glosses[index] ?? '' }));
  });
  for await (const batch of glossed) {
    checkpoint();
    await writer.put(batch);
    done += batch.length;
    onBatch(done, ids.length);
  }
  return done;
}
