import { describe, expect, test } from 'vitest';
import { answerKeyboard } from '../../../src/channels/telegram/answer-keyboard.js';
import { messagesIn } from '../../../src/channels/telegram/messages.js';
import { renderAnswer } from '../../../src/channels/telegram/render-answer.js';
import type { Answer } from '../../../src/domain/answer.js';
import { longAnswer } from '../../support/long-answer.js';
import { sampleAnswer, sampleCitation, sampleRefusal } from '../../support/sample-answer.js';
import { checkContent, checkKeyboard } from '../../support/telegram/check-content.js';

function render(answer: Answer, changes: { publicUrl?: string; nameReport?: boolean } = {}) {
  const parts = renderAnswer(answer, {
    messages: messagesIn(answer.language),
    publicUrl: null,
    nameReport: false,
    ...changes,
  });
  for (const part of parts) expect(checkContent({ ...part }, 'text')).toEqual(part);
  return parts;
}

const onlyText = (answer: Answer, changes = {}): string => {
  const parts = render(answer, changes);
  expect(parts).toHaveLength(1);
  return parts[0]?.text ?? '';
};

describe('an answer', () => {
  test('stands above its numbered sources', () => {
    expect(onlyText(sampleAnswer())).toBe(
      '省委副书记、省长蓝佛安主持会议。[1]\n\n出处\n[1] 第1段第4句',
    );
  });

  test('names the heading above a source unless the source is that heading', () => {
    const outline = ['五方面工作要求', '三是突出抓好重点群体就业'];
    const under = sampleAnswer({ citations: [sampleCitation({ outline })] });
    expect(onlyText(under)).toContain('[1] 第1段第4句 · 三是突出抓好重点群体就业');
    const itself = sampleCitation({ outline, quote: '三是突出抓好重点群体就业。' });
    expect(onlyText(sampleAnswer({ citations: [itself] }))).toMatch(/第1段第4句$/u);
  });

  test('names one report in the heading when asked, several in every line', () => {
    expect(onlyText(sampleAnswer(), { nameReport: true })).toContain(
      '出处 · 《全省稳就业工作推进会召开》\n[1] 第1段第4句',
    );
    const several = onlyText(longAnswer({ sentences: 2, reports: 2 }));
    expect(several).toContain('[1] 《第2份报告》 第1段第1句 · 要求1');
    expect(several).toContain('[2] 《第1份报告》 第2段第1句 · 要求2');
  });

  test('links a place to the web page, but not to one that Telegram would not open', () => {
    const citation = sampleCitation({ documentId: '报告#2' });
    const answer = sampleAnswer({ citations: [citation] });
    const [part] = render(answer, { publicUrl: 'https://qa.example.org/base/' });
    const link = part?.entities.find(({ type }) => type === 'text_link');
    expect(link).toMatchObject({
      url: 'https://qa.example.org/base/r/%E6%8A%A5%E5%91%8A%232#p1s4',
      length: '第1段第4句'.length,
    });
    const [local] = render(answer, { publicUrl: 'http://localhost:8080' });
    expect(local?.entities.map(({ type }) => type)).toEqual(['bold']);
  });

  test('says what a follow-up was taken for, what is missing and what was noted', () => {
    const text = onlyText(
      sampleAnswer({
        understoodAs: '对退役军人\n有什么要求？',
        incomplete: true,
        notices: ['模型没有按时作答'],
        verification: { claims: 3, verified: 1, dropped: [{ text: 'x', reason: 'y' }] },
      }),
    );
    expect(text).toMatch(/^理解为：对退役军人/u);
    expect(text.split('\n').slice(-3)).toEqual([
      '注意：回答中断；已显示的内容都经过核实。',
      '注意：有 1 句未能核实，没有显示。',
      '注意：模型没有按时作答',
    ]);
  });

  test('of a model runs on, of the report stands in lines', () => {
    const claims = [
      { text: 'One.', markers: [1] },
      { text: 'Two.', markers: [1, 2] },
    ];
    const english = sampleAnswer({
      claims,
      language: 'en',
      mode: 'llm',
      answer: 'One.[1] Two.[1][2]',
    });
    expect(onlyText(english)).toMatch(/^One\.\[1\] Two\.\[1\]\[2\]\n\nSources\n/u);
    expect(onlyText({ ...english, mode: 'extractive' })).toMatch(/^One\.\[1\]\nTwo\./u);
  });

  test('with many sources folds them', () => {
    const [part] = render(longAnswer({ sentences: 7 }));
    expect(part?.entities.map(({ type }) => type)).toContain('expandable_blockquote');
  });
});

