import type { EvalFolders, OpenPipeline } from './eval-pipeline.js';

export interface EvalStreams {
  readonly out: (line: string) => void;
  /** Progress and remarks. */
  readonly note: (line: string) => void;
}

/** What every mode of the `eval` command is handed. */
export interface EvalContext {
  readonly streams: EvalStreams;
  /** Where the shipped questions are. */
  readonly evalFolder: string;
  /** The configured ones. */
  readonly folders: EvalFolders;
  readonly openPipeline: OpenPipeline;
  readonly signal?: AbortSignal;
}
