/** Gives every passage a vector that has none, a random one: a search takes as long as with those of the model. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { passageIds } from './corpus-passages.js';
import { type CorpusFolders, type OpenWriting, openTextSteps, openWriting } from './open-corpus.js';
import { seededRandom } from './seeded-random.js';
import type { Stage } from './stages.js';

export interface VectorsFilled {
  readonly vectors: number;
  readonly tookMs: number;
}

const SEED = 20_230_801;
const VECTORS_A_WRITE = 2_000;

const keyOf = (text: string) => createHash('sha1').update(text).digest('base64');

/** Texts of the passages that have no vector, as keys. */
async function missingPassages({ index }: OpenWriting): Promise<Set<string>> {
  const { normalize } = await openTextSteps();
  const keys = new Set<string>();
  for await (const ids of passageIds(index)) {
    const known = await index.passageVectors(ids);
    const passages = await index.passages(ids.filter((id) => !known.has(id)));
    for (const { text } of passages) keys.add(keyOf(normalize(text)));
  }
  return keys;
}

/** Even over all directions. */
function randomUnitVector(dimensions: number, random: () => number): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => {
    return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  });
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

/** The store tells what is missing, passages first; where only sentences are left, it is done. */
async function fill(opened: OpenWriting): Promise<VectorsFilled> {
  const { writer, fingerprint, dimensions } = opened;
  const random = seededRandom(SEED);
  const started = performance.now();
  const wanted = await missingPassages(opened);
  let vectors = 0;
  while (wanted.size > 0) {
    const missing = await writer.missingVectors(fingerprint, VECTORS_A_WRITE);
    const passages = missing.filter(({ text }) => wanted.delete(keyOf(text)));
    if (passages.length === 0) break;
    await writer.putVectors(
      fingerprint,
      passages.map(({ hash }) => ({ hash, vector: randomUnitVector(dimensions, random) })),
    );
    vectors += passages.length;
    await nextTurn();
  }
  return { vectors, tookMs: performance.now() - started };
}

export async function openVectorsStage(folders: CorpusFolders): Promise<Stage> {
  const opened = await openWriting(folders);
  return {
    handlers: {
      fill: () => fill(opened),
      /** Milliseconds. */
      async graph(): Promise<number> {
        const started = performance.now();
        await opened.writer.finish(opened.fingerprint);
        return performance.now() - started;
      },
    },
    close: () => opened.close(),
  };
}
