import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { mapSpan } from '../../src/text/map-offsets.js';
import { repairText } from '../../src/text/repair-text.js';
import { structureDocument } from '../../src/text/structure-document.js';
import { weighText } from '../../src/text/text-weight.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const clean = readFileSync(
  new URL('../fixtures/text/employment-meeting.clean.txt', import.meta.url),
  'utf8',
);
const damaged = readFileSync(
  new URL('../../data/reports/employment-meeting.txt', import.meta.url),
  'utf8',
);

function check(document: ReportDocument): void {
  const { text, paragraphs, sentences, passages } = document;
  expect(paragraphs.map(({ span }) => text.slice(span.start, span.end)).join('\n')).toBe(text);
  let next = 0;
  for (const { firstSentence, lastSentence, span } of passages) {
    expect(firstSentence).toBe(next);
    expect(lastSentence).toBeGreaterThanOrEqual(firstSentence);
    expect(span.start).toBe(sentences[firstSentence]?.span.start);
    expect(span.end).toBe(sentences[lastSentence]?.span.end);
    next = lastSentence + 1;
  }
  expect(next).toBe(sentences.length);
}

describe('the first report', () => {
  let document: ReportDocument;
  beforeAll(() => {
    document = structurePlainText(damaged, repairText);
  });

  test('comes to nine paragraphs, 36 sentences and five passages', () => {
    check(document);
    expect(document.damaged).toBe(true);
    expect(document.paragraphs).toHaveLength(9);
    expect(document.sentences).toHaveLength(36);
    expect(document.passages).toHaveLength(5);
    expect(document.text).toBe(clean.trim());
  });

  test('knows who speaks', () => {
    const runs = document.sentences.map(({ speaker }) => speaker?.name ?? '');
    expect(runs).toEqual([
      ...['', '', '林武', '', ''],
      ...Array.from({ length: 21 }, () => '林武'),
      ...Array.from({ length: 4 }, () => '蓝佛安'),
      ...Array.from({ length: 6 }, () => ''),
    ]);
    expect(document.sentences[2]?.speaker?.namedIn).toBe(1);
    expect(document.sentences[17]?.speaker?.namedIn).toBe(10);
  });

  test('has its demands as an outline', () => {
    expect(document.sentences[17]?.outline).toEqual(['五方面工作要求', '三是突出抓好重点群体就业']);
    expect(document.sentences[15]?.outline).toEqual(['五方面工作要求']);
    expect(document.sentences[10]?.outline).toEqual([]);
  });

  test('keeps the spans of repairs in its text and in the file', () => {
    expect(document.repairs.length).toBeGreaterThan(300);
    for (const { span, sourceSpan, after, before } of document.repairs) {
      expect(document.text.slice(span.start, span.end)).toBe(after);
      expect(damaged.slice(sourceSpan.start, sourceSpan.end)).toBe(before);
    }
  });
});

test('spans lead through loading, repair and layout to the decoded file', () => {
  const file = '\r\n---\r\n  甲强(x)调。\r\n\r\n乙(y)同意。';
  const repair = (text: string) => {
    const at = text.indexOf('(x)');
    const second = text.indexOf('(y)');
    const cut = text.replace('(x)', '').replace('(y)', '');
    const edit = (start: number, from: number) => ({
      start,
      end: start,
      sourceStart: from,
      sourceEnd: from + 3,
    });
    const offsets = [edit(at, at), edit(second - 3, second)];
    const repairs = [
      {
        kind: 'reading' as const,
        span: { start: at - 1, end: at },
        sourceSpan: { start: at - 1, end: at + 3 },
        before: '强(x)',
        after: '强',
      },
    ];
    return { text: cut, offsets, repairs, profile: { damaged: true } };
  };
  const document = structureDocument(
    {
      ...{ id: 'a', file: 'a.txt', sha256: '', title: 'a', publisher: null, date: null, url: null },
      text: file.slice(7),
      offsets: [{ start: 0, end: 0, sourceStart: 0, sourceEnd: 7 }],
    },
    repair,
  );
  expect(document.text).toBe('甲强调。\n乙同意。');
  const sources = document.sentences.map(({ span }) => {
    const source = mapSpan(document.offsets, span);
    return file.slice(source.start, source.end);
  });
  expect(sources).toEqual(['甲强(x)调。', '乙(y)同意。']);
  const [entry] = document.repairs;
  expect(document.text.slice(entry?.span.start, entry?.span.end)).toBe('强');
  expect(file.slice(entry?.sourceSpan.start, entry?.sourceSpan.end)).toBe('强(x)');
});

test('passages are about 300 characters and break between paragraphs where they can', () => {
  const sentence = '就业是民生之本，是经济运行在合理区间的关键支撑。';
  const paragraph = sentence.repeat(11);
  const document = structurePlainText([paragraph, paragraph, '记者 杨文', paragraph].join('\n'));
  check(document);
  const weights = document.passages.map(({ span }) =>
    weighText(document.text, span.start, span.end),
  );
  for (const weight of weights) expect(Math.abs(weight - 300)).toBeLessThan(100);
  expect(document.passages[0]?.lastSentence).toBe(10);
});

test('a heading stays with what it heads, and a passage in one section knows it', () => {
  const body = '扩大有效投资，支持重大项目建设，加快形成实物工作量。'.repeat(11);
  const document = structurePlainText(`# 一、内需\n\n${body}\n\n# 二、就业\n\n${body}`);
  check(document);
  expect(document.passages.map(({ outline }) => outline)).toEqual([['一、内需'], ['二、就业']]);
});

test('whatever the text, every sentence is in one passage and every paragraph in the text', () => {
  const parts = fc.constantFrom(
    '# 标题',
    '一、甲',
    '（一）乙。',
    '一是丙。',
    '二是丁；',
    '林武说：“',
    '”',
    '。',
    '\n',
    '\r\n\n',
    '　',
    '他强调，',
    'Smith said ',
    '1. ',
    '😀',
    '很长'.repeat(90),
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 50 }), (pieces) => {
      check(structurePlainText(pieces.join('')));
    }),
    { numRuns: 200 },
  );
});

test('an empty text has no paragraphs', () => {
  const document = structurePlainText(' \n\n　');
  expect([document.text, document.paragraphs, document.sentences, document.passages]).toEqual([
    '',
    [],
    [],
    [],
  ]);
});

test.each([
  ['no punctuation', '就'.repeat(200_000)],
  ['open quotes', `${'“'.repeat(100_000)}他说：“好。`],
  ['open brackets', '('.repeat(100_000)],
  ['heading marks', `中\n${'# '.repeat(100_000)}a`],
  ['an address of full stops', `http://${'.'.repeat(200_000)}a`],
  ['numerals', '一、甲\n（一）乙\n'.repeat(5_000)],
])('a hostile text is taken apart: %s', (_, text) => {
  check(structurePlainText(text));
});
