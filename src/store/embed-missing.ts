import type { VectorWork } from '../domain/app.js';
import type { Embedder } from '../domain/embedder.js';
import type { IndexWriter, MissingVector } from '../domain/index-writer.js';

/** What of an embedder makes the vectors of an index. */
export type PassageEmbedder = Pick<Embedder, 'fingerprint' | 'embedPassages'>;

/** What of a writer is given vectors. */
export type VectorWriter = Pick<
  IndexWriter,
  'countMissingVectors' | 'missingVectors' | 'putVectors' | 'noteRate'
>;

/** Stops with the signal too, without an error: somebody waits for another refresh. */
export interface StoppableWork extends VectorWork {
  readonly until?: AbortSignal;
}

export interface EmbedMissingOptions {
  readonly writer: VectorWriter;
  readonly embedder: PassageEmbedder;
  /** Texts a call of the model. */
  readonly batchSize: number;
  /** Calls of the model side by side. */
  readonly concurrency: number;
  /** Throws when the work is to stop. */
  readonly checkpoint: () => void;
  readonly onBatch: (done: number, total: number) => void;
  readonly signal: AbortSignal | undefined;
  readonly work: StoppableWork;
  /** Milliseconds, ascending. */
  readonly clock: () => number;
}

/** Batches that are sorted by length together: a batch is as slow as its longest text. */
const BATCHES_A_WINDOW = 16;
const RATE_EVERY_SECONDS = 5;

function toBatches(window: readonly MissingVector[], batchSize: number): MissingVector[][] {
  const byLength = [...window].sort((left, right) => left.text.length - right.text.length);
  const batches: MissingVector[][] = [];
  for (let start = 0; start < byLength.length; start += batchSize) {
    batches.push(byLength.slice(start, start + batchSize));
  }
  return batches;
}

async function embedBatch(
  batch: readonly MissingVector[],
  { writer, embedder, signal }: EmbedMissingOptions,
): Promise<void> {
  const texts = batch.map(({ text }) => text);
  const vectors = await embedder.embedPassages(texts, signal === undefined ? {} : { signal });
  await writer.putVectors(
    embedder.fingerprint,
    batch.map(({ hash }, index) => ({ hash, vector: vectors[index] ?? new Float32Array() })),
  );
}

/** Tells the writer now and then how many vectors a second are made. */
function createRate({ writer, clock }: EmbedMissingOptions): (done: number) => Promise<void> {
  let since = { atMs: clock(), done: 0 };
  return async (done) => {
    const seconds = (clock() - since.atMs) / 1000;
    if (seconds < RATE_EVERY_SECONDS) return;
    await writer.noteRate((done - since.done) / seconds);
    since = { atMs: clock(), done };
  };
}

/**
 * Makes vectors that the published generation lacks and keeps them batch by batch, so that whatever stops it, the
 * next call goes on where it was. Returns how many were made.
 */
export async function embedMissing(options: EmbedMissingOptions): Promise<number> {
  const { writer, embedder, batchSize, concurrency, checkpoint, onBatch, work, clock } = options;
  const total = await writer.countMissingVectors(embedder.fingerprint);
  if (total > (work.upTo ?? Number.POSITIVE_INFINITY)) return 0;
  const endMs = clock() + (work.maxMs ?? Number.POSITIVE_INFINITY);
  const isOver = () => work.until?.aborted === true || clock() >= endMs;
  const noteRate = createRate(options);
  if (total > 0) onBatch(0, total);
  let done = 0;
  while (done < total && !isOver()) {
    checkpoint();
    const limit = batchSize * Math.max(BATCHES_A_WINDOW, concurrency);
    const window = await writer.missingVectors(embedder.fingerprint, limit);
    if (window.length === 0) break;
    const batches = toBatches(window, batchSize);
    const embed = async (): Promise<void> => {
      for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
        checkpoint();
        await embedBatch(batch, options);
        done += batch.length;
        onBatch(done, total);
        await noteRate(done);
        if (isOver()) return;
      }
    };
    const results = await Promise.allSettled(Array.from({ length: concurrency }, embed));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
  }
  return done;
}
