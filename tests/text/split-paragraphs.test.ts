import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapSpan } from '../../src/text/map-offsets.js';
import { splitParagraphs } from '../../src/text/split-paragraphs.js';

function paragraphs(text: string): string[] {
  return splitParagraphs(text).text.split('\n');
}

test('blank lines, CRLF and white space at both ends of a line go, everything else stays', () => {
  expect(splitParagraphs('\uFEFF\r\n　　甲  乙。 \r\n\r\n\t丙。\r丁\u2028戊\n\n').text).toBe(
    '甲  乙。\n丙。\n丁\n戊',
  );
  expect(splitParagraphs(' \n　\n')).toEqual(expect.objectContaining({ text: '', paragraphs: [] }));
  expect(splitParagraphs('甲\n乙')).toEqual({
    text: '甲\n乙',
    offsets: [],
    paragraphs: [
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ],
  });
});

test('every character that is kept maps to itself in the source', () => {
  const parts = fc.constantFrom(
    '甲',
    '。',
    ' ',
    '　',
    '\n',
    '\r\n',
    '\n\n',
    '\t',
    'word',
    '# ',
    '- ',
    '| ',
    '😀',
  );
  const long = fc.constantFrom(
    'the quick brown fox jumps over the lazy dog again\n',
    '这是一行宽度固定的文字它被硬性折断成许多行才会这样\n',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(parts, long), { maxLength: 40 }), (pieces) => {
      const source = pieces.join('');
      const layout = splitParagraphs(source);
      expect(layout.text.replace(/\s/gu, '')).toBe(source.replace(/\s/gu, ''));
      for (let index = 0; index < layout.text.length; index += 1) {
        const character = layout.text[index] as string;
        if (/\s/u.test(character)) continue;
        const span = mapSpan(layout.offsets, { start: index, end: index + 1 });
        expect(source.slice(span.start, span.end)).toBe(character);
      }
      const joined = layout.paragraphs.map(({ start, end }) => layout.text.slice(start, end));
      expect(joined.join('\n')).toBe(layout.text);
      for (const paragraph of joined) expect(paragraph).toMatch(/^\S(?:.*\S)?$/u);
    }),
    { numRuns: 300 },
  );
});

describe('hard-wrapped files', () => {
  const english = [
    'The unemployment rate fell to 3.5 per cent in May, the lowest figure',
    'since 1969. Employers added 339,000 jobs, more than in any month of',
    'the year before. Wages rose by 0.3 per cent, and the number of long-',
    'term unemployed went down.',
    '',
    'The ministry expects that the labour market will cool in the second',
    'half of the year.',
  ].join('\n');
  test('English lines are joined with a space, hyphenated ones without', () => {
    expect(paragraphs(english)).toEqual([
      'The unemployment rate fell to 3.5 per cent in May, the lowest figure since 1969. Employers added 339,000 jobs, more than in any month of the year before. Wages rose by 0.3 per cent, and the number of long-term unemployed went down.',
      'The ministry expects that the labour market will cool in the second half of the year.',
    ]);
  });

  test('Chinese lines are joined without a space; an indent begins a paragraph', () => {
    const text =
      '　　就业是民生之本，是经济运行在合理区间的关键支撑，\n是社会稳定的重要保障。近年来，省委、省政府将稳就业保\n就业作为重大政治责任，持续推动就业高质量发展，确保全\n省稳定。\n　　各级各部门要进一步提高政治站位、坚定信心决心，切\n实增强责任感。';
    expect(paragraphs(text)).toEqual([
      '就业是民生之本，是经济运行在合理区间的关键支撑，是社会稳定的重要保障。近年来，省委、省政府将稳就业保就业作为重大政治责任，持续推动就业高质量发展，确保全省稳定。',
      '各级各部门要进一步提高政治站位、坚定信心决心，切实增强责任感。',
    ]);
  });

  test('headings, items and table rows are never joined, an item goes on over its lines', () => {
    const text = `# Report\n${english}\n\n- The first item of the list is long enough to be wrapped at\n  the same width as the rest\n- Second\n\n| a | b |\n|---|---|\n| 1 | 2 |`;
    expect(paragraphs(text).filter((paragraph) => /^[#|-]/u.test(paragraph))).toEqual([
      '# Report',
      '- The first item of the list is long enough to be wrapped at the same width as the rest',
      '- Second',
      '| a | b |',
      '|---|---|',
      '| 1 | 2 |',
    ]);
  });

  test('lines that are paragraphs stay apart', () => {
    const lines = [
      '就业是民生之本。',
      '要稳就业，稳住经济大盘，稳定社会预期，做好各项工作。',
      '会议以电视电话会议形式召开。',
      '散会。',
    ];
    expect(paragraphs(lines.join('\n'))).toEqual(lines);
    const verse = Array.from(
      { length: 8 },
      () => '白日依山尽，黄河入海流，欲穷千里目，更上一层楼。',
    );
    expect(paragraphs(verse.join('\n'))).toEqual(verse);
    const table = Array.from(
      { length: 6 },
      (_, row) => `Region ${row}        employed  12345    rate   3.${row}%`,
    );
    expect(paragraphs(table.join('\n'))).toEqual(table);
  });

  test('code keeps its lines', () => {
    expect(
      paragraphs(
        `${english}\n\n\`\`\`\n${'let employed = countEmployed(region, year) + countOthers(region);\n'.repeat(3)}\`\`\``,
      ).slice(2),
    ).toEqual([
      '```',
      ...Array.from(
        { length: 3 },
        () => 'let employed = countEmployed(region, year) + countOthers(region);',
      ),
      '```',
    ]);
  });
});
