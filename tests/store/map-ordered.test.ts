import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapOrdered } from '../../src/store/map-ordered.js';

/** Items that tell how many were taken and whether the taker left. */
function sourceOf(count: number, failure?: Error) {
  const seen = { taken: 0, left: false };
  async function* items() {
    try {
      for (let item = 0; item < count; item += 1) {
        seen.taken += 1;
        yield item;
      }
      if (failure !== undefined) throw failure;
    } finally {
      seen.left = true;
    }
  }
  return { seen, items: items() };
}

async function collect<Result>(results: AsyncIterable<Result>) {
  const got: Result[] = [];
  try {
    for await (const result of results) got.push(result);
    return { got, error: null };
  } catch (error) {
    return { got, error };
  }
}

describe('mapOrdered', () => {
  it('gives results in the order of the source, however long each takes, and never more than the limit at once', async () => {
    const turns = fc.array(fc.nat(4), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(turns, fc.integer({ min: 1, max: 5 }), async (waits, limit) => {
        let under = 0;
        let most = 0;
        const { items } = sourceOf(waits.length);
        const results = mapOrdered(items, limit, async (item) => {
          under += 1;
          most = Math.max(most, under);
          for (let turn = waits[item] ?? 0; turn > 0; turn -= 1) await nextTurn();
          under -= 1;
          return item * 2;
        });
        const expected = waits.map((_, item) => item * 2);
        expect(await collect(results)).toEqual({ got: expected, error: null });
        expect(most).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 60 },
    );
  });

  it('takes no more of the source than the limit while nobody takes results', async () => {
    const { seen, items } = sourceOf(10);
    const results = mapOrdered(items, 3, async (item) => item);
    await results.next();
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    expect(seen.taken).toBe(3);
    await results.return(undefined);
    expect(seen).toEqual({ taken: 3, left: true });
  });

  it('throws what the mapping throws at its place, and leaves the source', async () => {
    const { seen, items } = sourceOf(10);
    const broken = new Error('item 2');
    const results = mapOrdered(items, 4, async (item) => {
      if (item >= 2) throw broken;
      // The failure is there first.
      for (let turn = 0; turn < 3; turn += 1) await nextTurn();
      return item;
    });
    expect(await collect(results)).toEqual({ got: [0, 1], error: broken });
    expect(seen.left).toBe(true);
  });

  it('throws what the source throws behind the results that come before', async () => {
    const failure = new Error('no more');
    const { items } = sourceOf(2, failure);
    const found = await collect(mapOrdered(items, 4, async (item) => item));
    expect(found).toEqual({ got: [0, 1], error: failure });
  });
});
