/** What questions are answered with: words alone, or words and vectors. Only equal stages are compared. */
export type GateStage = 'words' | 'vectors';

/** How an index did with the operator's questions. */
export interface Scorecard {
  readonly stage: GateStage;
  /** Of the index that was asked. */
  readonly generation: number;
  /** Names what else decides about an answer: other weights or another threshold give another name. */
  readonly grader: string;
  /** Whether the answer was right, by a hash of the question and of what is expected. */
  readonly right: Readonly<Record<string, boolean>>;
}

/** A question that was answered right before, and is not any more. */
export interface FallenQuestion {
  readonly id: string;
  /** The name of the file that it stands in. */
  readonly file: string;
  /** Null for a held-out question, which nobody is to look at. */
  readonly question: string | null;
}

/** A scorecard that fell by more than is allowed. */
export interface GateReport {
  readonly stage: GateStage;
  /** Of 100 questions that both scorecards hold, so many are answered right. */
  readonly before: number;
  readonly now: number;
  /** How many both hold. */
  readonly questions: number;
  /** How many fell, and the first of them. */
  readonly fallen: number;
  readonly fell: readonly FallenQuestion[];
  /** True: the old index was kept. False: it was noticed only after the flip, when the last vector was there. */
  readonly kept: boolean;
}
