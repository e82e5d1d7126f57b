import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyReplacements, type Replacement } from '../../src/text/apply-replacements.js';
import { composeOffsets, invertOffsets } from '../../src/text/compose-offsets.js';
import { mapSpan } from '../../src/text/map-offsets.js';

/** Replacements that each stand for at least one character, as all repairs do. */
function replacementsIn(text: string, cuts: readonly (readonly [number, number, string])[]) {
  const replacements: Replacement[] = [];
  let free = 0;
  for (const [skip, length, after] of cuts) {
    const start = free + skip;
    const end = start + length;
    if (end > text.length) break;
    replacements.push({ kind: 'punctuation', start, end, after });
    free = end;
  }
  return replacements;
}

const cuts = fc.array(
  fc.tuple(
    fc.nat({ max: 3 }),
    fc.integer({ min: 1, max: 3 }),
    fc.string({ minLength: 1, maxLength: 4 }),
  ),
  { maxLength: 6 },
);

it('leads where the two maps lead one after the other', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 25 }), cuts, cuts, (source, first, second) => {
      const middle = applyReplacements(source, replacementsIn(source, first));
      const last = applyReplacements(middle.text, replacementsIn(middle.text, second));
      const composed = composeOffsets(last.offsets, middle.offsets);
      for (let at = 0; at < last.text.length; at += 1) {
        const span = { start: at, end: at + 1 };
        const steps = mapSpan(middle.offsets, mapSpan(last.offsets, span));
        const direct = mapSpan(composed, span);
        // Edits that became one may lead to more of the source, never to less.
        expect(direct.start).toBeLessThanOrEqual(steps.start);
        expect(direct.end).toBeGreaterThanOrEqual(steps.end);
      }
      const whole = { start: 0, end: last.text.length };
      expect(mapSpan(composed, whole)).toEqual({ start: 0, end: source.length });
      expect(invertOffsets(invertOffsets(composed))).toEqual(composed);
      for (const [index, edit] of composed.entries()) {
        const next = composed[index + 1];
        const step = next && [next.start - edit.end, next.sourceStart - edit.sourceEnd];
        expect(step?.[0]).toBe(step?.[1]);
        expect(step?.[0] ?? 0).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 500 },
  );
});

it('leads past what was taken out before a character that was changed', () => {
  const frontMatter = { start: 0, end: 0, sourceStart: 0, sourceEnd: 40 };
  const escaped = { start: 0, end: 1, sourceStart: 40, sourceEnd: 46 };
  const reading = { start: 0, end: 1, sourceStart: 0, sourceEnd: 5 };
  const first = { start: 0, end: 1 };
  expect(mapSpan(composeOffsets([reading], [frontMatter]), first)).toEqual({ start: 40, end: 45 });
  const trimmed = { start: 1, end: 1, sourceStart: 1, sourceEnd: 2 };
  expect(mapSpan(composeOffsets([trimmed], [frontMatter, escaped]), first)).toEqual({
    start: 40,
    end: 46,
  });
});
