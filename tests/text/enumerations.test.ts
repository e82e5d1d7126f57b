import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findEnumerations } from '../../src/text/enumerations.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const report = readFileSync(
  new URL('../fixtures/text/employment-meeting.clean.txt', import.meta.url),
  'utf8',
);

function enumerationsOf(text: string) {
  const document = structurePlainText(text);
  return findEnumerations(document).map(({ label, announcedIn, members }) => ({
    label,
    announcedIn,
    members: members.map(({ ordinal, firstSentence, lastSentence, headingSpan }) => [
      ordinal,
      firstSentence,
      lastSentence,
      document.text.slice(headingSpan.start, headingSpan.end),
    ]),
  }));
}

test('the five demands of the first report are one list with its label', () => {
  expect(enumerationsOf(report)).toEqual([
    {
      label: '五方面工作要求',
      announcedIn: 10,
      members: [
        [1, 11, 12, '一是保持经济合理增长稳住就业'],
        [2, 13, 14, '二是打好减负、稳岗、扩就业政策组合拳'],
        [3, 15, 18, '三是突出抓好重点群体就业'],
        [4, 19, 20, '四是不断提升就业服务的质量和效率'],
        [5, 21, 22, '五是切实维护劳动者合法权益'],
      ],
    },
  ]);
});

test('a list ends with its paragraph unless the next one goes on counting', () => {
  const text = '要抓好两件事。一是增收。要扩大就业。\n二是减负。要降低税费。\n各地要落实责任。';
  expect(enumerationsOf(text)[0]?.members).toEqual([
    [1, 1, 2, '一是增收'],
    [2, 3, 4, '二是减负'],
  ]);
  expect(enumerationsOf('一是增收。要扩大就业。\n散会。\n二是减负。')).toEqual([]);
});

test('a list may begin inside the sentence that announces it', () => {
  expect(
    enumerationsOf(
      '会议提出三点要求：一是稳增长。要扩内需。二是保就业；三是防风险。散会后，记者离开。',
    ),
  ).toEqual([
    {
      label: '三点要求',
      announcedIn: 0,
      members: [
        [1, 0, 1, '一是稳增长'],
        [2, 2, 2, '二是保就业'],
        [3, 2, 3, '三是防风险'],
      ],
    },
  ]);
});

test('the last member ends where somebody else begins to speak', () => {
  const text = '张三提出两点意见。一是增收。二是减负。要降低税费。李四表示，完全赞成。';
  expect(enumerationsOf(text)[0]?.members.at(-1)).toEqual([2, 2, 3, '二是减负']);
});

test('sections and the lists in them are found with their extent', () => {
  const text =
    '一、总体要求\n要稳中求进。\n要实事求是。\n二、主要任务\n（一）扩大内需。要促消费。\n还要扩投资。\n（二）稳定就业。要抓重点。\n三、保障措施\n加强领导。';
  expect(enumerationsOf(text).map(({ members }) => members)).toEqual([
    [
      [1, 0, 2, '一、总体要求'],
      [2, 3, 8, '二、主要任务'],
      [3, 9, 10, '三、保障措施'],
    ],
    [
      [1, 4, 6, '（一）扩大内需'],
      [2, 7, 8, '（二）稳定就业'],
    ],
  ]);
});

test('a plain numbered list is one paragraph a member', () => {
  const text = '需要带好下列材料：\n1. 身份证\n2. 户口本\n3. 学历证明\n办理时间为工作日。';
  expect(enumerationsOf(text)).toEqual([
    {
      label: null,
      announcedIn: 0,
      members: [
        [1, 1, 1, '1. 身份证'],
        [2, 2, 2, '2. 户口本'],
        [3, 3, 3, '3. 学历证明'],
      ],
    },
  ]);
});

test('English ordinals count, and a number in the announcement that does not fit is no label', () => {
  const text =
    'There are three priorities. First, keep jobs. That is hard. Second, train people. Finally, pay them.';
  expect(enumerationsOf(text)[0]).toEqual({
    label: 'three priorities',
    announcedIn: 0,
    members: [
      [1, 1, 2, 'First, keep jobs'],
      [2, 3, 3, 'Second, train people'],
      [3, 4, 4, 'Finally, pay them'],
    ],
  });
  expect(enumerationsOf('实现了四个目标。一是增收。二是减负。')[0]?.label).toBeNull();
});

test('numbers that count nothing are no list', () => {
  for (const text of [
    '2022.5增长。3.14是圆周率。',
    '一些人来了。二人走了。',
    '二是不是问题。三是多余。',
    '第一产业增长3%。第二产业增长4%。',
    '一、二产业增长。三、四线城市回暖。',
  ]) {
    expect(enumerationsOf(text)).toEqual([]);
  }
});
