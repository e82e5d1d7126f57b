import type { ReaderSpan } from '../domain/reader.js';
import type { Span } from '../domain/span.js';

export interface SpanScores {
  /** The window's scores for "begins here" and "ends here", a number a token. */
  readonly starts: Float32Array;
  readonly ends: Float32Array;
  /** Where each token stands in the window; the three are parallel. */
  readonly tokens: readonly Span[];
  readonly window: string;
}

/** The reader was trained and measured with answers of at most this many tokens. */
const MAX_ANSWER_TOKENS = 40;

function trim(window: string, { start, end }: Span): Span {
  const words = window.slice(start, end);
  const left = words.length - words.trimStart().length;
  return { start: start + left, end: Math.max(start + left, start + words.trimEnd().length) };
}

/** The best span for each token that may begin one, best first, without the spaces around it. */
export function findAnswerSpans({ starts, ends, tokens, window }: SpanScores): ReaderSpan[] {
  const spans: ReaderSpan[] = [];
  for (const [first, { start }] of tokens.entries()) {
    let last = first;
    const limit = Math.min(first + MAX_ANSWER_TOKENS, tokens.length);
    for (let token = first + 1; token < limit; token += 1) {
      if ((ends[token] ?? 0) > (ends[last] ?? 0)) last = token;
    }
    const span = trim(window, { start, end: tokens[last]?.end ?? start });
    if (span.end > span.start) {
      spans.push({ ...span, score: (starts[first] ?? 0) + (ends[last] ?? 0) });
    }
  }
  return spans.sort((a, b) => b.score - a.score);
}
