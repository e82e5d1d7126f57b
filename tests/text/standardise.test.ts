import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureBackground, standardise } from '../../src/text/standardise.js';

const score = fc.double({ min: -1, max: 1, noNaN: true });

describe('standardise', () => {
  it('gives scores the mean 0 and the deviation 1 over their own background', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 2, maxLength: 40 }), (scores) => {
        fc.pre(Math.max(...scores) - Math.min(...scores) > 1e-3);
        const background = measureBackground(scores);
        const values = scores.map((one) => standardise(one, background));
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const square = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
        expect(mean).toBeCloseTo(0, 6);
        expect(square).toBeCloseTo(1, 6);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the order of scores', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 1 }), score, score, (scores, one, other) => {
        const background = measureBackground(scores);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(standardise(low, background)).toBeLessThanOrEqual(standardise(high, background));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['nothing', []],
    ['one score', [0.8]],
    ['equal scores', [0.8, 0.8, 0.8]],
  ])('stays finite over %s', (_, scores) => {
    const background = measureBackground(scores);
    expect(background.deviation).toBe(1);
    expect(standardise(0.9, background)).toBeCloseTo(0.9 - (scores[0] ?? 0), 9);
  });
});
