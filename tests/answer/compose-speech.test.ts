import { describe, expect, it } from 'vitest';
import { analyseQuestion } from '../../src/answer/analyse-question.js';
import { composeSpeech } from '../../src/answer/compose-speech.js';
import { createTokenizer } from '../../src/text/tokenizer.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const tokenizer = createTokenizer();
const MEETING = structurePlainText(
  [
    '王建国在讲话中指出，修路是民生大事。今年要修好县乡道路。',
    '王建国强调，要做到三点。一是筹足资金。资金要专款专用。二是管好质量。三是按期完工。',
    '李芳在主持时指出，各单位要抓好落实。要加强督导检查。',
  ].join('\n'),
);

function linesFor(text: string) {
  const question = analyseQuestion({
    ...{ text, language: 'zh-Hans', tokenizer, knownSpeakers: ['王建国', '李芳'] },
  });
  return composeSpeech(question, MEETING)?.map((claim) => claim.text) ?? null;
}

describe('composeSpeech', () => {
  it('gives each of several speeches by its first sentence, and what it enumerates', () => {
    expect(linesFor('王建国强调了什么？')).toEqual([
      '王建国在讲话中指出，修路是民生大事。',
      '王建国强调，要做到三点。',
      '一是筹足资金。',
      '二是管好质量。',
      '三是按期完工。',
    ]);
  });

  it('gives a single speech whole, and cites the sentence that names the speaker with each', () => {
    expect(linesFor('李芳说了些什么？')).toEqual([
      '李芳在主持时指出，各单位要抓好落实。',
      '要加强督导检查。',
    ]);
    const question = analyseQuestion({
      ...{ text: '李芳说了些什么？', language: 'zh-Hans', tokenizer, knownSpeakers: ['李芳'] },
    });
    const [, second] = composeSpeech(question, MEETING) ?? [];
    expect(second?.citations.map(({ sentence }) => sentence)).toEqual([8, 7]);
  });

  it('leaves questions with a topic, of another kind, or about nobody who speaks', () => {
    expect(linesFor('王建国对资金提出了什么要求？')).toBeNull();
    expect(linesFor('王建国是谁？')).toBeNull();
    expect(linesFor('会议强调了什么？')).toBeNull();
  });
});
