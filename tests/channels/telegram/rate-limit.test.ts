import { expect, it } from 'vitest';
import { createRateLimit } from '../../../src/channels/telegram/rate-limit.js';

it('a person may ask so often in any minute, each update counted once', () => {
  const limit = createRateLimit(2);
  const take = (updateId: number, atMs: number, userId = 1) =>
    limit.take({ userId, updateId, atMs });
  expect(take(1, 0)).toBe('free');
  expect(take(2, 20_000)).toBe('free');
  expect(take(3, 30_000)).toEqual({ waitSeconds: 30 });
  expect(take(2, 20_000)).toBe('free');
  expect(take(4, 30_000, 2)).toBe('free');
  expect(take(5, 60_000)).toBe('free');
  expect(take(6, 60_000)).toEqual({ waitSeconds: 20 });
});
