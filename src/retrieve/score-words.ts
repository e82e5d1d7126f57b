// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; the values SQLite's bm25() uses.
const saturation = 1.2;
const lengthWeight = 0.75;

/** Inverse document frequency of a token that stands in `holding` of `total` texts; never negative. */
export function inverseFrequency(holding: number, total: number): number {
  return Math.log(1 + (total - holding + 0.5) / (holding + 0.5));
}

/** BM25 of texts that are given as their tokens; `weights` holds the question's tokens with their inverse frequency. */
export function scoreWords(
  texts: readonly (readonly string[])[],
  weights: ReadonlyMap<string, number>,
): number[] {
  const meanLength =
    texts.reduce((sum, tokens) => sum + tokens.length, 0) / (texts.length || 1) || 1;
  return texts.map((tokens) => {
    const counts = new Map<string, number>();
    for (const token of tokens) {
      if (weights.has(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    const norm = saturation * (1 - lengthWeight + (lengthWeight * tokens.length) / meanLength);
    let score = 0;
    for (const [token, count] of counts) {
      score += ((weights.get(token) ?? 0) * count * (saturation + 1)) / (count + norm);
    }
    return score;
  });
}
