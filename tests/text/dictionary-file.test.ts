import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDictionary } from '../../src/text/dictionary-file.js';
import { sortedDictionary } from '../support/sorted-dictionary.js';

const word = fc
  .array(
    fc.oneof(
      fc.constantFrom('人', '人口', 'a', 'ab', '𨱔', '々', 'é', '会议'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join('').replace(/[\t\n]/gu, '-'));
const stems = fc.array(fc.constantFrom('wage', 'pai', 'chair', 'meet'), {
  minLength: 1,
  maxLength: 4,
});

describe('openDictionary', () => {
  it('finds every word of any sorted file, and no other', () => {
    fc.assert(
      fc.property(
        fc.dictionary(word, stems, { maxKeys: 25, noNullPrototype: true }),
        fc.array(word, { maxLength: 8 }),
        fc.boolean(),
        (entries, others, endsWithLineBreak) => {
          const bytes = sortedDictionary(entries);
          const cut = endsWithLineBreak ? bytes : bytes.subarray(0, Math.max(0, bytes.length - 1));
          const dictionary = openDictionary(cut);
          for (const [known, list] of Object.entries(entries)) {
            expect(dictionary.lookUp(known)).toEqual(list);
          }
          for (const other of others) {
            const list = Object.hasOwn(entries, other) ? entries[other] : undefined;
            expect(dictionary.lookUp(other)).toEqual(list);
          }
          expect(Object.fromEntries(dictionary.entries())).toEqual(entries);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('finds nothing in an empty file, and nothing for an empty word', () => {
    const empty = openDictionary(Buffer.alloc(0));
    expect([empty.lookUp('人'), [...empty.entries()]]).toEqual([undefined, []]);
    expect(openDictionary(sortedDictionary({ 人: ['man'] })).lookUp('')).toBeUndefined();
  });
});

describe('the dictionary that is shipped', () => {
  const bytes = readFileSync(new URL('../../data/glossary/cc-cedict.tsv', import.meta.url));

  it('is sorted by bytes, names each word once, and has stems for each', () => {
    let [start, lines, wrong] = [0, 0, 0];
    let before = Buffer.alloc(0);
    while (start < bytes.length) {
      const end = bytes.indexOf(0x0a, start);
      const tab = bytes.indexOf(0x09, start);
      const current = bytes.subarray(start, tab);
      if (tab < 0 || tab >= end - 1 || Buffer.compare(before, current) >= 0) wrong += 1;
      before = current;
      start = end + 1;
      lines += 1;
    }
    expect(wrong).toBe(0);
    expect(lines).toBeGreaterThan(100_000);
  });

  it('knows its first and its last word and those between', () => {
    const dictionary = openDictionary(bytes);
    const entries = [...dictionary.entries()];
    const every = Math.floor(entries.length / 500);
    const sample = [...entries.filter((_, index) => index % every === 0), entries.at(-1)];
    for (const entry of sample) {
      if (entry !== undefined) expect(dictionary.lookUp(entry[0])).toEqual(entry[1]);
    }
    expect(dictionary.lookUp('工资')).toContain('wage');
    expect(dictionary.lookUp('并无此词')).toBeUndefined();
  });
});
