import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  concat,
  joinTexts,
  linked,
  type RichText,
  sliceText,
  styled,
  trimText,
} from '../../../src/channels/telegram/rich-text.js';
import { splitText } from '../../../src/channels/telegram/split-text.js';
import { checkContent } from '../../support/telegram/check-content.js';

describe('building', () => {
  test('formatting keeps its words when parts are joined', () => {
    const rich = concat('甲😀', styled('bold', '乙丙'), linked('丁', 'https://example.org/'), '戊');
    expect(rich.text).toBe('甲😀乙丙丁戊');
    expect(rich.entities).toEqual([
      { type: 'bold', offset: 3, length: 2 },
      { type: 'text_link', offset: 5, length: 1, url: 'https://example.org/' },
    ]);
  });

  test('formatting of formatted text holds both', () => {
    const { entities } = styled('blockquote', concat('a', styled('bold', 'b')));
    expect(entities).toEqual([
      { type: 'blockquote', offset: 0, length: 2 },
      { type: 'bold', offset: 1, length: 1 },
    ]);
  });

  test('empty parts leave no separator and no formatting', () => {
    expect(joinTexts(['', styled('bold', ''), 'a', concat(), 'b'], '\n\n')).toEqual({
      text: 'a\n\nb',
      entities: [],
    });
  });

  test('characters that Telegram takes out are gone before offsets are counted', () => {
    const rich = concat('a\r\nb\u202E\u0007', styled('bold', 'c\uD800'));
    expect(rich).toEqual({
      text: 'a\nb c\uFFFD',
      entities: [{ type: 'bold', offset: 4, length: 2 }],
    });
  });

  test('trimming cuts formatting that reaches into white space', () => {
    expect(trimText(styled('italic', '  ab \n'))).toEqual({
      text: 'ab',
      entities: [{ type: 'italic', offset: 0, length: 2 }],
    });
    expect(trimText(styled('italic', ' \n '))).toEqual({ text: '', entities: [] });
  });
});

const sentence = fc.oneof(
  fc.stringMatching(/^[甲乙丙丁]{0,30}[。！？]?$/u),
  fc.stringMatching(/^[a-c ]{0,30}[.?!]?(?:\[[1-9]\]){0,2} ?$/u),
  fc.stringMatching(/^(?:😀|𠀀|\n){0,9}$/u),
);
const piece = fc.oneof(
  sentence.map((text) => concat(text)),
  sentence.map((text) => styled('bold', text)),
  sentence.map((text) => linked(text, 'https://example.org/')),
  fc
    .array(sentence, { maxLength: 4 })
    .map((texts) =>
      styled('blockquote', concat(...texts.map((text) => styled('underline', text)))),
    ),
);
const richTexts = fc.array(piece, { maxLength: 20 }).map((parts) => joinTexts(parts, '\n'));

/** Each visible character with the formatting that it wears. */
function worn({ text, entities }: RichText): string[] {
  return [...text].flatMap((character, index, all) => {
    if (/\s/u.test(character)) return [];
    const at = all.slice(0, index).join('').length;
    const types = entities
      .filter(({ offset, length }) => at >= offset && at < offset + length)
      .map(({ type }) => type);
    return [`${character}:${types.sort().join('+')}`];
  });
}

describe('splitting', () => {
  test('pieces fit, are taken by Telegram and hold the same formatted characters', () => {
    fc.assert(
      fc.property(richTexts, fc.integer({ min: 12, max: 80 }), (rich, units) => {
        const pieces = splitText(rich, { units, entities: 5 });
        for (const part of pieces) {
          expect(part.text.length).toBeLessThanOrEqual(units);
          expect(part.entities.length).toBeLessThanOrEqual(5);
          expect(checkContent({ ...part }, 'text')).toEqual(part);
        }
        expect(pieces.flatMap(worn)).toEqual(worn(rich));
      }),
      { numRuns: 150 },
    );
  });

  test('a slice holds what the text holds there', () => {
    fc.assert(
      fc.property(richTexts, fc.nat(200), fc.nat(200), (rich, start, length) => {
        const slice = sliceText(rich, start, start + length);
        expect(slice.text).toBe(rich.text.slice(start, start + length));
        for (const { offset, length: size } of slice.entities) {
          expect(size).toBeGreaterThan(0);
          expect(offset + size).toBeLessThanOrEqual(slice.text.length);
        }
      }),
      { numRuns: 100 },
    );
  });

  const texts = (rich: RichText, units: number): string[] =>
    splitText(rich, { units, entities: 100 }).map(({ text }) => text);

  test('it cuts at a line break before a sentence end, and markers stay with their sentence', () => {
    expect(texts(concat('甲乙丙。[1]\n丁戊己。[2]庚辛壬。[3]'), 14)).toEqual([
      '甲乙丙。[1]',
      '丁戊己。[2]庚辛壬。[3]',
    ]);
    expect(texts(concat('甲乙丙。[1][2]丁戊己。[3]'), 12)).toEqual([
      '甲乙丙。[1][2]',
      '丁戊己。[3]',
    ]);
    expect(texts(concat('甲乙丙丁。戊己庚。[1]辛'), 10)).toEqual(['甲乙丙丁。', '戊己庚。[1]辛']);
  });

  test('a quote goes whole into the next piece when it can', () => {
    const rich = concat('甲乙丙丁戊己。', styled('blockquote', '庚辛。壬癸。'));
    expect(texts(rich, 11)).toEqual(['甲乙丙丁戊己。', '庚辛。壬癸。']);
  });

  test('a long word is cut beside its surrogate pairs', () => {
    expect(texts(concat('😀'.repeat(5)), 3)).toEqual(['😀', '😀', '😀', '😀', '😀']);
  });

  test('empty text gives no piece', () => {
    expect(splitText(concat(' \n '))).toEqual([]);
  });
});

test('a text that wears more formatting at its start than a message may hold comes to an end', () => {
  const rich = Array.from({ length: 8 }).reduce<RichText>(
    (inner) => styled('bold', inner),
    concat('甲乙丙丁'),
  );
  expect(splitText(rich, { units: 10, entities: 5 }).map(({ text }) => text)).toEqual([
    '甲乙',
    '丙丁',
  ]);
});
