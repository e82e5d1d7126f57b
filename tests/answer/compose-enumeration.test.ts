import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { composeEnumeration } from '../../src/answer/compose-enumeration.js';
import type { QuestionKind } from '../../src/answer/question-kind.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { analyseText } from '../support/analyse-text.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const report = structurePlainText(
  readFileSync(new URL('../fixtures/text/employment-meeting.clean.txt', import.meta.url), 'utf8'),
);
const two = structurePlainText(
  '会议提出两项任务。一是修路。要连通各村。二是种树。要绿化荒山。\n会议明确三条纪律。一是守时。二是守信。三是守密。要签责任书。\n会议结束。',
);

function sentenceOf({ sentences, text }: ReportDocument, holding: string): number {
  const found = sentences.findIndex(({ span }) =>
    text.slice(span.start, span.end).includes(holding),
  );
  expect(found, holding).toBeGreaterThanOrEqual(0);
  return found;
}

function compose(question: string, document: ReportDocument, best: string, kind?: QuestionKind) {
  const analysed = analyseText(question, [], kind === undefined ? {} : { kind });
  return composeEnumeration(analysed, document, sentenceOf(document, best));
}

const textsOf = (...of: Parameters<typeof compose>) =>
  compose(...of)?.claims.map(({ text }) => text) ?? null;

describe('composeEnumeration', () => {
  it('lists the members of the list that the best sentence announces', () => {
    const texts = textsOf('提出了哪些工作要求？', report, '提出五方面工作要求');
    expect(texts?.map((text) => text.slice(0, 2))).toEqual([
      '一是',
      '二是',
      '三是',
      '四是',
      '五是',
    ]);
  });

  it('cites each member where it stands', () => {
    const claims = compose('提出了哪些工作要求？', report, '提出五方面工作要求')?.claims ?? [];
    for (const { text, citations } of claims) {
      expect(citations).toHaveLength(1);
      expect(sentenceOf(report, text)).toBe(citations[0]?.sentence);
    }
  });

  it('lists them too when one of them is best and the question names the list', () => {
    expect(textsOf('五方面工作要求是什么？', report, '三是突出抓好')).toHaveLength(5);
  });

  it.each([
    ['第一方面是什么？', '一是修路。', two, '两项任务'],
    ['第三条纪律是什么？', '三是守密。', two, '两项任务'],
    ['第二项任务是什么？', '二是种树。', two, '三条纪律'],
    ['最后一条纪律是什么？', '三是守密。', two, '两项任务'],
    ['What is the fifth requirement?', '五是切实维护劳动者合法权益。', report, '5月20日'],
  ])(
    'answers %s with that member of the list that is meant',
    (question, heading, document, best) => {
      expect(textsOf(question, document, best)?.[0]).toBe(heading);
    },
  );

  it('shows what stands under the heading that is asked for', () => {
    expect(textsOf('第一项任务是什么？', two, '两项任务')).toEqual(['一是修路。', '要连通各村。']);
    expect(textsOf('如何修路？', two, '一是修路')).toEqual(['一是修路。', '要连通各村。']);
  });

  it('says where the list is announced when it has no such member', () => {
    expect(compose('第六方面要求是什么？', report, '提出五方面')).toEqual({
      claims: [],
      missingMember: true,
      announcedIn: sentenceOf(report, '提出五方面工作要求'),
    });
  });

  it('keeps what stands under one heading short', () => {
    const details = Array.from('甲乙丙丁戊己庚辛', (name) => `要完成${name}项目。`).join('');
    const long = structurePlainText(`会议提出两项任务。一是修路。${details}二是种树。`);
    const texts = textsOf('第一项任务是什么？', long, '两项任务') ?? [];
    expect(texts.length).toBeLessThan(8);
    expect(texts.slice(0, 2)).toEqual(['一是修路。', '要完成甲项目。']);
  });

  it.each([
    ['a question for a person', '谁主持会议？', report, '提出五方面工作要求'],
    ['a sentence outside all lists', '会议以什么形式召开？', report, '电视电话会议形式'],
    ['a report without lists', '有哪些要求？', structurePlainText('会议召开。'), '会议召开'],
    ['an ordinal where no list is meant', '第二点是什么？', two, '会议结束'],
    ['an ordinal and no list at all', '第二点是什么？', structurePlainText('会议召开。'), '会议'],
  ])('has nothing to say to %s', (_, question, document, best) => {
    expect(compose(question, document, best)).toBeNull();
  });

  it('leaves the heading without details to be shown as a sentence', () => {
    expect(compose('如何守时？', two, '一是守时')).toBeNull();
  });
});
