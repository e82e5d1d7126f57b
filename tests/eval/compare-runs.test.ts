import { describe, expect, it } from 'vitest';
import { compareRuns, renderComparison } from '../../src/eval/compare-runs.js';
import { formatResultLine, parseResultLines, type ResultLine } from '../../src/eval/result-line.js';
import { sampleGraded } from '../support/sample-question.js';

function line(id: string, right: boolean, answer: string, fault = 'lacks 蓝佛安'): ResultLine {
  return {
    ...{ id, kind: 'who', question: `${id}？`, right, fault: right ? null : fault },
    answer: { answer },
  };
}

describe('compareRuns', () => {
  it('sorts the questions by what became of them', () => {
    const before = [
      line('same', true, '甲'),
      line('lost', true, '甲'),
      line('won', false, '乙'),
      line('reworded', true, '甲'),
      line('other-fault', false, '乙'),
      line('gone', true, '甲'),
    ];
    const after = [
      line('new', true, '甲'),
      line('other-fault', false, '丙'),
      line('reworded', true, '甲甲'),
      line('won', true, '甲'),
      line('lost', false, '乙'),
      line('same', true, '甲'),
    ];
    const comparison = compareRuns(before, after);
    const ids = (pairs: readonly { after: ResultLine }[]) => pairs.map((pair) => pair.after.id);
    expect(ids(comparison.lost)).toEqual(['lost']);
    expect(ids(comparison.won)).toEqual(['won']);
    expect(ids(comparison.stillRight)).toEqual(['reworded']);
    expect(ids(comparison.stillWrong)).toEqual(['other-fault']);
    expect(comparison).toMatchObject({ unchanged: 1, onlyBefore: ['gone'], onlyAfter: ['new'] });
  });
});

describe('renderComparison', () => {
  it('shows both answers of a question that was lost, with the fault', () => {
    const text = renderComparison(
      compareRuns([line('who-01', true, '甲\n乙')], [line('who-01', false, '丙')]),
    );
    expect(text).toBe(
      'right → wrong: 1\nwho-01  who-01？\n  - 甲\n    乙\n  + 丙  (lacks 蓝佛安)\n\nunchanged: 0',
    );
  });

  it('shows the verdicts when only they changed', () => {
    const text = renderComparison(
      compareRuns(
        [line('who-01', false, '甲', 'cites another place')],
        [line('who-01', true, '甲')],
      ),
    );
    expect(text).toContain('  = 甲  (cites another place → right)');
  });
});

describe('result lines', () => {
  it('come back as they were written', () => {
    const entry = sampleGraded({ grade: { right: false }, answer: { answer: '甲\n“乙”' } });
    const [parsed] = parseResultLines(`${formatResultLine(entry)}\n`, 'a.jsonl');
    expect(parsed).toMatchObject({ id: 'who-01', right: false, answer: { answer: '甲\n“乙”' } });
    expect(JSON.parse(formatResultLine(entry))).toMatchObject({ confidence: 0.9, threshold: 0.5 });
  });

  it.each(['{}', 'not json'])('are refused with file and line: %s', (broken) => {
    const good = formatResultLine(sampleGraded());
    expect(() => parseResultLines(`${good}\n${broken}`, 'a.jsonl')).toThrow(
      expect.objectContaining({
        code: 'file_invalid',
        message: expect.stringMatching(/^a\.jsonl, line 2/u),
      }),
    );
  });
});
