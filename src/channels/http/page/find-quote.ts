import type { Citation } from '../../../domain/answer.js';
import type { Span } from '../../../domain/span.js';

export type Quoted = Pick<Citation, 'quote' | 'highlight' | 'span'>;

/** Where a quote and the answer's words are in the report as it is now; null when the quote is not in it any more. */
export function findQuote(
  text: string,
  { quote, highlight, span }: Quoted,
): { readonly quote: Span; readonly words: Span | null } | null {
  const inPlace = text.slice(span.start, span.end) === quote;
  const start = inPlace ? span.start : text.indexOf(quote);
  if (start < 0 || quote === '') return null;
  return {
    quote: { start, end: start + quote.length },
    words:
      highlight === null ? null : { start: start + highlight.start, end: start + highlight.end },
  };
}
