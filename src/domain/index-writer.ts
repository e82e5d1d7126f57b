import type { IndexProblem } from './app.js';
import type { ReportDocument } from './report-document.js';
import type { IndexStatus, ReportIndex } from './report-index.js';
import type { GateStage, Scorecard } from './scorecard.js';

/** What the index remembers of a file that it holds. */
export interface IndexedFile {
  readonly path: string;
  readonly stamp: string;
  /** Of the file's bytes and of what is known besides (ids, titles, dates…): the same hash, the same documents. */
  readonly contentHash: string;
}

/** What was wrong with a file when it was last read, kept so that it is told again without reading it again. */
export interface FileProblems {
  readonly path: string;
  readonly stamp: string;
  /** True when nothing of this state of the file could be used; documents of an earlier state stay in the index. */
  readonly failed: boolean;
  readonly problems: readonly IndexProblem[];
}

/** A text with the tokens that words are searched by, and in the form to embed, which the store hashes. */
export interface PreparedText {
  /** With a blank between them, since an archive has a hundred million. */
  readonly tokens: string;
  readonly embeddingText: string;
}

export interface PreparedPassage extends PreparedText {
  /** Tokens of the other language that it is also found by; null where they follow later (`glossesLater`). */
  readonly glosses: string | null;
  /** Parallel to the passage's sentences; null in a big collection, where a question has made what it needs of them. */
  readonly sentences: readonly PreparedText[] | null;
}

/** A document ready for the index; `passages` is parallel to `document.passages`. */
export interface PreparedDocument {
  readonly document: ReportDocument;
  readonly passages: readonly PreparedPassage[];
}

/** A passage that has no glosses yet. */
export interface UnglossedPassage {
  readonly id: number;
  /** As it is embedded. */
  readonly text: string;
}

/** Adds the glosses of published passages that were put without them, outside `begin` and `publish`. */
export interface GlossWriter {
  /** Ids of those that still lack them, ascending. */
  unglossed(): Promise<number[]>;
  /** What is gone by now is left out. */
  passages(ids: readonly number[]): Promise<UnglossedPassage[]>;
  /** In one transaction, seen by all readers at once. */
  put(glosses: readonly { readonly id: number; readonly glosses: string }[]): Promise<void>;
}

/** A text that has no vector yet. */
export interface MissingVector {
  readonly hash: string;
  readonly text: string;
}

/**
 * The one writer of an index. `begin` to `publish` is one transaction: until then readers see the old generation,
 * and a kill leaves it. A call is awaited before the next, unless it says otherwise. Vectors are kept by the hash of
 * their text, so what is embedded once stays embedded.
 */
export interface IndexWriter {
  /** The rules' and the tokens' version that the stored documents were made with; null for an empty index. */
  contentVersion(): Promise<string | null>;
  files(): Promise<IndexedFile[]>;
  fileProblems(): Promise<FileProblems[]>;
  begin(contentVersion: string): Promise<void>;
  /**
   * Replaces all documents of the file; they are written as they come. Throws `file_invalid` when another file holds a
   * document of the same id, and what `documents` throws; what was stored of the file before then stays.
   */
  putFile(
    file: IndexedFile,
    documents: AsyncIterable<PreparedDocument> | Iterable<PreparedDocument>,
  ): Promise<void>;
  /** The file is the same, its stamp is not. */
  touchFile(path: string, stamp: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** Has all vectors of this model made again, and drops those of others. The old ones serve until they are replaced. */
  renewVectors(fingerprint: string): Promise<void>;
  /**
   * What `publish` would publish now; outside `begin` and `publish`, what is published. Good until the next write, and
   * to be closed before the writer. What is asked of it is not noted as asked.
   */
  candidate(fingerprint: string): Promise<ReportIndex>;
  /** Whether the texts of a candidate may be given vectors before it is published. */
  readonly embedsCandidates: boolean;
  /** The last one of the stage, or null. */
  scorecard(stage: GateStage): Promise<Scorecard | null>;
  /** Between `begin` and `publish` it comes with the flip. */
  putScorecard(scorecard: Scorecard): Promise<void>;
  /** What `noteRefused` noted since the last flip, or null. */
  refused(): Promise<string | null>;
  /** Outside `begin` and `publish`. */
  noteRefused(mark: string): Promise<void>;
  /** Flips to the new generation and returns its number. */
  publish(): Promise<number>;
  rollback(): Promise<void>;
  /** Replaces the list of all files' problems; outside `begin` and `publish`. */
  putFileProblems(problems: readonly FileProblems[]): Promise<void>;
  /** Null: passages are not to be put without their glosses. */
  readonly glossesLater: GlossWriter | null;
  /**
   * Texts of the published generation (of the candidate, where it may be given vectors) without a vector of this model, each once; at most `limit`. Passages come first,
   * those of the most asked and then of the newest documents before others; then sentences that were prepared.
   */
  missingVectors(fingerprint: string, limit: number): Promise<MissingVector[]>;
  countMissingVectors(fingerprint: string): Promise<number>;
  /** May be called again before an earlier call is done. */
  putVectors(
    fingerprint: string,
    vectors: readonly { readonly hash: string; readonly vector: Float32Array }[],
  ): Promise<void>;
  /** For whoever wants to know how long the rest will take. */
  noteRate(vectorsPerSecond: number): Promise<void>;
  /** Drops vectors that no document needs, and brings the graph up to date. Does nothing where nothing is to do. */
  finish(fingerprint: string, options?: FinishOptions): Promise<void>;
  status(fingerprint: string): Promise<IndexStatus>;
  close(): Promise<void>;
}

export interface FinishOptions {
  readonly signal?: AbortSignal;
}
