import type { OffsetMap } from '../domain/offset-map.js';
import type { Span } from '../domain/span.js';
import { mapSpan } from '../text/map-offsets.js';

/** Whether the quote is exactly what stands at its span; a span outside the text or an empty one holds nothing. */
export function verifyQuote(documentText: string, span: Span, quote: string): boolean {
  return isInside(span, documentText.length) && documentText.slice(span.start, span.end) === quote;
}

export interface VerifySourceOptions {
  readonly span: Span;
  readonly sourceSpan: Span;
  readonly quote: string;
  /** The repaired text back to the decoded file. */
  readonly offsets: OffsetMap;
  /** The decoded file, byte order mark not counted. */
  readonly sourceText: string;
  /** Repairs a piece of the file under the file's own profile; the identity for a file that was not damaged. */
  readonly repair: (source: string) => string;
}

/** Whether the source span is the one that the offset map gives, and its text repairs to the quote. */
export function verifySource(options: VerifySourceOptions): boolean {
  const { span, sourceSpan, sourceText } = options;
  const mapped = mapSpan(options.offsets, span);
  return (
    mapped.start === sourceSpan.start &&
    mapped.end === sourceSpan.end &&
    isInside(sourceSpan, sourceText.length) &&
    options.repair(sourceText.slice(sourceSpan.start, sourceSpan.end)) === options.quote
  );
}

function isInside(span: Span, length: number): boolean {
  return (
    Number.isInteger(span.start) &&
    Number.isInteger(span.end) &&
    span.start >= 0 &&
    span.end > span.start &&
    span.end <= length
  );
}
