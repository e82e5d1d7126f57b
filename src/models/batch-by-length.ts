/**
 * Indexes of the sequences in batches of like length, longest first, each at most `maxTokens` with its padding
 * (one sequence that is longer alone stands alone).
 */
export function batchByLength(lengths: readonly number[], maxTokens: number): number[][] {
  const order = [...lengths.keys()].sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0));
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    const columns = lengths[batch[0] ?? index] ?? 0;
    if (batch.length > 0 && columns * (batch.length + 1) > maxTokens) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
