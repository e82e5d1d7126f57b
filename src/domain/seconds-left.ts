import type { IndexStatus } from './report-index.js';

/** How long the missing vectors will take, in seconds; null when none is missing or nobody makes them. */
export function secondsLeft({
  vectors,
  vectorsWanted,
  vectorsPerSecond,
}: IndexStatus): number | null {
  const missing = vectorsWanted - vectors;
  if (missing <= 0 || vectorsPerSecond === null || vectorsPerSecond <= 0) return null;
  return Math.ceil(missing / vectorsPerSecond);
}
