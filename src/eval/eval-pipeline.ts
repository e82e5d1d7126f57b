import type { App } from '../domain/app.js';
import type { IndexedPassage, IndexedSentence } from '../domain/report-index.js';

/** What an evaluation needs of a running pipeline: the App, and its inner steps one by one. */
export interface EvalPipeline {
  readonly app: App;
  /** Retrieval alone, best first. */
  rankPassages(question: string, limit: number): Promise<readonly IndexedPassage[]>;
  /** The sentence that would be chosen if the answer stood in this document; null for an empty one. */
  chooseSentence(question: string, documentId: string): Promise<IndexedSentence | null>;
}

/** Opens a pipeline over other folders than the configured ones. */
export type OpenPipeline = (folders: { reports: string; index: string }) => EvalPipeline;
