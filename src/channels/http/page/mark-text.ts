import type { Span } from '../../../domain/span.js';

export interface MarkedPiece {
  readonly text: string;
  /** `words` are the answer's own, within the quote. */
  readonly mark: 'none' | 'quote' | 'words';
}

/** Cuts the stretch `within` of a text where the quote and the words begin and end; all offsets are in `text`. */
export function markText(
  text: string,
  within: Span,
  marks: { readonly quote: Span; readonly words: Span | null },
): MarkedPiece[] {
  const { quote, words } = marks;
  const cuts = [quote.start, quote.end, ...(words === null ? [] : [words.start, words.end])];
  const inside = cuts.filter((cut) => cut > within.start && cut < within.end);
  const edges = [...new Set([within.start, ...inside, within.end])].sort((a, b) => a - b);
  const holds = (span: Span | null, at: number) =>
    span !== null && span.start <= at && at < span.end;
  return edges.slice(1).map((end, index) => {
    const start = edges[index] ?? end;
    const inQuote = holds(quote, start);
    const mark = inQuote && holds(words, start) ? 'words' : inQuote ? 'quote' : 'none';
    return { text: text.slice(start, end), mark };
  });
}
