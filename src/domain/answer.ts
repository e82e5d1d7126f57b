import type { Span } from './span.js';

export type Language = 'zh-Hans' | 'zh-Hant' | 'en';
export type AnswerMode = 'extractive' | 'llm';
export type AnswerStatus = 'answered' | 'not_found';

/** One sentence of the answer and the numbers of the citations that carry it. */
export interface Claim {
  readonly text: string;
  readonly markers: readonly number[];
}

/** A passage of a report that anyone can find again and compare. */
export interface Citation {
  /** From 1. */
  readonly marker: number;
  readonly documentId: string;
  readonly title: string;
  readonly file: string;
  /** Of the file's bytes, hex. */
  readonly sha256: string;
  /** Exact substring of the repaired text at `span`. */
  readonly quote: string;
  /** Where in the quote the answer's words are, if they are known: offsets in `quote`. */
  readonly highlight: Span | null;
  /** From 1. */
  readonly paragraph: number;
  /** From 1, within the paragraph: the sentence where the quote begins. */
  readonly sentence: number;
  readonly outline: readonly string[];
  /** UTF-16 offsets in the repaired text. */
  readonly span: Span;
  /** UTF-16 offsets in the decoded source file, byte order mark not counted. */
  readonly sourceSpan: Span;
}

/** A claim that was not shown, and why. */
export interface DroppedClaim {
  readonly text: string;
  readonly reason: string;
}

export interface Verification {
  readonly claims: number;
  readonly verified: number;
  readonly dropped: readonly DroppedClaim[];
}

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface Timings {
  readonly retrieve: number;
  readonly answer: number;
  readonly total: number;
}

/** What every channel shows and what `--json` and HTTP speak. */
export interface Answer {
  readonly id: string;
  readonly questionId: string | null;
  readonly question: string;
  readonly understoodAs: string | null;
  readonly status: AnswerStatus;
  readonly claims: readonly Claim[];
  /** The claims with their markers, joined; for `not_found` the sentence that says so. */
  readonly answer: string;
  readonly incomplete: boolean;
  readonly language: Language;
  readonly mode: AnswerMode;
  readonly citations: readonly Citation[];
  /** For `not_found`: what comes closest. */
  readonly nearest: readonly Citation[];
  readonly verification: Verification;
  readonly notices: readonly string[];
  readonly usage: TokenUsage | null;
  readonly generation: number;
  readonly timingsMs: Timings;
}
