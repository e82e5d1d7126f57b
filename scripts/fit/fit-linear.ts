/** Small regularised fits by gradient descent; a few dozen weights, so nothing cleverer is needed. */

export interface RankingExample {
  /** One row of feature values a candidate. */
  readonly rows: readonly (readonly number[])[];
  /** Which of them are right; at least one. */
  readonly right: readonly boolean[];
  readonly weight: number;
}

export interface LogisticExample {
  readonly row: readonly number[];
  readonly label: 0 | 1;
  readonly weight: number;
}

export interface FitOptions {
  readonly dimensions: number;
  /** L2: pulls every weight to its prior. */
  readonly regularisation: number;
  readonly prior?: readonly number[];
  readonly steps?: number;
}

function dot(row: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) {
    sum += (row[index] ?? 0) * (weights[index] ?? 0);
  }
  return sum;
}

function addTo(sum: number[], row: readonly number[], factor: number): void {
  for (let index = 0; index < sum.length; index += 1) {
    sum[index] = (sum[index] ?? 0) + factor * (row[index] ?? 0);
  }
}

/** Adam (Kingma and Ba, 2015) with a decaying step; both losses are convex, so the start does not matter. */
function descend(
  options: FitOptions,
  gradientAt: (weights: readonly number[]) => { gradient: number[]; mass: number },
): number[] {
  const { dimensions, regularisation, steps = 600 } = options;
  const prior = options.prior ?? new Array<number>(dimensions).fill(0);
  const weights = [...prior];
  const first = new Array<number>(dimensions).fill(0);
  const second = new Array<number>(dimensions).fill(0);
  for (let step = 1; step <= steps; step += 1) {
    const { gradient, mass } = gradientAt(weights);
    const rate = 0.1 / (1 + step / 100);
    for (let index = 0; index < dimensions; index += 1) {
      const slope =
        (gradient[index] ?? 0) / mass +
        regularisation * ((weights[index] ?? 0) - (prior[index] ?? 0));
      first[index] = 0.9 * (first[index] ?? 0) + 0.1 * slope;
      second[index] = 0.999 * (second[index] ?? 0) + 0.001 * slope * slope;
      const mean = (first[index] ?? 0) / (1 - 0.9 ** step);
      const square = (second[index] ?? 0) / (1 - 0.999 ** step);
      weights[index] = (weights[index] ?? 0) - (rate * mean) / (Math.sqrt(square) + 1e-8);
    }
  }
  return weights;
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Maximises the probability that a right candidate comes first (softmax over the candidates of a question). */
export function fitRanking(examples: readonly RankingExample[], options: FitOptions): number[] {
  return descend(options, (weights) => {
    const gradient = new Array<number>(options.dimensions).fill(0);
    let mass = 0;
    for (const { rows, right, weight } of examples) {
      const shares = softmax(rows.map((row) => dot(row, weights)));
      const rightShare = shares.reduce((sum, share, row) => sum + (right[row] ? share : 0), 0);
      mass += weight;
      for (const [index, row] of rows.entries()) {
        const share = shares[index] ?? 0;
        const pull = share - (right[index] ? share / Math.max(rightShare, 1e-12) : 0);
        addTo(gradient, row, weight * pull);
      }
    }
    return { gradient, mass };
  });
}

/** Logistic regression. */
export function fitLogistic(examples: readonly LogisticExample[], options: FitOptions): number[] {
  return descend(options, (weights) => {
    const gradient = new Array<number>(options.dimensions).fill(0);
    let mass = 0;
    for (const { row, label, weight } of examples) {
      const miss = 1 / (1 + Math.exp(-dot(row, weights))) - label;
      mass += weight;
      addTo(gradient, row, weight * miss);
    }
    return { gradient, mass };
  });
}
