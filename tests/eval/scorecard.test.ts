import { describe, expect, it } from 'vitest';
import { buildScorecard, renderScorecard } from '../../src/eval/scorecard.js';
import { sampleRefusal } from '../support/sample-answer.js';
import { sampleGraded } from '../support/sample-question.js';

const wrongRefusal = sampleGraded({
  answer: sampleRefusal(),
  grade: { right: false, cited: false, fault: 'refused though the report says it' },
  tookMs: 40,
});
const rightRefusal = sampleGraded({
  question: { kind: 'unanswerable', answerable: false },
  answer: sampleRefusal(),
  tookMs: 20,
});
const wrongAnswer = sampleGraded({
  question: { kind: 'unanswerable', answerable: false },
  answer: { answer: '五月[1]' },
  grade: { right: false },
  tookMs: 30,
});
const rightAnswer = sampleGraded({ answer: { answer: '蓝佛安。[1]' } });

describe('buildScorecard', () => {
  it('counts by kind in the order of the questions, the whole last', () => {
    const { rows } = buildScorecard([rightAnswer, wrongRefusal, rightRefusal, wrongAnswer]);
    expect(
      rows.map(({ name, questions, right, refused }) => [name, questions, right, refused]),
    ).toEqual([
      ['who', 2, 1, 1],
      ['unanswerable', 2, 1, 1],
      ['all', 4, 2, 2],
    ]);
  });

  it('counts as cited only what has something to cite', () => {
    const { rows } = buildScorecard([rightAnswer, wrongAnswer, rightRefusal, wrongRefusal]);
    expect(rows.at(-1)?.cited).toBe(1);
  });

  it('leaves refusals out of the length', () => {
    const { rows } = buildScorecard([rightAnswer, wrongRefusal]);
    expect(rows[0]?.meanChars).toBe('蓝佛安。[1]'.length);
    expect(buildScorecard([wrongRefusal]).rows[0]?.meanChars).toBe(0);
  });

  it('takes percentiles by nearest rank', () => {
    const times = Array.from({ length: 20 }, (_, index) => sampleGraded({ tookMs: 20 - index }));
    expect(buildScorecard(times).rows.at(-1)).toMatchObject({ medianMs: 10, p95Ms: 19 });
    expect(buildScorecard([rightAnswer]).rows.at(-1)).toMatchObject({ medianMs: 10, p95Ms: 10 });
  });

  it('sums up what can be answered and what cannot', () => {
    const card = buildScorecard([rightAnswer, wrongRefusal, rightRefusal, wrongAnswer]);
    expect(card.answerable).toEqual({ questions: 2, right: 1, refused: 1 });
    expect(card.unanswerable).toEqual({ questions: 2, right: 1 });
  });

  it('adds a row a file when there are several', () => {
    const other = sampleGraded({ question: { file: 'other.jsonl' } });
    expect(buildScorecard([rightAnswer]).files).toEqual([]);
    expect(buildScorecard([rightAnswer, other]).files.map(({ name }) => name)).toEqual([
      'questions.jsonl',
      'other.jsonl',
    ]);
  });
});

describe('renderScorecard', () => {
  it('aligns the columns', () => {
    const lines = renderScorecard(buildScorecard([rightAnswer, rightRefusal])).split('\n');
    expect(new Set(lines.slice(0, 4).map((line) => line.length)).size).toBe(1);
  });

  it('has a dash for the share of nothing', () => {
    expect(renderScorecard(buildScorecard([rightAnswer]))).toContain(
      'unanswerable refused: 0 of 0 (–)',
    );
  });
});
