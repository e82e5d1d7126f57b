import type { Embedder } from '../domain/embedder.js';
import type { IndexWriter, MissingVector } from '../domain/index-writer.js';

export interface EmbedMissingOptions {
  readonly writer: IndexWriter;
  readonly embedder: Embedder;
  /** Texts a call of the model. */
  readonly batchSize: number;
  /** Calls of the model side by side. */
  readonly concurrency: number;
  /** Throws when the work is to stop. */
  readonly checkpoint: () => void;
  readonly onBatch: (done: number, total: number) => void;
  readonly signal: AbortSignal | undefined;
}

/** Batches that are sorted by length together: a batch is as slow as its longest text. */
const BATCHES_A_WINDOW = 16;

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

/**
 * Makes the vectors that the published generation lacks and keeps them batch by batch, so that whatever stops it, the
 * next call goes on where it was. Returns how many were made.
 */
export async function embedMissing(options: EmbedMissingOptions): Promise<number> {
  const { writer, embedder, batchSize, concurrency, checkpoint, onBatch } = options;
  const total = await writer.countMissingVectors(embedder.fingerprint);
  if (total > 0) onBatch(0, total);
  let done = 0;
  while (done < total) {
    checkpoint();
    const limit = batchSize * Math.max(BATCHES_A_WINDOW, concurrency);
    const window = await writer.missingVectors(embedder.fingerprint, limit);
    if (window.length === 0) break;
    const batches = toBatches(window, batchSize);
    const work = async (): Promise<void> => {
      for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
        checkpoint();
        await embedBatch(batch, options);
        done += batch.length;
        onBatch(done, total);
      }
    };
    const results = await Promise.allSettled(Array.from({ length: concurrency }, work));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
  }
  return done;
}
