import { describe, expect, it } from 'vitest';
import {
  fitLogistic,
  fitRanking,
  type LogisticExample,
  type RankingExample,
} from '../../scripts/fit/fit-linear.js';

const sum = (row: readonly number[], weights: readonly number[]) =>
  row.reduce((total, value, index) => total + value * (weights[index] ?? 0), 0);

/** The right candidate has more of the first feature; the second says nothing. */
const rankings: RankingExample[] = Array.from({ length: 12 }, (_, index) => ({
  rows: [
    [0.1, index % 2],
    [0.9, (index + 1) % 2],
    [0.3, index % 2],
  ],
  right: [false, true, false],
  weight: 1,
}));

const labels: LogisticExample[] = Array.from({ length: 20 }, (_, index) => ({
  row: [1, index / 19, index % 2],
  label: index >= 10 ? 1 : 0,
  weight: 1,
}));

describe('fitRanking', () => {
  it('puts the right candidate of separable questions first', () => {
    const weights = fitRanking(rankings, { dimensions: 2, regularisation: 1e-3 });
    for (const { rows, right } of rankings) {
      const scores = rows.map((row) => sum(row, weights));
      expect(right[scores.indexOf(Math.max(...scores))]).toBe(true);
    }
    expect(weights[0]).toBeGreaterThan(1);
    expect(Math.abs(weights[1] ?? 0)).toBeLessThan(0.1);
  });

  it('lets any of several right candidates come first', () => {
    const either = { rows: [[1], [1], [0]], right: [true, true, false], weight: 1 };
    expect(fitRanking([either], { dimensions: 1, regularisation: 1e-2 })[0]).toBeGreaterThan(1);
  });

  it('learns nothing where all candidates are right', () => {
    const even = { rows: [[1], [0]], right: [true, true], weight: 1 };
    const [weight = 1] = fitRanking([even], { dimensions: 1, regularisation: 0.1 });
    expect(weight).toBeCloseTo(0, 6);
  });

  it('heeds the weight of an example', () => {
    const towards = (weight: number, right: readonly boolean[]) => ({
      ...{ rows: [[1], [0]], weight, right },
    });
    const weightFor = (up: number, down: number) =>
      fitRanking([towards(up, [true, false]), towards(down, [false, true])], {
        ...{ dimensions: 1, regularisation: 0.01 },
      })[0] ?? 0;
    expect(weightFor(3, 1)).toBeGreaterThan(0.3);
    expect(weightFor(1, 3)).toBeLessThan(-0.3);
  });
});

describe('fitLogistic', () => {
  it('tells separable examples apart', () => {
    const weights = fitLogistic(labels, { dimensions: 3, regularisation: 1e-4 });
    for (const { row, label } of labels) expect(sum(row, weights) > 0).toBe(label === 1);
  });

  it('comes to the share of positives where nothing tells them apart', () => {
    const even = [1, 1, 1, 0].map((label) => ({ row: [1], label: label as 0 | 1, weight: 1 }));
    const [bias = 0] = fitLogistic(even, { dimensions: 1, regularisation: 0 });
    expect(1 / (1 + Math.exp(-bias))).toBeCloseTo(0.75, 2);
  });
});

describe.each([
  [
    'fitRanking',
    (options: { regularisation: number }) =>
      fitRanking(rankings, { ...options, dimensions: 2, prior: [-2, 3] }),
  ],
  [
    'fitLogistic',
    (options: { regularisation: number }) =>
      fitLogistic(labels, { ...options, dimensions: 3, prior: [-2, 3, 1] }),
  ],
] as const)('the prior of %s', (_, weightsAt) => {
  it('pulls the weights the more the stronger it is', () => {
    const prior = [-2, 3];
    const distance = (weights: readonly number[]) =>
      Math.hypot(...prior.map((value, index) => value - (weights[index] ?? 0)));
    const distances = [100, 1, 1e-3].map((regularisation) =>
      distance(weightsAt({ regularisation })),
    );
    expect(distances[0]).toBeLessThan(0.05);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(distances[2]).toBeGreaterThan(0.5);
  });

  it('comes to the same weights every time', () => {
    expect(weightsAt({ regularisation: 0.1 })).toEqual(weightsAt({ regularisation: 0.1 }));
  });
});
