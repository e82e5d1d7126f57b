import type { FittedWeights } from '../answer/extractive-answerer.js';
import type { GateWork } from '../domain/app.js';
import type { SharedDatabase } from '../read-database-settings.js';

/** What the thread that builds the index needs of the configuration. */
export interface RefreshSettings {
  readonly reportsFolder: string;
  readonly indexFolder: string;
  readonly dictionaryFile: string;
  readonly maxReportBytes: number;
  readonly bigFromBytes: number;
  /** Null: the index is in its folder. */
  readonly database: SharedDatabase | null;
  /** Of the model whose vectors are made; it runs on the other side. */
  readonly fingerprint: string;
  /** Batches of texts that are embedded side by side. */
  readonly embeddingConcurrency: number;
  /** Texts in a batch; null: as many as suit the built-in model. */
  readonly embeddingBatchSize: number | null;
  /** Null: nothing is asked before a flip. */
  readonly gate: GateTask | null;
}

export interface GateTask {
  readonly evalFolder: string;
  /** By so many of 100 questions fewer may be answered right. */
  readonly points: number;
  readonly weights: FittedWeights;
  readonly dimensions: number;
  /** Whether the built-in model embeds. */
  readonly isBuiltin: boolean;
}

/** `RefreshOptions` as they go to the thread: signals become calls. */
export interface RefreshTask {
  readonly rebuild: boolean;
  /** None, where more texts than this lack their vector. */
  readonly vectorsUpTo: number | null;
  readonly vectorsMaxMs: number | null;
  readonly gate: GateWork | null;
}
