import type { Background } from '../text/standardise.js';

/** The question's vector, and those of what it is compared with, by their ids. */
export interface QueryVectors {
  readonly query: Float32Array;
  readonly background: Background;
  readonly passages: ReadonlyMap<number, Float32Array>;
  readonly sentences: ReadonlyMap<number, Float32Array>;
}
