import { createHash } from 'node:crypto';

/** A 32-bit number that stands for the words, as advisory locks take it. */
export function advisoryKey(...words: readonly string[]): number {
  return createHash('sha256').update(JSON.stringify(words)).digest().readInt32BE(0);
}
