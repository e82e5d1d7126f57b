import { describe, expect, it } from 'vitest';
import { lacksMeasure } from '../../src/answer/lacks-measure.js';

describe('lacksMeasure', () => {
  it.each([
    ['有多少艘拖船?', '吞吐量下降2.1%,为41万箱。'],
    ['发生了几起火灾?', '全县有3个瞭望塔。'],
    ['多少人参加了?', '5月20日，推进会召开。'],
  ])('finds nothing counted as %s asks', (question, sentence) => {
    expect(lacksMeasure(question, sentence)).toBe(true);
  });

  it.each([
    ['有多少艘拖船?', '港口有12艘拖船。'],
    ['有几位专家?', '三名专家到会。'],
    ['哪几家单位发言?', '推进会召开。'],
    ['有几家单位发言?', '教育厅、民政厅、财政厅发言。'],
    ['开了几次会?', 'The Board met ten times.'],
    ['有多少人口?', '人口38万。'],
    ['第几届?', '推进会召开。'],
  ])('has nothing against an answer to %s', (question, sentence) => {
    expect(lacksMeasure(question, sentence)).toBe(false);
  });
});
