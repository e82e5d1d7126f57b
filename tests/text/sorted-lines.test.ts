import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openSortedLines } from '../../src/text/sorted-lines.js';

const TAB = 0x09;

function open(entries: ReadonlyMap<string, string>, end = '\n') {
  const keys = [...entries.keys()].sort((left, right) =>
    Buffer.compare(Buffer.from(left), Buffer.from(right)),
  );
  const lines = keys.map((key) => `${key}\t${entries.get(key)}`).join('\n');
  return openSortedLines(Buffer.from(lines === '' ? '' : lines + end), TAB);
}

/** Few characters of one to four bytes, so that keys share their beginnings. */
const key = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', '中', '串', '国', '𠀀', ' '),
  minLength: 1,
  maxLength: 4,
});
const value = fc.string({ unit: fc.constantFrom('x', '值', ' ', '1'), maxLength: 4 });

it('finds what stands behind each key, and nothing behind any other, as a map does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(key, value), { maxLength: 60 }),
      fc.array(key, { maxLength: 20 }),
      fc.constantFrom('\n', ''),
      (pairs, others, end) => {
        const entries = new Map(pairs);
        const lines = open(entries, end);
        for (const one of [...entries.keys(), ...others]) {
          expect(lines.find(one)).toBe(entries.get(one));
        }
      },
    ),
    { numRuns: 300 },
  );
});

it('finds nothing in an empty file, and no empty key', () => {
  expect(open(new Map()).find('中')).toBeUndefined();
  expect(open(new Map([['中', '1']])).find('')).toBeUndefined();
});
