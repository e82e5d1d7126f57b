import { expect, test } from 'vitest';
import { structurePlainText } from '../support/structure-plain-text.js';

function outlineOf(text: string): Record<string, string> {
  const document = structurePlainText(text);
  return Object.fromEntries(
    document.sentences.map(({ span, outline }) => [
      document.text.slice(span.start, span.end),
      outline.join(' › '),
    ]),
  );
}

test('a government work report nests 一、 （一） and 1. over paragraphs', () => {
  const text = [
    '政府工作报告',
    '各位代表：',
    '一、过去一年工作回顾',
    '城镇新增就业3.14万人。',
    '（一）经济运行稳中向好。全年完成投资120亿元。',
    '消费也在恢复。',
    '（二）民生保障有力。养老金提高3%。',
    '二、今年工作安排',
    '重点做好两项工作：',
    '1. 扩大内需',
    '扩大有效投资。',
    '2. 稳定就业',
    '实施就业优先政策。',
  ].join('\n');
  expect(outlineOf(text)).toEqual({
    政府工作报告: '',
    '各位代表：': '',
    '一、过去一年工作回顾': '',
    '城镇新增就业3.14万人。': '一、过去一年工作回顾',
    '（一）经济运行稳中向好。': '一、过去一年工作回顾',
    '全年完成投资120亿元。': '一、过去一年工作回顾 › （一）经济运行稳中向好',
    '消费也在恢复。': '一、过去一年工作回顾 › （一）经济运行稳中向好',
    '（二）民生保障有力。': '一、过去一年工作回顾',
    '养老金提高3%。': '一、过去一年工作回顾 › （二）民生保障有力',
    '二、今年工作安排': '',
    '重点做好两项工作：': '二、今年工作安排',
    '1. 扩大内需': '二、今年工作安排 › 两项工作',
    '扩大有效投资。': '二、今年工作安排 › 两项工作 › 1. 扩大内需',
    '2. 稳定就业': '二、今年工作安排 › 两项工作',
    '实施就业优先政策。': '二、今年工作安排 › 两项工作 › 2. 稳定就业',
  });
});

test('Markdown headings nest by their level and hold the lists below them', () => {
  const text =
    '# Labour Report\n\nIntro.\n\n## 1. Findings\n\nJobs grew.\n\n### Detail\n\nThere are two causes. First, demand. It rose. Second, policy.\n\n## 2. Outlook\n\nIt is good.';
  expect(outlineOf(text)).toEqual({
    '# Labour Report': '',
    'Intro.': 'Labour Report',
    '## 1. Findings': 'Labour Report',
    'Jobs grew.': 'Labour Report › 1. Findings',
    '### Detail': 'Labour Report › 1. Findings',
    'There are two causes.': 'Labour Report › 1. Findings › Detail',
    'First, demand.': 'Labour Report › 1. Findings › Detail › two causes',
    'It rose.': 'Labour Report › 1. Findings › Detail › two causes › First, demand',
    'Second, policy.': 'Labour Report › 1. Findings › Detail › two causes',
    '## 2. Outlook': 'Labour Report',
    'It is good.': 'Labour Report › 2. Outlook',
  });
});

test('chapters hold sections, and a lone heading heads what follows', () => {
  expect(
    outlineOf('第一章 总则\n第一节 目的\n为了稳定就业。\n第二章 附则\n本办法自公布之日起施行。'),
  ).toEqual({
    '第一章 总则': '',
    '第一节 目的': '第一章 总则',
    '为了稳定就业。': '第一章 总则 › 第一节 目的',
    '第二章 附则': '',
    '本办法自公布之日起施行。': '第二章 附则',
  });
});

test('traditional text has an outline in its own characters', () => {
  expect(outlineOf('提出兩點要求。一是擴大內需。要促消費。二是穩定就業。要抓重點。')).toEqual({
    '提出兩點要求。': '',
    '一是擴大內需。': '兩點要求',
    '要促消費。': '兩點要求 › 一是擴大內需',
    '二是穩定就業。': '兩點要求',
    '要抓重點。': '兩點要求 › 二是穩定就業',
  });
});

test('a first clause stands for a long member, and a longer label is cut', () => {
  const long = '要进一步提高政治站位坚定信心决心综合分析就业工作基础和面临的压力';
  const outline = outlineOf(`一是抓统筹，${long}，${long}。甲。二是${long}${long}。乙。`);
  expect(outline['甲。']).toBe('一是抓统筹');
  expect(outline['乙。']).toBe(`二是${long}${long}`.slice(0, 40).concat('…'));
});

test('a statistical bulletin without sections has none', () => {
  const text =
    '2022年国民经济和社会发展统计公报\n全年国内生产总值1210207亿元，比上年增长3.0%。其中，第一产业增加值88345亿元。第二产业增加值483164亿元。';
  expect(Object.values(outlineOf(text)).every((outline) => outline === '')).toBe(true);
});