describe('a long answer', () => {
  test('is split between sentences; its sources stay together under its end', () => {
    const answer = longAnswer({ sentences: 60, sentenceUnits: 150 });
    const parts = render(answer);
    expect(parts).toHaveLength(3);
    for (const { text } of parts.slice(0, -1)) expect(text).toMatch(/。\[\d+\]$/u);
    const last = parts.at(-1)?.text ?? '';
    expect(last).toContain('出处\n[1] 第1段');
    expect(last).toContain('[60] 第60段');
  });

  test('with more links than Telegram counts is split too', () => {
    const answer = longAnswer({ sentences: 130, sentenceUnits: 12 });
    const parts = render(answer, { publicUrl: 'https://qa.example.org' });
    const links = parts.flatMap(({ entities }) =>
      entities.filter(({ type }) => type === 'text_link'),
    );
    expect(links).toHaveLength(130);
  });

  test('of one endless sentence is cut all the same', () => {
    const claims = [{ text: '长'.repeat(9000), markers: [1] }];
    const parts = render(sampleAnswer({ claims }));
    expect(
      parts
        .map(({ text }) => text)
        .join('')
        .match(/长/gu),
    ).toHaveLength(9000);
  });
});

describe('a refusal', () => {
  test('shows what comes closest, quoted', () => {
    const [part] = render(sampleRefusal());
    expect(part?.text).toBe(
      '报告没有提到这个问题的答案。\n\n最接近的内容\n[1] 第1段第4句\n省委副书记、省长蓝佛安主持会议。',
    );
    expect(part?.entities.map(({ type }) => type)).toEqual(['bold', 'blockquote']);
  });

  test('shortens long quotes', () => {
    const nearest = [sampleCitation({ quote: '长'.repeat(5000) })];
    expect(onlyText(sampleRefusal({ nearest })).length).toBeLessThan(400);
  });

  test('without anything close is the sentence alone', () => {
    expect(
      onlyText(sampleRefusal({ nearest: [], language: 'zh-Hant', answer: '報告沒有提到。' })),
    ).toBe('報告沒有提到。');
  });
});

describe('the buttons of an answer', () => {
  const labels = (answer: Answer) => {
    const keyboard = answerKeyboard(answer);
    expect(checkKeyboard({ inline_keyboard: keyboard })).toEqual({ inline_keyboard: keyboard });
    return keyboard.map((row) => row.map(({ text }) => text).join(' '));
  };

  test('are one a source, then the verdicts', () => {
    expect(labels(longAnswer({ sentences: 3 }))).toEqual(['[1] [2] [3]', '👍 👎']);
    expect(labels(sampleRefusal())).toEqual(['[1]', '👍 👎']);
    expect(labels(sampleRefusal({ nearest: [] }))).toEqual(['👍 👎']);
  });

  test('stand in even rows of at most 8, 24 at most', () => {
    expect(labels(longAnswer({ sentences: 9 }))).toEqual([
      '[1] [2] [3] [4] [5]',
      '[6] [7] [8] [9]',
      '👍 👎',
    ]);
    expect(labels(longAnswer({ sentences: 60 })).flatMap((row) => row.split(' '))).toHaveLength(26);
  });
});
