import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeUrl, readPlace } from '../../../../src/channels/http/page/place.js';

const read = (path: string) => readPlace(new URL(path, 'http://127.0.0.1'));

describe('places in addresses', () => {
  it('come back as they were written, whatever the id', () => {
    const at = fc.record({
      paragraph: fc.integer({ min: 1, max: 9999 }),
      sentence: fc.integer({ min: 1, max: 9999 }),
    });
    const ids = fc
      .string({ unit: 'grapheme', minLength: 1 })
      // A path's dots are taken out by every browser; no id of a file consists of them.
      .filter((id) => !/^\.{1,2}$/u.test(id));
    fc.assert(
      fc.property(ids, fc.option(at), (documentId, sentence) => {
        expect(read(placeUrl({ documentId, at: sentence }))).toEqual({ documentId, at: sentence });
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['/r/a', { documentId: 'a', at: null }],
    ['/r/a#p3', { documentId: 'a', at: { paragraph: 3, sentence: 1 } }],
    ['/r/a#p3s12', { documentId: 'a', at: { paragraph: 3, sentence: 12 } }],
    ['/r/a#p0s1', { documentId: 'a', at: null }],
    ['/r/a#question', { documentId: 'a', at: null }],
    ['/r/%E6%8A%A5%E5%91%8A%2F1#p1s1', { documentId: '报告/1', at: { paragraph: 1, sentence: 1 } }],
    ['/r/%E6', null],
    ['/r/', null],
    ['/r/a/b', null],
    ['/', null],
  ])('of %s are read', (path, expected) => {
    expect(read(path)).toEqual(expected);
  });
});
