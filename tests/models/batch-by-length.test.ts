import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchByLength } from '../../src/models/batch-by-length.js';

test('puts every sequence into one batch, none larger than the limit but a single one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 })), (lengths) => {
      const batches = batchByLength(lengths, 50);
      expect(batches.flat().sort((a, b) => a - b)).toEqual([...lengths.keys()]);
      for (const batch of batches) {
        const longest = Math.max(...batch.map((index) => lengths[index] ?? 0));
        expect(batch.length === 1 || longest * batch.length <= 50).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
