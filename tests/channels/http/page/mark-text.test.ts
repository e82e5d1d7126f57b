import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findQuote } from '../../../../src/channels/http/page/find-quote.js';
import { markText } from '../../../../src/channels/http/page/mark-text.js';

const text = '全省稳就业工作推进会召开。林武强调，一是稳就业。';

describe('markText', () => {
  it('keeps every character of the stretch and marks those within the spans', () => {
    const span = fc
      .tuple(fc.nat(text.length), fc.nat(text.length))
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    fc.assert(
      fc.property(span, span, fc.option(span), (within, quote, words) => {
        const pieces = markText(text, within, { quote, words });
        expect(pieces.map((piece) => piece.text).join('')).toBe(
          text.slice(within.start, within.end),
        );
        let at = within.start;
        for (const piece of pieces) {
          const holds = (one: { start: number; end: number } | null) =>
            one !== null && at >= one.start && at < one.end;
          const expected = !holds(quote) ? 'none' : holds(words) ? 'words' : 'quote';
          if (piece.text !== '') expect(piece.mark).toBe(expected);
          at += piece.text.length;
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('findQuote', () => {
  const quoted = {
    quote: '林武强调，一是稳就业。',
    highlight: { start: 0, end: 2 },
    span: { start: 13, end: 24 },
  };

  it('finds a quote at its place', () => {
    expect(findQuote(text, quoted)).toEqual({
      quote: { start: 13, end: 24 },
      words: { start: 13, end: 15 },
    });
  });

  it('finds a quote that has moved, and none that is gone', () => {
    expect(findQuote(`新增一句。${text}`, quoted)?.quote).toEqual({ start: 18, end: 29 });
    expect(findQuote('别的报告。', quoted)).toBeNull();
  });
});
