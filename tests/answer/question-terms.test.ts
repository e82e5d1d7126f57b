import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { questionTerms } from '../../src/answer/question-terms.js';
import { parseEvalQuestions } from '../../src/eval/eval-question.js';
import { normalizeText } from '../../src/text/normalize-text.js';
import { tokenizer } from '../support/sample-retrieval.js';

const termsOf = (text: string) => questionTerms(normalizeText(text), tokenizer);
const wordsOf = (text: string) => termsOf(text).map((term) => term.text);
const entitiesOf = (text: string) =>
  termsOf(text).flatMap((term) => (term.isEntity ? [term.text] : []));

describe('questionTerms', () => {
  it.each([
    ['谁主持了会议？', ['主持']],
    ['对高校毕业生有什么要求？', ['高校', '毕业生', '要求']],
    ['請問何時何地？', []],
    ['怎么办呢', []],
    ['What was the meeting about?', []],
    ["the harbour's dredging works", ['harbour', 'dredging', 'works']],
    ['GDP增长了多少？', ['gdp', '增长']],
    ['', []],
  ])('keeps of %s what an answer can be expected to hold', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it.each([
    ['县长王建国到过太原吗？', ['王建国', '太原']],
    ['2023年增长15%了吗？', ['2023', '15%']],
    ['What did Baker say about cargo in 2021?', ['baker', '2021']],
    ['Cargo of the harbour', []],
  ])('knows the names, places and numbers of %s', (text, entities) => {
    expect(entitiesOf(text)).toEqual(entities);
  });

  it('names each word once, in order', () => {
    expect(wordsOf('就业政策和就业服务')).toEqual(['就业', '政策', '服务']);
    expect(wordsOf('Ships, ships and more SHIPS')).toEqual(['ships', 'more']);
  });

  it('gives the tokens that the index is searched by', () => {
    const file = new URL('../../data/eval/employment-meeting.jsonl', import.meta.url);
    const texts = [
      ...parseEvalQuestions(readFileSync(file, 'utf8'), 'questions').map((one) => one.question),
      'How did the harbour handle 23,980 labour-intensive containers (60%) at Pier 2.5?',
      "Did the harbour's Fo'an terminals' staff re-open?",
      '2023年产值2.5万元、占65%吗？',
    ]
      // Readings in brackets are taken out before a question is read.
      .filter((text) => !/[(（]\p{Script=Latin}+[)）]/u.test(text))
      .map(normalizeText);
    for (const text of texts) {
      const searched = tokenizer.tokens(text);
      const tokens = questionTerms(text, tokenizer).map(({ token }) => token);
      expect(searched, text).toEqual(expect.arrayContaining(tokens));
    }
  });
});
