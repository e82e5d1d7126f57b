import type { Answer, AnswerMode } from './answer.js';
import type { AnswerEvent } from './answer-event.js';
import type { Explanation } from './explanation.js';
import type { Feedback, KeptAnswer, ListedFeedback } from './kept-answer.js';
import type { Question } from './question.js';
import type { DocumentSummary, ReportDocument } from './report-document.js';
import type { IndexStatus } from './report-index.js';
import type { GateReport } from './scorecard.js';

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** Called with the scores of each part of the question, for `--explain`. */
  readonly onExplain?: (explanation: Explanation) => void;
  /** How many of the nearest passages a refusal shows. */
  readonly top?: number;
  /** How far the build of a missing or stale index is. */
  readonly onProgress?: (progress: IndexProgress) => void;
  /** Called as the answer comes into being; an error that it throws ends the question. */
  readonly onEvent?: (event: AnswerEvent) => void;
  /** Who asks, opaque (`telegram:42`): the daily limit of tokens is counted for him. */
  readonly user?: string;
  /** Keeps the answer, so that `answer` finds it later. One that belongs to a conversation is kept in any case. */
  readonly keep?: boolean;
  /** `behind`: an index that answers is used as it is; `keepFresh` renews it. Default: `before`, it is renewed first. */
  readonly refresh?: 'before' | 'behind';
}

/**
 * `checking`: questions are asked of the candidate. `searchable`: the words of `done` documents can be asked from now on; the vectors of `total` texts are
 * still to be made. `glossing`: passages are made to be found by words of the other language.
 */
export type IndexPhase =
  | 'waiting'
  | 'reading'
  | 'checking'
  | 'searchable'
  | 'glossing'
  | 'embedding'
  | 'done';

/** How far a refresh is; `total` is null while it is not known. */
export interface IndexProgress {
  readonly phase: IndexPhase;
  readonly done: number;
  readonly total: number | null;
}

/**
 * How many vectors a refresh makes, and how long it adds glosses; words are always brought up to date. What is left, a
 * later refresh makes.
 */
export interface VectorWork {
  /** None, where more texts than this lack their vector; no glosses, where that would take longer than these vectors. */
  readonly upTo?: number;
  /** Stops, without an error, after this time. */
  readonly maxMs?: number;
}

export interface RefreshOptions {
  /** Builds everything anew, vectors too. */
  readonly rebuild?: boolean;
  /** Default: all that are missing. */
  readonly vectors?: VectorWork;
  /** Default: none, the new index takes the place of the old one whatever it answers. */
  readonly gate?: GateWork;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IndexProgress) => void;
}

/** Has the operator's questions asked before the flip; where fewer are answered right than before, the old index stays. */
export interface GateWork {
  /** Builds once more what was refused before; otherwise that counts as done until a report changes. */
  readonly retry: boolean;
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
  /** What fell, or null. */
  readonly gate: GateReport | null;
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

/** How questions are answered, told at every start: texts leave the machine in `llm` mode only. */
export interface Answering {
  readonly mode: AnswerMode;
  readonly model: string | null;
  readonly host: string | null;
  /** Where texts are embedded when it is not on this machine. */
  readonly embeddingHost: string | null;
}

/** A file that somebody sent to be a report. */
export interface ReportUpload {
  /** As the sender named it; becomes a file name of the reports folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Puts it in the place of a report of the same name; otherwise that is `report_exists`. */
  readonly replace?: boolean;
}

/** What is known of an answer that was given before. */
export interface FoundAnswer extends KeptAnswer {
  /** Markers of citations whose report is not any more what it was, or is gone. */
  readonly changedSince: readonly number[];
}

export interface KeepFreshOptions {
  readonly onReport?: (report: IndexReport) => void;
  readonly onError?: (error: unknown) => void;
  readonly onProgress?: (progress: IndexProgress) => void;
}

/** The one port that channels see. Every method may throw an `AppError`. */
export interface App {
  readonly answering: Answering;
  /** Builds or refreshes the index first when it is missing or stale. With a `conversationId` it goes on from what was said there. */
  ask(question: Question, options?: AskOptions): Promise<Answer>;
  refresh(options?: RefreshOptions): Promise<IndexReport>;
  /** Looks for changed reports now and then and refreshes the index behind the questions, until the returned function is called. */
  keepFresh(options?: KeepFreshOptions): () => Promise<void>;
  status(): Promise<IndexStatus>;
  documents(): Promise<DocumentSummary[]>;
  /** Throws `document_unknown`. */
  document(id: string): Promise<ReportDocument>;
  /**
   * Checks the file, puts it on disk, then indexes it. Resolves with its documents when they can be asked. `onStored` is called
   * when it is safely on disk. Throws `report_invalid`, `report_exists`, `file_too_large`, `file_undecodable`, and then nothing was stored.
   */
  addReport(
    upload: ReportUpload,
    options?: RefreshOptions & { readonly onStored?: (file: string) => void },
  ): Promise<DocumentSummary[]>;
  /** Removes the report's file and its documents from the index. Throws `document_unknown`; `report_shared` when its file holds other documents too. */
  removeReport(id: string, options?: RefreshOptions): Promise<void>;
  /** An answer that was kept, or null. */
  answer(id: string): Promise<FoundAnswer | null>;
  /** Forgets everything of a conversation; gives the number of answers. */
  forgetConversation(conversationId: string): Promise<number>;
  preferences(conversationId: string): Promise<Readonly<Record<string, string>>>;
  setPreference(conversationId: string, name: string, value: string | null): Promise<void>;
  /** Throws `answer_unknown`. */
  addFeedback(feedback: Feedback): Promise<void>;
  feedback(limit: number): Promise<ListedFeedback[]>;
  /** Everything that people wrote before `time`. */
  forgetBefore(time: Date): Promise<void>;
  health(): Promise<HealthCheck[]>;
  close(): Promise<void>;
}
