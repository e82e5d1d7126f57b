import { describe, expect, it } from 'vitest';
import type { GlossWriter } from '../../src/domain/index-writer.js';
import type { StoppableWork } from '../../src/store/embed-missing.js';
import { type GlossMissingOptions, glossMissing } from '../../src/store/gloss-missing.js';

const PASSAGES = 1_700;

/** Passages without glosses; each batch takes `msPerBatch`. */
function setUp(msPerBatch = 0) {
  const put = new Map<number, string>();
  const seen: [number, number][] = [];
  let nowMs = 1_000;
  let expectedBytes = 0;
  const ids = Array.from({ length: PASSAGES }, (_, index) => index + 1);
  const writer: GlossWriter = {
    unglossed: async () => ids.filter((id) => !put.has(id)),
    // The seventh is gone when it is read.
    passages: async (wanted) =>
      wanted.flatMap((id) => (id === 7 ? [] : [{ id, text: `text ${id}` }])),
    async put(glosses) {
      nowMs += msPerBatch;
      for (const { id, glosses: text } of glosses) put.set(id, text);
    },
  };
  const gloss = (work: StoppableWork = {}, options: Partial<GlossMissingOptions> = {}) =>
    glossMissing({
      ...{ writer, work, clock: () => nowMs, checkpoint() {} },
      preparer: {
        concurrency: 1,
        expect(bytes) {
          expectedBytes = bytes;
        },
        gloss: async (texts) => texts.map((text) => `gloss of ${text}`),
      },
      onBatch: (done, total) => seen.push([done, total]),
      ...options,
    });
  return { put, seen, gloss, expectedBytes: () => expectedBytes };
}

describe('glossing what was put without glosses', () => {
  it('glosses every passage that is still there, tells how far it is, and how much is to come', async () => {
    const { put, seen, gloss, expectedBytes } = setUp();
    expect(await gloss()).toBe(PASSAGES - 1);
    expect([put.get(1), put.get(7), put.get(PASSAGES)]).toEqual([
      'gloss of text 1',
      undefined,
      `gloss of text ${PASSAGES}`,
    ]);
    expect(seen[0]).toEqual([0, PASSAGES]);
    expect(seen.at(-1)).toEqual([PASSAGES - 1, PASSAGES]);
    expect(expectedBytes()).toBeGreaterThan(PASSAGES * 500);
  });

  it('stops when its time is over, and goes on where it was', async () => {
    const { put, gloss } = setUp(1_000);
    const first = await gloss({ maxMs: 500 });
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(PASSAGES - 1);
    expect(put.size).toBe(first);
    expect(await gloss()).toBe(PASSAGES - 1 - first);
  });

  it('leaves to a longer refresh what nobody should wait for', async () => {
    const { put, gloss } = setUp();
    expect(await gloss({ upTo: 100 })).toBe(0);
    expect(put.size).toBe(0);
    expect(await gloss({ upTo: 200 })).toBe(PASSAGES - 1);
  });

  it('keeps what was put when it is stopped with an error', async () => {
    const { put, gloss } = setUp();
    let left = 3;
    const checkpoint = () => {
      left -= 1;
      if (left < 0) throw new Error('stopped');
    };
    await expect(gloss({}, { checkpoint })).rejects.toThrow('stopped');
    const kept = put.size;
    expect(kept).toBeGreaterThan(0);
    expect(await gloss()).toBe(PASSAGES - 1 - kept);
  });
});
