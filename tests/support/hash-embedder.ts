import type { Embedder, EmbedOptions } from '../../src/domain/embedder.js';

const DIMENSIONS = 64;

function hashOf(text: string): number {
  let hash = 2166136261;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  }
  return hash;
}

/** A unit vector of character pairs: texts that share pairs are near, in any script. */
export function hashVector(text: string, dimensions = DIMENSIONS): Float32Array {
  const vector = new Float32Array(dimensions);
  const characters = [...` ${text} `];
  for (let index = 0; index + 1 < characters.length; index++) {
    const hash = hashOf(`${characters[index]}${characters[index + 1]}`);
    const at = hash % dimensions;
    vector[at] = (vector[at] as number) + (hash & 0x10000 ? 1 : -1);
  }
  // Pairs that cancel each other out would leave nothing, which is no unit vector.
  if (vector.every((value) => value === 0)) vector[0] = 1;
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

/** An embedder without a model, which remembers what it was asked to embed. */
export class HashEmbedder implements Embedder {
  readonly fingerprint: string;
  readonly dimensions = DIMENSIONS;
  readonly embedded: string[] = [];
  /** Called before each batch; a test may throw, wait or abort in it. */
  beforeBatch: (texts: readonly string[]) => void | Promise<void> = () => undefined;

  constructor(fingerprint = 'hash-pairs-1') {
    this.fingerprint = fingerprint;
  }

  warm(): void {}

  async embedQuery(text: string): Promise<Float32Array> {
    return hashVector(text);
  }

  async embedPassages(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]> {
    await this.beforeBatch(texts);
    options?.signal?.throwIfAborted();
    this.embedded.push(...texts);
    return texts.map((text) => hashVector(text));
  }

  async close(): Promise<void> {}
}
