import { expect, it } from 'vitest';
import { secondsLeft } from '../../src/domain/seconds-left.js';
import { sampleIndexReport } from '../support/fake-app.js';

it.each([
  [90, 100, 4, 3],
  [99, 100, 1000, 1],
  [100, 100, 4, null],
  [101, 100, 4, null],
  [0, 100, null, null],
  [0, 100, 0, null],
])(
  'has %d of %d vectors, at %s a second: %s seconds are left',
  (vectors, vectorsWanted, rate, left) => {
    const status = {
      ...sampleIndexReport().status,
      vectors,
      vectorsWanted,
      vectorsPerSecond: rate,
    };
    expect(secondsLeft(status)).toBe(left);
  },
);
