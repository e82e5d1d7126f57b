import type { DocumentSummary, ReportDocument } from './report-document.js';
import type { Span } from './span.js';

/** A sentence as retrieval sees it. `id` is unique in the index and never used again for another. */
export interface IndexedSentence {
  readonly id: number;
  readonly passageId: number;
  readonly documentId: string;
  /** Index into the document's `sentences`. */
  readonly index: number;
  readonly paragraph: number;
  readonly number: number;
  readonly span: Span;
  readonly text: string;
  readonly outline: readonly string[];
  readonly speaker: string | null;
  /** Search tokens of the text; null in a big collection, which does not keep them. */
  readonly tokens: readonly string[] | null;
}

export interface IndexedPassage {
  readonly id: number;
  readonly documentId: string;
  readonly span: Span;
  readonly text: string;
  readonly outline: readonly string[];
  readonly sentences: readonly IndexedSentence[];
}

export interface SearchOptions {
  readonly limit: number;
  /** Only passages of these documents; all when absent. */
  readonly documentIds?: readonly string[];
}

/** Higher scores are better for words (BM25) and for vectors (cosine). */
export interface PassageHit {
  readonly passageId: number;
  readonly score: number;
}

export interface IndexStatus {
  readonly generation: number;
  readonly documents: number;
  readonly passages: number;
  readonly sentences: number;
  /** Passages that have their vector, and sentences, as far as they are prepared for one. */
  readonly vectors: number;
  readonly vectorsWanted: number;
  /** Passages that are not found by words of the other language yet. */
  readonly passagesToGloss: number;
  /** At which vectors were made last, by whichever process makes them; null while nobody has. */
  readonly vectorsPerSecond: number | null;
  /** ISO time of the last flip, or null when nothing was built yet. */
  readonly builtAt: string | null;
}

/**
 * The searchable index. Reads see the newest published generation; a caller that makes several reads compares
 * `generation()` before and after, and begins again when it moved.
 */
export interface ReportIndex {
  generation(): Promise<number>;
  status(): Promise<IndexStatus>;
  passageCount(): Promise<number>;
  /** Whether vectors and tokens of any sentence are kept; in a big collection a question makes those that it needs. */
  keepsSentences(): Promise<boolean>;
  documents(): Promise<DocumentSummary[]>;
  document(id: string): Promise<ReportDocument | null>;
  /** Best first. Any of the tokens may match. */
  searchWords(tokens: readonly string[], options: SearchOptions): Promise<PassageHit[]>;
  /** Best first. Passages without a vector are not found. */
  searchVectors(vector: Float32Array, options: SearchOptions): Promise<PassageHit[]>;
  /** In the order of the ids; unknown ids are left out. */
  passages(ids: readonly number[]): Promise<IndexedPassage[]>;
  passageVectors(ids: readonly number[]): Promise<Map<number, Float32Array>>;
  sentenceVectors(ids: readonly number[]): Promise<Map<number, Float32Array>>;
  /** At most `limit` passages' vectors, spread evenly over the index; always the same ones once a generation has all. */
  sampleVectors(limit: number): Promise<Float32Array[]>;
  /** In how many passages each token stands; tokens that stand in none are left out. */
  passageFrequency(tokens: readonly string[]): Promise<Map<string, number>>;
  /** Has the vectors of these documents made before others. */
  noteAsked(documentIds: readonly string[]): Promise<void>;
  /** Vectors of texts that are embedded when a question needs them, by the text; what was not kept is left out. */
  keptVectors(texts: readonly string[]): Promise<Map<string, Float32Array>>;
  /** A disk that is full or read-only keeps nothing, which is no failure. */
  keepVectors(vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
  close(): Promise<void>;
}
