import type { App } from '../domain/app.js';
import type { IndexedPassage, IndexedSentence } from '../domain/report-index.js';

/** What an evaluation needs of a running pipeline: the App, and its inner steps one by one. */
export interface EvalPipeline {
  readonly app: App;
  /** The names of the numbers that the score of a sentence is the weighted sum of. */
  readonly scoreFeatures: readonly string[];
  /** Retrieval alone, best first. */
  rankPassages(question: string, limit: number): Promise<readonly IndexedPassage[]>;
  /** The sentence that would be chosen if the answer stood in this document; null for an empty one. */
  chooseSentence(question: string, documentId: string): Promise<IndexedSentence | null>;
}

export interface EvalFolders {
  readonly reports: string;
  readonly index: string;
}

/** How a pipeline differs from the configured one. */
export interface PipelineChanges {
  /** 0 to 1, in the place of the configured refusal threshold. */
  readonly threshold?: number;
  /** Names out of `scoreFeatures` that count for nothing. */
  readonly withoutFeatures?: readonly string[];
}

export type OpenPipeline = (folders: EvalFolders, changes?: PipelineChanges) => EvalPipeline;
