import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitSentences } from '../../src/text/split-sentences.js';
import { weighText } from '../../src/text/text-weight.js';

function split(text: string): string[] {
  return splitSentences(text, { start: 0, end: text.length }).map((span) =>
    text.slice(span.start, span.end),
  );
}

describe('properties', () => {
  const pieces = fc.constantFrom(
    ...[
      '就业',
      '。',
      '！',
      '？',
      '；',
      '，',
      '、',
      '“',
      '”',
      '（',
      '）',
      '"',
      '(',
      ')',
      '……',
      '...',
    ],
    ...[
      '. ',
      'Mr.',
      '3.14',
      'U.S.',
      ' ',
      '　',
      '一是',
      'https://a.b/c?d=1.',
      '[1]',
      '**',
      '😀',
      'Word',
      '‘',
      '’',
    ],
  );
  const texts = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

  test('sentences rejoin to the exact paragraph, white space between them apart', () => {
    fc.assert(
      fc.property(texts, fc.nat(5), (text, before) => {
        const whole = `${'x'.repeat(before)}${text}`;
        let end = before;
        for (const span of splitSentences(whole, { start: before, end: whole.length })) {
          expect(whole.slice(end, span.start).trim()).toBe('');
          expect(span.end).toBeGreaterThan(span.start);
          expect(whole.slice(span.start, span.end).trim()).toBe(whole.slice(span.start, span.end));
          end = span.end;
        }
        expect(whole.slice(end).trim()).toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test('no sentence weighs more than the window, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 600, minLength: 300 }), (parts) => {
        const text = parts.join('');
        for (const sentence of split(text))
          expect(weighText(sentence)).toBeLessThanOrEqual(220 + 8);
      }),
      { numRuns: 60 },
    );
  });
});

describe('Chinese', () => {
  test.each([
    [
      '就业是民生之本。要稳就业！能做到吗？能。',
      ['就业是民生之本。', '要稳就业！', '能做到吗？', '能。'],
    ],
    ['他说：“好。我们走！”他走了。', ['他说：“好。我们走！”', '他走了。']],
    [
      '“订单多了。”张三说，“我们在招人。”李四不同意。',
      ['“订单多了。”张三说，“我们在招人。”', '李四不同意。'],
    ],
    ['提出“稳。进。”的要求。完。', ['提出“稳。进。”的要求。', '完。']],
    [
      '会议结束（见附件。共三页。）后公布。散会。',
      ['会议结束（见附件。共三页。）后公布。', '散会。'],
    ],
    ['一是稳增长；二是保就业；三是防风险。', ['一是稳增长；二是保就业；三是防风险。']],
    ['他想了……还是说了。真的！！！是吗？！', ['他想了……还是说了。', '真的！！！', '是吗？！']],
    ['增长5.2%。见https://a.cn/b?c=1。完毕。', ['增长5.2%。', '见https://a.cn/b?c=1。', '完毕。']],
    ['已有定论。[12]另有异议。[3]', ['已有定论。[12]', '另有异议。[3]']],
    ['新一代AI已落地.产业在升级. 前景好!', ['新一代AI已落地.', '产业在升级.', '前景好!']],
    ['1. 扩大内需。2. 稳定就业。', ['1. 扩大内需。', '2. 稳定就业。']],
    ['《怎么办？》一书出版。', ['《怎么办？》一书出版。']],
    ['没有标点的一行', ['没有标点的一行']],
  ])('splits %s', (text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  test('an unbalanced quote does not swallow the paragraph', () => {
    expect(split('他说：“好。我们走。会议结束。')).toEqual([
      '他说：“好。',
      '我们走。',
      '会议结束。',
    ]);
    expect(split('尺寸是5"的屏。卖得好。完。')).toHaveLength(3);
  });

  test('a quotation longer than the window is split inside, its closing mark kept', () => {
    const sentence = `${'就业是民生之本'.repeat(6)}。`;
    const sentences = split(`他说：“${sentence.repeat(8)}”完了。`);
    expect(sentences).toHaveLength(9);
    expect(sentences[7]).toBe(`${sentence}”`);
  });

  test('a sentence longer than the window is cut at semicolons first, then at commas', () => {
    const clause = '进一步提高政治站位和工作本领，';
    const sentences = split(`${clause.repeat(6)}一；${clause.repeat(20)}二；三。`);
    expect(sentences[0]).toBe(`${clause.repeat(6)}一；`);
    expect(sentences[1]).toBe(clause.repeat(14));
    expect(sentences.at(-1)).toBe('三。');
  });
});

describe('English', () => {
  test.each([
    [
      'Mr. Li met Dr. J. R. Smith of the U.S. Senate. They talked.',
      ['Mr. Li met Dr. J. R. Smith of the U.S. Senate.', 'They talked.'],
    ],
    [
      'He lives in the U.S. The rate is 3.14, see No. 5, e.g. Ohio. Fine.',
      ['He lives in the U.S.', 'The rate is 3.14, see No. 5, e.g. Ohio.', 'Fine.'],
    ],
    ['Wait... what? "Is it?" he asked. Yes!', ['Wait... what?', '"Is it?" he asked.', 'Yes!']],
    [
      '"We go on." The rate fell (see Annex. A). Done.',
      ['"We go on."', 'The rate fell (see Annex. A).', 'Done.'],
    ],
    [
      'See https://a.org/x?y=1. Then a.b@c.org wrote at 5 p.m. on Monday.',
      ['See https://a.org/x?y=1.', 'Then a.b@c.org wrote at 5 p.m. on Monday.'],
    ],
    ['“It works.” Smith said. Good.', ['“It works.” Smith said.', 'Good.']],
  ])('splits %s', (text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  test('Latin letters count half, so that an English sentence of 300 characters stays whole', () => {
    const text = `${'the labour market grew, '.repeat(12)}it said.`;
    expect(split(text)).toEqual([text]);
  });
});
