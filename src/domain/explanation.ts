/** The scores behind one candidate sentence, by source; what `--explain` prints. */
export interface CandidateScore {
  readonly documentId: string;
  readonly paragraph: number;
  readonly sentence: number;
  readonly text: string;
  readonly score: number;
  readonly sources: Readonly<Record<string, number>>;
}

/** How one question was read and what was weighed for it. */
export interface Explanation {
  readonly question: string;
  readonly kind: string;
  readonly terms: readonly string[];
  readonly passages: readonly CandidateScore[];
  readonly sentences: readonly CandidateScore[];
  /** Probability that the best candidate answers, and the threshold it was held against. */
  readonly confidence: number;
  readonly threshold: number;
  readonly notes: readonly string[];
}
