import type { Percentiles } from './percentiles.js';
import type { BuildSteps } from './steps-stage.js';

export type VectorsMode = 'random' | 'real' | 'none';

export interface ScaleOptions {
  /** A folder of reports, a `.jsonl` file, or the archive of the news. */
  readonly input: string;
  /** About how many passages; null takes the input as it is. */
  readonly passages: number | null;
  readonly vectors: VectorsMode;
  readonly minisearch: boolean;
  /** Of each of the rounds that compare the embedding with onnxruntime alone, and of serving meanwhile; 0 leaves them out. */
  readonly embedSeconds: number;
  /** Everything is made in it. */
  readonly workFolder: string;
  /** Tells what goes on. */
  readonly onStage: (text: string) => void;
}

export interface EmbeddingRound {
  readonly texts: number;
  readonly tokens: number;
  readonly oursPerSecond: number;
  /** Tokens a second of onnxruntime alone on the same texts. */
  readonly barePerSecond: number;
}

export interface ScaleFigures {
  readonly documents: number;
  readonly passages: number;
  readonly sentences: number;
  /** Documents of them that are a second copy. */
  readonly copies: number;
  readonly wordsMs: number;
  /** After the words, until questions in the other language find all documents by their words. */
  readonly glossesMs: number;
  readonly steps: BuildSteps;
  readonly vectors: { readonly mode: VectorsMode; readonly made: number; readonly tookMs: number };
  readonly graphMs: number | null;
  readonly embedding: readonly EmbeddingRound[];
  /** The longest of each time, in milliseconds; null where it was not watched. */
  readonly longestBlockMs: {
    readonly words: number;
    readonly glosses: number;
    readonly vectors: number | null;
    readonly serving: number | null;
  };
  /** Of a question that was answered while vectors were made, in milliseconds. */
  readonly askedMeanwhile: Percentiles | null;
  /** Peaks in bytes; null where the system does not tell. */
  readonly memory: Readonly<Record<'words' | 'serving' | 'graph' | 'search', number | null>>;
  readonly questions: { readonly made: number; readonly all: number };
  /** Milliseconds by step. */
  readonly search: Readonly<Record<string, Percentiles>>;
  /** Share of the questions made from a passage that find it among the first five. */
  readonly found: number;
  readonly minisearch: MinisearchFigures | null;
}

export interface MinisearchFigures {
  readonly buildMs: number;
  readonly search: Percentiles;
  readonly found: number;
  readonly residentBefore: number;
  readonly peak: number | null;
}
