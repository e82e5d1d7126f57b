import type { Span } from '../domain/span.js';
import type { AlignedText } from './align-text.js';

/** Where in the source of `aligned` each piece stands. The tokenizer tells lengths only, `▁` standing for a space. */
export function tokenSpans(aligned: AlignedText, lengths: Int32Array): Span[] {
  // The tokenizer puts a `▁` before a text that does not begin with one.
  let offset = /^[ ▁]/u.test(aligned.text) ? 0 : -1;
  return Array.from(lengths, (length) => {
    const first = Math.max(offset, 0);
    offset += length;
    const start = aligned.startOf(first);
    return { start, end: offset > first ? aligned.endOf(offset - 1) : start };
  });
}
