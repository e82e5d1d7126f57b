import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findAnswerSpans } from '../../src/models/find-answer-spans.js';

test('gives for each token the best span that begins there, as a plain search does', () => {
  const scores = fc.array(
    fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })),
    {
      minLength: 1,
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(scores, (pairs) => {
      const window = '字'.repeat(pairs.length);
      const spans = findAnswerSpans({
        starts: Float32Array.from(pairs, ([start]) => start),
        ends: Float32Array.from(pairs, ([, end]) => end),
        tokens: pairs.map((_, index) => ({ start: index, end: index + 1 })),
        window,
      });
      expect(spans).toHaveLength(pairs.length);
      for (const [position, span] of spans.entries()) {
        const reachable = pairs.slice(span.start, span.start + 40).map(([, end]) => end);
        expect(span.score).toBe((pairs[span.start]?.[0] ?? 0) + Math.max(...reachable));
        expect(span.end - span.start).toBeLessThanOrEqual(40);
        if (position > 0) expect(span.score).toBeLessThanOrEqual(spans[position - 1]?.score ?? 0);
      }
    }),
    { numRuns: 60 },
  );
});

test('takes the spaces off both ends, and drops spans of nothing else', () => {
  const spans = findAnswerSpans({
    starts: Float32Array.from([5, 1]),
    ends: Float32Array.from([0, 3]),
    tokens: [
      { start: 0, end: 5 },
      { start: 5, end: 7 },
    ],
    window: ' Lan \n ',
  });
  expect(spans).toEqual([{ start: 1, end: 4, score: 8 }]);
});
