/** Mean and standard deviation of a set of scores. */
export interface Background {
  readonly mean: number;
  readonly deviation: number;
}

/** Of an empty or constant set the deviation is 1, so that standardised scores stay finite. */
export function measureBackground(scores: readonly number[]): Background {
  if (scores.length === 0) return { mean: 0, deviation: 1 };
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
  return { mean, deviation: variance > 1e-12 ? Math.sqrt(variance) : 1 };
}

/** `score` in standard deviations above the background. */
export function standardise(score: number, background: Background): number {
  return (score - background.mean) / background.deviation;
}
