import type { Language } from './answer.js';
import type { IndexedPassage, IndexedSentence } from './report-index.js';

/** A sentence whose tokens were kept, or made for this question. */
export type TokenizedSentence = IndexedSentence & { readonly tokens: readonly string[] };

export interface RetrievalQuery {
  /** As it was asked; the retriever normalises it. */
  readonly text: string;
  readonly language: Language;
  /** Only these documents; all when absent. */
  readonly documentIds?: readonly string[];
  /** How many passages come back at most. */
  readonly limit: number;
  /** Leaves the sentences out, and what their vectors add to the passages of a small collection. */
  readonly passagesOnly?: boolean;
  readonly signal?: AbortSignal;
}

/** A candidate passage; `sources` holds the scores that `score` was fused from. */
export interface RetrievedPassage {
  readonly passage: IndexedPassage;
  readonly score: number;
  readonly sources: PassageSources;
}

export interface PassageSources {
  /** BM25 over the best BM25 of this question, 0 to 1. */
  readonly words: number;
  /** Cosine in standard deviations over a sample of the index; 0 without vectors. */
  readonly vector: number;
  /** The same for the best of its sentences. */
  readonly bestSentence: number;
}

/** A sentence of a retrieved passage with its raw scores. */
export interface RetrievedSentence {
  readonly sentence: TokenizedSentence;
  /** Position of its passage in the retrieval, from 0. */
  readonly passageRank: number;
  /** BM25 of the sentence against the question. */
  readonly words: number;
  /** BM25 of the sentence's glosses against those of the question: other words of like meaning. */
  readonly glosses: number;
  /** Cosine against the question, or null while the vector is missing. */
  readonly cosine: number | null;
  /** Its own vector; absent while it is missing. */
  readonly vector?: Float32Array;
}

export interface Retrieval {
  /** Best first. */
  readonly passages: readonly RetrievedPassage[];
  /** In the order of the passages, then of the text. */
  readonly sentences: readonly RetrievedSentence[];
  /** Search tokens of the question that the index holds, with the share of passages that hold each. */
  readonly tokenShares: ReadonlyMap<string, number>;
  /** The sum of all the question's token weights: what `words` would near if a sentence held them all. */
  readonly wordsCeiling: number;
  /** Mean and standard deviation of the question's cosine over the sample of the index. */
  readonly cosineBackground: { readonly mean: number; readonly deviation: number } | null;
}

/** Finds the passages that may answer a question. */
export interface Retriever {
  retrieve(query: RetrievalQuery): Promise<Retrieval>;
}
