import { describe, expect, it } from 'vitest';
import { copyText } from '../../../../src/channels/http/page/copy-text.js';
import { pickWords } from '../../../../src/channels/http/page/pick-words.js';
import { sampleAnswer, sampleCitation, sampleRefusal } from '../../../support/sample-answer.js';

const origin = 'http://127.0.0.1:8080';

describe('copyText', () => {
  it('gives the answer with every citation and its link', () => {
    const citation = sampleCitation({ outline: ['五方面工作要求', '一是稳就业'] });
    const { plain } = copyText(
      sampleAnswer({ citations: [citation] }),
      pickWords('zh-Hans'),
      origin,
    );
    expect(plain).toBe(
      [
        '谁主持了会议？',
        '',
        '省委副书记、省长蓝佛安主持会议。[1]',
        '',
        '出处',
        '[1] “省委副书记、省长蓝佛安主持会议。” — 《全省稳就业工作推进会召开》 · 第 1 段第 4 句 · 五方面工作要求 · 一是稳就业',
        '    http://127.0.0.1:8080/r/employment-meeting#p1s4',
      ].join('\n'),
    );
  });

  it('gives a refusal with what comes nearest, without numbers', () => {
    const { plain } = copyText(sampleRefusal(), pickWords('en'), origin);
    expect(plain).toContain('What comes closest in the reports\n“省委副书记');
    expect(plain).not.toContain('[1]');
  });

  it('makes no markup of texts', () => {
    const hostile = '<img src=x onerror=alert(1)> & "quoted"';
    const { html } = copyText(
      sampleAnswer({
        question: hostile,
        answer: hostile,
        citations: [sampleCitation({ title: hostile, quote: hostile, documentId: '"><b>' })],
      }),
      pickWords('en'),
      origin,
    );
    expect(html).not.toMatch(/<(?!\/?(?:p|strong|br|a(?: href="http:\/\/127[^"<>]*")?)>)/u);
  });
});
