/** Gives every passage a random vector: a search takes as long as with those of the model. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRandom } from '../../tests/support/damage-text.js';
import { readAllPassages } from './corpus-passages.js';
import { type CorpusFolders, type OpenWriting, openTextSteps, openWriting } from './open-corpus.js';
import type { Stage } from './stages.js';

export interface VectorsFilled {
  readonly vectors: number;
  readonly tookMs: number;
}

const SEED = 20_230_801;
const VECTORS_A_WRITE = 2_000;

const keyOf = (text: string) => createHash('sha1').update(text).digest('base64');

/** Texts of all passages, as keys. */
async function passageKeys({ index }: OpenWriting): Promise<Set<string>> {
  const { normalize } = await openTextSteps();
  const keys = new Set<string>();
  for await (const passages of readAllPassages(index)) {
    for (const { text } of passages) keys.add(keyOf(normalize(text)));
  }
  return keys;
}

/** Real vectors among random ones would lie nearest to every question, whatever it asks. */
async function renewVectors({ writer, fingerprint }: OpenWriting): Promise<void> {
  await writer.begin((await writer.contentVersion()) ?? '');
  await writer.renewVectors(fingerprint);
  await writer.publish();
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
  const random = createRandom(SEED);
  const started = performance.now();
  const wanted = await passageKeys(opened);
  await renewVectors(opened);
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
