export type CaseKind = 'report' | 'question';

/** What a child process is to do; its one argument, as JSON. */
export interface FuzzTask {
  readonly kind: CaseKind;
  readonly seed: number;
  readonly first: number;
  /** The last case is the one before it. */
  readonly end: number;
  /** Every so many-th report is indexed and asked. */
  readonly indexEvery: number;
  /** Every so many-th question is asked with the real models; 0 for none. */
  readonly modelsEvery: number;
  /** Kept from one child to the next. */
  readonly folder: string;
  /** Whether texts are printed. */
  readonly show: boolean;
}

/** A part of a case that has a time limit of its own. */
export interface Step {
  readonly name: 'prepare' | 'index' | 'ask' | 'ask with models';
  /** The fastest of up to three runs. */
  readonly tookMs: number;
  /** Of that run, over all threads; less than `tookMs` on a machine that does other work. */
  readonly processorMs: number;
  readonly limitMs: number;
}

export interface CaseResult {
  readonly number: number;
  /** `refused`: an error that the program foresees, with its code. */
  readonly outcome: 'accepted' | 'refused' | 'crashed';
  readonly code: string | null;
  readonly steps: readonly Step[];
  /** Questions that the case's report was asked. */
  readonly asked: number;
  readonly quotes: number;
  /** What does not hold, in words of this program: no text of the case is in them. */
  readonly faults: readonly string[];
  /** Of a crash: where it came from. */
  readonly stack: string | null;
}
