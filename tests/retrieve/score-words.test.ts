import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverseFrequency, scoreWords } from '../../src/retrieve/score-words.js';

/** BM25 as it stands in the paper, term by term. */
function naive(texts: string[][], weights: Map<string, number>, text: string[]): number {
  const mean = texts.reduce((sum, one) => sum + one.length, 0) / texts.length || 1;
  let score = 0;
  for (const [token, weight] of weights) {
    const count = text.filter((one) => one === token).length;
    score += (weight * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * text.length) / mean));
  }
  return score;
}

describe('scoreWords', () => {
  it('agrees with BM25 as it is written', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(
        fc.array(fc.array(word), { minLength: 1, maxLength: 6 }),
        fc.uniqueArray(word),
        (texts, query) => {
          const weights = new Map(query.map((token, index) => [token, index + 0.5]));
          for (const [index, score] of scoreWords(texts, weights).entries()) {
            expect(score).toBeCloseTo(naive(texts, weights, texts[index] as string[]), 9);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('weighs a rare token more than a common one, and none below nothing', () => {
    expect(inverseFrequency(1, 100)).toBeGreaterThan(inverseFrequency(60, 100));
    expect(inverseFrequency(100, 100)).toBeGreaterThan(0);
  });
});
