import type { Answer } from './answer.js';
import type { Span } from './span.js';

/** The paragraph around a citation as it was when the answer was given. */
export interface CitedParagraph {
  readonly marker: number;
  readonly text: string;
  /** The quote in `text`. */
  readonly quote: Span;
}

/** An answer as it is kept: what it cites can be shown whatever becomes of the report. */
export interface KeptAnswer {
  readonly answer: Answer;
  /** ISO time. */
  readonly at: string;
  readonly conversationId: string | null;
  /** One for each of the answer's citations and nearest, citations first, in their order. */
  readonly paragraphs: readonly CitedParagraph[];
}

export type Verdict = 'up' | 'down';

/** What a person thought of an answer; a second one of the same person on the same answer replaces the first. */
export interface Feedback {
  readonly answerId: string;
  readonly verdict: Verdict;
  /** Opaque, e.g. `telegram:42`; null when unknown. */
  readonly user: string | null;
}

export interface ListedFeedback extends Feedback {
  /** ISO time. */
  readonly at: string;
  readonly question: string;
  readonly status: Answer['status'];
  readonly mode: Answer['mode'];
  readonly generation: number;
}
