import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateJsonText } from '../../src/load/locate-json-text.js';
import { mapSpan } from '../../src/text/map-offsets.js';

/** A JSON string literal of the text, each character in one of the ways that JSON allows. */
function literalOf(text: string, ways: readonly number[]): string {
  const units = [...text.split('')].map((unit, index) => {
    const plain = JSON.stringify(unit).slice(1, -1);
    const code = `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    const way = ways[index % ways.length] ?? 0;
    if (way === 0) return plain;
    return way === 1 ? code : unit === '/' ? '\\/' : plain;
  });
  return `"${units.join('')}"`;
}

const character = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom('会', '"', '\\', '/', '\n', '\t', '𠮷', '{', '}', ':', ','),
);
const text = fc.array(character, { minLength: 1, maxLength: 30 }).map((parts) => parts.join(''));
const member = fc.tuple(
  fc.oneof(fc.constantFrom('id', 'texts', 'Text', '"text"', 'a":"text'), fc.string()),
  fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant({ text: 'inner' }), fc.constant('text')),
);
const gap = fc.constantFrom('', ' ', '\t');

describe('locateJsonText', () => {
  it('maps every span to the source that is its JSON, wherever the key stands', () => {
    fc.assert(
      fc.property(
        fc.record({
          text,
          ways: fc.array(fc.nat(2), { minLength: 1, maxLength: 8 }),
          before: fc.array(member, { maxLength: 3 }),
          after: fc.array(
            member.filter(([key]) => key !== 'text'),
            { maxLength: 3 },
          ),
          gap,
          key: fc.constantFrom('"text"', '"\\u0074ext"'),
          lineStart: fc.nat(50),
          cuts: fc.tuple(fc.nat(), fc.nat()),
        }),
        (run) => {
          const others = (members: typeof run.before) =>
            members.map(
              ([key, value]) => `${JSON.stringify(key)}:${run.gap}${JSON.stringify(value)}`,
            );
          const own = `${run.key}${run.gap}:${literalOf(run.text, run.ways)}`;
          const line = `${run.gap}{${[...others(run.before), own, ...others(run.after)].join(`,${run.gap}`)}}`;
          expect(JSON.parse(line).text).toBe(run.text);
          const source = 'x'.repeat(run.lineStart) + line;
          const map = locateJsonText(line, run.lineStart);
          if (map === null) throw new Error('The text was not found.');

          const [one, other] = run.cuts.map((cut) => cut % (run.text.length + 1));
          const span = {
            start: Math.min(one ?? 0, other ?? 0),
            end: Math.max(one ?? 0, other ?? 0),
          };
          const place = mapSpan(map, span);
          expect(JSON.parse(`"${source.slice(place.start, place.end)}"`)).toBe(
            run.text.slice(span.start, span.end),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('takes the last of several texts, as JSON.parse does', () => {
    const line = '{"text":"one","text":"two"}';

    const place = mapSpan(locateJsonText(line, 0) ?? [], { start: 0, end: 3 });
    expect(line.slice(place.start, place.end)).toBe('two');
  });

  it('finds none in an object that has none of its own', () => {
    expect(locateJsonText('{"a":{"text":"inner"},"b":["text","text"]}', 0)).toBeNull();
  });

  it('goes through nesting of any depth', () => {
    const line = `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)},"text":"会"}`;

    expect(locateJsonText(line, 0)?.[0]?.sourceEnd).toBe(line.indexOf('会'));
  });
});
