import { describe, expect, it } from 'vitest';
import {
  type EmbedMissingOptions,
  embedMissing,
  type StoppableWork,
  type VectorWriter,
} from '../../src/store/embed-missing.js';
import { HashEmbedder } from '../support/hash-embedder.js';

/** A store of texts that lack their vector. */
class Missing implements VectorWriter {
  readonly vectors = new Map<string, Float32Array>();
  readonly rates: number[] = [];
  readonly #texts: readonly string[];

  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  async countMissingVectors() {
    return this.#texts.length - this.vectors.size;
  }

  async missingVectors(_: string, limit: number) {
    const missing = this.#texts.filter((text) => !this.vectors.has(text));
    return missing.slice(0, limit).map((text) => ({ hash: text, text }));
  }

  async putVectors(
    _: string,
    vectors: readonly { readonly hash: string; readonly vector: Float32Array }[],
  ) {
    for (const { hash, vector } of vectors) this.vectors.set(hash, vector);
  }

  async noteRate(vectorsPerSecond: number) {
    this.rates.push(vectorsPerSecond);
  }
}

function setUp(count: number, msPerBatch = 0) {
  const writer = new Missing(Array.from({ length: count }, (_, index) => `${index}`.repeat(9)));
  const embedder = new HashEmbedder();
  const batches: number[] = [];
  const seen: [number, number][] = [];
  let nowMs = 1_000;
  embedder.beforeBatch = (texts) => {
    batches.push(texts.length);
    nowMs += msPerBatch;
  };
  const embed = (work: StoppableWork = {}, options: Partial<EmbedMissingOptions> = {}) =>
    embedMissing({
      ...{ writer, embedder, work, batchSize: 4, concurrency: 1, signal: undefined },
      checkpoint() {},
      onBatch: (done, total) => seen.push([done, total]),
      clock: () => nowMs,
      ...options,
    });
  return { writer, embedder, batches, seen, embed };
}

describe('embedMissing', () => {
  it('makes all that is missing, in batches, with as many calls at once as it may', async () => {
    const { writer, embedder, seen, embed } = setUp(103);
    let under = 0;
    let most = 0;
    embedder.beforeBatch = async (texts) => {
      expect(texts.length).toBeLessThanOrEqual(4);
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
    };
    expect(await embed({}, { concurrency: 3 })).toBe(103);
    expect(most).toBe(3);
    expect(writer.vectors.size).toBe(103);
    expect(seen[0]).toEqual([0, 103]);
    expect(seen.at(-1)).toEqual([103, 103]);
    expect(await embed()).toBe(0);
    expect(seen.at(-1)).toEqual([103, 103]);
  });

  it('makes none where more are missing than it is to make, and all where as many are', async () => {
    const { batches, seen, embed } = setUp(10);
    expect(await embed({ upTo: 9 })).toBe(0);
    expect([batches, seen]).toEqual([[], []]);
    expect(await embed({ upTo: 10 })).toBe(10);
  });

  it('stops when its time is over, keeps what it has, and goes on with the next call', async () => {
    const { writer, batches, embed } = setUp(20, 100);
    expect(await embed({ maxMs: 0 })).toBe(0);
    expect(await embed({ maxMs: 250 })).toBe(12);
    expect(writer.vectors.size).toBe(12);
    expect(await embed({ maxMs: 250 })).toBe(8);
    expect(batches).toEqual([4, 4, 4, 4, 4]);
  });

  it('stops without an error when it is told to, between two batches', async () => {
    const { embedder, embed } = setUp(20);
    const stopping = new AbortController();
    embedder.beforeBatch = () => {
      if (embedder.embedded.length >= 4) stopping.abort();
    };
    expect(await embed({ until: stopping.signal })).toBe(8);
    expect(await embed({ until: stopping.signal })).toBe(0);
  });

  it('tells now and then how many a second it makes, of the time since it last told', async () => {
    const { writer, embed } = setUp(64, 2_500);
    await embed();
    // Two batches of four take five seconds.
    expect(writer.rates).toEqual(Array.from({ length: 8 }, () => 1.6));
    const quick = setUp(64, 10);
    await quick.embed();
    expect(quick.writer.rates).toEqual([]);
  });

  it('throws what a batch fails with, when the others have ended, and keeps those', async () => {
    const { writer, embedder, embed } = setUp(20);
    let calls = 0;
    embedder.beforeBatch = async () => {
      calls += 1;
      if (calls === 1) throw new Error('model');
      await new Promise((resolve) => setImmediate(resolve));
    };
    await expect(embed({}, { concurrency: 2 })).rejects.toThrow('model');
    expect(writer.vectors.size).toBe(16);
    expect(await embed()).toBe(4);
  });

  it('ends with what the checkpoint throws', async () => {
    const { writer, embed } = setUp(20);
    let looks = 0;
    const checkpoint = () => {
      looks += 1;
      if (looks > 3) throw new Error('stopped');
    };
    await expect(embed({}, { checkpoint })).rejects.toThrow('stopped');
    expect(writer.vectors.size).toBe(8);
  });
});
