import type { Answer } from './answer.js';
import type { Explanation } from './explanation.js';
import type { Question } from './question.js';
import type { DocumentSummary, ReportDocument } from './report-document.js';
import type { IndexStatus } from './report-index.js';

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** Called with the scores of each part of the question, for `--explain`. */
  readonly onExplain?: (explanation: Explanation) => void;
  /** How many of the nearest passages a refusal shows. */
  readonly top?: number;
  /** How far the build of a missing or stale index is. */
  readonly onProgress?: (progress: IndexProgress) => void;
}

export type IndexPhase = 'waiting' | 'reading' | 'embedding' | 'done';

/** How far a refresh is; `total` is null while it is not known. */
export interface IndexProgress {
  readonly phase: IndexPhase;
  readonly done: number;
  readonly total: number | null;
}

export interface RefreshOptions {
  /** Builds everything anew, vectors too. */
  readonly rebuild?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IndexProgress) => void;
}

/** What a refresh did. */
export interface IndexReport {
  readonly generation: number;
  /** False when the index was fresh and nothing was written. */
  readonly changed: boolean;
  readonly filesRead: number;
  readonly filesRemoved: number;
  readonly embedded: number;
  readonly status: IndexStatus;
  /** Files and lines that are not in the index, with the reason; the others are. */
  readonly problems: readonly IndexProblem[];
  readonly tookMs: number;
}

export interface IndexProblem {
  readonly file: string;
  readonly message: string;
  readonly hint: string;
  /** An error keeps `index` from exiting 0; a notice (a file of another kind) does not. */
  readonly severity: 'error' | 'notice';
}

export interface HealthCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What mends it, when it is not well. */
  readonly hint: string | null;
}

/** The one port that channels see. Every method may throw an `AppError`. */
export interface App {
  /** Builds or refreshes the index first when it is missing or stale. */
  ask(question: Question, options?: AskOptions): Promise<Answer>;
  refresh(options?: RefreshOptions): Promise<IndexReport>;
  documents(): Promise<DocumentSummary[]>;
  /** Throws `document_unknown`. */
  document(id: string): Promise<ReportDocument>;
  health(): Promise<HealthCheck[]>;
  close(): Promise<void>;
}
