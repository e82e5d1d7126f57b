import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OffsetEdit, OffsetMap } from '../../src/domain/offset-map.js';
import { mapSpan } from '../../src/text/map-offsets.js';

interface Mapped {
  readonly map: OffsetMap;
  /** For each character of the derived text, the source span that it stands for. */
  readonly origins: readonly (readonly [start: number, end: number])[];
}

/** Runs that keep step, with an edit behind each: so many source characters for so many derived ones. */
const mapped = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat({ max: 3 }), fc.nat({ max: 3 })), {
    maxLength: 8,
  })
  .map((parts): Mapped => {
    const map: OffsetEdit[] = [];
    const origins: (readonly [number, number])[] = [];
    let source = 0;
    for (const [run, derivedChars, sourceChars] of parts) {
      for (let step = 0; step < run; step += 1) origins.push([source + step, source + step + 1]);
      source += run;
      if (derivedChars === 0 && sourceChars === 0) continue;
      const start = origins.length;
      const edit = { sourceStart: source, sourceEnd: source + sourceChars };
      for (let step = 0; step < derivedChars; step += 1) {
        origins.push([edit.sourceStart, edit.sourceEnd]);
      }
      map.push({ start, end: origins.length, ...edit });
      source += sourceChars;
    }
    origins.push([source, source + 1]);
    return { map, origins };
  });

describe('mapSpan', () => {
  it('gives the smallest source span that holds all characters', () => {
    fc.assert(
      fc.property(mapped, fc.nat(), fc.nat(), ({ map, origins }, one, other) => {
        const bounds = [one % origins.length, other % origins.length];
        const [start, end] = [Math.min(...bounds), Math.max(...bounds) + 1];
        const held = origins.slice(start, end);
        expect(mapSpan(map, { start, end })).toEqual({
          start: held[0]?.[0],
          end: held.at(-1)?.[1],
        });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['before the edit', { start: 0, end: 3 }, { start: 0, end: 3 }],
    ['the edit', { start: 3, end: 4 }, { start: 3, end: 9 }],
    ['over the edit', { start: 2, end: 5 }, { start: 2, end: 10 }],
    ['behind the edit', { start: 4, end: 6 }, { start: 9, end: 11 }],
    ['nothing', { start: 4, end: 4 }, { start: 9, end: 9 }],
    ['nothing at the beginning', { start: 0, end: 0 }, { start: 0, end: 0 }],
  ])('maps %s where one character stands for six', (_, span, source) => {
    const map = [{ start: 3, end: 4, sourceStart: 3, sourceEnd: 9 }];
    expect(mapSpan(map, span)).toEqual(source);
  });

  it('does not count what was taken out beside a span', () => {
    const map = [{ start: 3, end: 3, sourceStart: 3, sourceEnd: 8 }];
    expect(mapSpan(map, { start: 0, end: 3 })).toEqual({ start: 0, end: 3 });
    expect(mapSpan(map, { start: 3, end: 5 })).toEqual({ start: 8, end: 10 });
    expect(mapSpan(map, { start: 2, end: 4 })).toEqual({ start: 2, end: 9 });
  });

  it('changes nothing without edits', () => {
    expect(mapSpan([], { start: 4, end: 9 })).toEqual({ start: 4, end: 9 });
  });
});
