import type { Citation } from '../domain/answer.js';
import type { ReportDocument } from '../domain/report-document.js';
import type { Span } from '../domain/span.js';
import { escapeMarkup } from './escape-markup.js';

/** Of a paragraph, shown on either side of what is marked. */
const contextChars = 240;

interface Marks {
  readonly quotes: readonly Citation[];
  /** In the document's text. */
  readonly highlights: readonly Span[];
}

const holds = (span: Span, start: number, end: number) => span.start <= start && end <= span.end;

/**
 * The paragraphs around the citations of one passage, as HTML: each quote in `<mark>`, the answer's words within it in
 * `<strong>`, the citation's number tied to its end. Far from the quotes the text is cut.
 */
export function markPassage(document: ReportDocument, citations: readonly Citation[]): string {
  const window = windowAround(document, citations);
  const marks: Marks = {
    quotes: citations,
    highlights: citations.flatMap(({ highlight, span }) =>
      highlight === null
        ? []
        : [{ start: span.start + highlight.start, end: span.start + highlight.end }],
    ),
  };
  const spans = [...citations.map(({ span }) => span), ...marks.highlights];
  const cuts = [window, ...spans]
    .flatMap(({ start, end }) => [start, end])
    .filter((offset) => offset >= window.start && offset <= window.end);
  const bounds = [...new Set(cuts)].sort((a, b) => a - b);
  const pieces = bounds.slice(1).map((end, index) => {
    const start = bounds[index] ?? window.start;
    return markPiece(document.text.slice(start, end), start, end, marks);
  });
  const paragraph = paragraphSpan(document, citations);
  const before = window.start > paragraph.start ? '…' : '';
  const after = window.end < paragraph.end ? '…' : '';
  return `${before}${pieces.join('')}${after}`;
}

function markPiece(text: string, start: number, end: number, marks: Marks): string {
  const quoted = marks.quotes.filter(({ span }) => holds(span, start, end));
  let html = escapeMarkup(text);
  if (marks.highlights.some((span) => holds(span, start, end))) html = `<strong>${html}</strong>`;
  if (quoted.length === 0) return html;
  const ending = quoted.filter(({ span }) => span.end === end);
  return `<mark>${html}</mark>${ending.map(({ marker }) => `\u2060<sup>${marker}</sup>`).join('')}`;
}

/** From the first paragraph that a citation touches to the last. */
function paragraphSpan(document: ReportDocument, citations: readonly Citation[]): Span {
  const start = Math.min(...citations.map(({ span }) => span.start));
  const end = Math.max(...citations.map(({ span }) => span.end));
  const touched = document.paragraphs.filter(({ span }) => span.end > start && span.start < end);
  return {
    start: Math.min(start, ...touched.map(({ span }) => span.start)),
    end: Math.max(end, ...touched.map(({ span }) => span.end)),
  };
}

function windowAround(document: ReportDocument, citations: readonly Citation[]): Span {
  const paragraph = paragraphSpan(document, citations);
  const start = Math.min(...citations.map(({ span }) => span.start)) - contextChars;
  const end = Math.max(...citations.map(({ span }) => span.end)) + contextChars;
  const { text } = document;
  const from = Math.max(paragraph.start, start);
  const to = Math.min(paragraph.end, end);
  return {
    start: splitsPair(text, from) ? from - 1 : from,
    end: splitsPair(text, to) ? to + 1 : to,
  };
}

/** Between the halves of a character outside the basic plane. */
function splitsPair(text: string, offset: number): boolean {
  return offset > 0 && (text.codePointAt(offset - 1) ?? 0) > 0xffff;
}
