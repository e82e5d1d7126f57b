import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyQuote, verifySource } from '../../src/answer/verify-quote.js';

const TEXT = '会议在太原召开。\n林武出席会议。';

describe('verifyQuote', () => {
  it('accepts exactly what stands at the span', () => {
    fc.assert(
      fc.property(
        fc.nat(TEXT.length - 1),
        fc.integer({ min: 1, max: TEXT.length }),
        (start, length) => {
          const span = { start, end: Math.min(TEXT.length, start + length) };
          expect(verifyQuote(TEXT, span, TEXT.slice(span.start, span.end))).toBe(true);
          expect(verifyQuote(TEXT, span, `${TEXT.slice(span.start, span.end)} `)).toBe(false);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    [{ start: 0, end: 8 }, '会议在太原召开.'],
    [{ start: 1, end: 9 }, '会议在太原召开。'],
    [{ start: 3, end: 3 }, ''],
    [{ start: 5, end: 3 }, ''],
    [{ start: -7, end: -1 }, '林武出席会议'],
    [{ start: 0, end: 999 }, TEXT],
    [{ start: Number.NaN, end: 2 }, '会议'],
    [{ start: 0.5, end: 2 }, '会议'],
  ])('refuses %j for %j', (span, quote) => {
    expect(verifyQuote(TEXT, span, quote)).toBe(false);
  });
});

describe('verifySource', () => {
  // 穩(wěn)就業 became 稳就业: one reading of five characters is gone.
  const options = {
    span: { start: 0, end: 3 },
    sourceSpan: { start: 0, end: 8 },
    quote: '稳就业',
    offsets: [{ start: 1, end: 1, sourceStart: 1, sourceEnd: 6 }],
    sourceText: '穩(wěn)就業',
    repair: (source: string) =>
      source
        .replace(/\([^)]*\)/gu, '')
        .replace('穩', '稳')
        .replace('業', '业'),
  };

  it('accepts the span that the map gives and whose text repairs to the quote', () => {
    expect(verifySource({ ...options, sourceSpan: { start: 0, end: 8 } })).toBe(true);
  });

  it('refuses another span, another quote and a file that changed', () => {
    expect(verifySource({ ...options, sourceSpan: { start: 0, end: 7 } })).toBe(false);
    expect(verifySource({ ...options, quote: '稳就叶' })).toBe(false);
    expect(verifySource({ ...options, sourceText: '穩(wěn)就' })).toBe(false);
  });
});
