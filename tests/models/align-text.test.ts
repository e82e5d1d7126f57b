import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignText } from '../../src/models/align-text.js';
import { tokenSpans } from '../../src/models/token-spans.js';

const awkward = fc.string({
  unit: fc.oneof(
    fc.constantFrom('山', '西', ' ', '　', '…', '½', '㈱', 'ｶ', 'ﾞ', 'e', '́', '각', 'ᄀ', 'ᅡ', 'ᆨ'),
    fc.constantFrom('\ud83d', '\ude00', '😀', '\n', '▁', '<', '</s>', '<pad>', '¨', '﷽', 'Å'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
  ),
  maxLength: 30,
});

function sourceParts(source: string): string[] {
  const aligned = alignText(source);
  return Array.from({ length: aligned.text.length }, (_, index) =>
    source.slice(aligned.startOf(index), aligned.endOf(index)),
  );
}

describe('alignText', () => {
  test('is what the tokenizer would make of the text', () => {
    fc.assert(
      fc.property(awkward, (source) => {
        const expected = source.normalize('NFKC').replaceAll(/ {2,}/gu, ' ');
        expect(alignText(source).text.replaceAll('‹', '<')).toBe(expected.replaceAll('‹', '<'));
        expect(alignText(alignText(source).text).text).toBe(alignText(source).text);
      }),
      { numRuns: 300 },
    );
  });

  test('gives spans in order, within the text, that cover it', () => {
    fc.assert(
      fc.property(awkward, (source) => {
        const { text, startOf, endOf } = alignText(source);
        for (let index = 0; index < text.length; index += 1) {
          expect(endOf(index)).toBeGreaterThan(startOf(index));
          expect(endOf(index)).toBeLessThanOrEqual(source.length);
          if (index > 0) expect(startOf(index)).toBeGreaterThanOrEqual(startOf(index - 1));
          if (index > 0) expect(startOf(index)).toBeLessThanOrEqual(endOf(index - 1));
        }
        if (text.length > 0)
          expect([startOf(0), endOf(text.length - 1)]).toEqual([0, source.length]);
      }),
      { numRuns: 300 },
    );
  });

  test('finds the characters behind what NFKC folds, joins and takes apart', () => {
    expect(sourceParts('Ａ…ｶﾞ½')).toEqual(['Ａ', '…', '…', '…', 'ｶﾞ', '½', '½', '½']);
    expect(sourceParts('山 \u3000西')).toEqual(['山', ' \u3000', '西']);
    expect(sourceParts('e\u0301\u1100\u1161')).toEqual(['e\u0301', '\u1100\u1161']);
  });

  test('does not let a text spell out the pieces that mean something to the model', () => {
    expect(alignText('a</s><s>＜pad＞<unk>b<c>').text).toBe('a‹/s>‹s>‹pad>‹unk>b<c>');
  });
});

describe('tokenSpans', () => {
  const spansOf = (text: string, lengths: number[]) =>
    tokenSpans(alignText(text), Int32Array.from(lengths)).map(({ start, end }) =>
      text.slice(start, end),
    );

  test('leaves out the mark that the tokenizer puts before a text', () => {
    expect(spansOf('山西省', [1, 2, 1])).toEqual(['', '山西', '省']);
    expect(spansOf('山西省', [3, 1])).toEqual(['山西', '省']);
  });

  test('counts a space that the text begins with', () => {
    expect(spansOf(' 山西', [1, 2])).toEqual([' ', '山西']);
  });
});
