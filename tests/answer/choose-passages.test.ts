import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePassages } from '../../src/answer/choose-passages.js';
import { estimateTokens } from '../../src/answer/estimate-tokens.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const paragraph = (name: string) => `${name}会议研究了稳就业工作的具体安排。`.repeat(18);
const REPORT: ReportDocument = structurePlainText(
  ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛'].map(paragraph).join('\n'),
);
const OTHER: ReportDocument = { ...structurePlainText(paragraph('子')), id: 'other' };
const last = REPORT.passages.length - 1;

describe('choosePassages', () => {
  it('gives the best candidates in the order of the text, each as it stands there', () => {
    const given = choosePassages(
      [
        { document: REPORT, passage: 5 },
        { document: OTHER, passage: 0 },
        { document: REPORT, passage: 1 },
      ],
      1200,
    );
    expect(given.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(given.map(({ document }) => document.id)).toEqual(['report', 'report', 'other']);
    expect(given[0]?.start).toBeLessThan(given[1]?.start ?? 0);
    for (const { document, start, text } of given) {
      expect(document.text.slice(start, start + text.length)).toBe(text);
    }
  });

  it('adds neighbours of the best one where there is room, none twice', () => {
    const given = choosePassages([{ document: REPORT, passage: 2 }], 100_000);
    expect(given.map(({ start }) => start)).toEqual(
      REPORT.passages.slice(0, 6).map(({ span }) => span.start),
    );
    const edge = choosePassages([{ document: REPORT, passage: last }], 100_000);
    expect(edge.at(-1)?.start).toBe(REPORT.passages[last]?.span.start);
  });

  it('names title and headings, on one line', () => {
    const document = { ...REPORT, title: '一份 "报告"\n第二行' };
    const [given] = choosePassages([{ document, passage: 0 }], 500);
    expect(given?.source).toBe('一份 ”报告” 第二行');
  });

  it('keeps to the budget, and gives at least a sentence', () => {
    const candidates = REPORT.passages.map((_, passage) => ({ document: REPORT, passage }));
    fc.assert(
      fc.property(fc.nat(3000), (budget) => {
        const given = choosePassages(candidates, budget);
        const tokens = given.reduce((sum, { text }) => sum + estimateTokens(text), 0);
        expect(given.length).toBeGreaterThan(0);
        expect(given.length === 1 || tokens <= budget).toBe(true);
        if (tokens > budget) expect(given[0]?.firstSentence).toBe(given[0]?.lastSentence);
      }),
      { numRuns: 50 },
    );
  });

  it('gives nothing for nothing', () => {
    expect(choosePassages([], 1000)).toEqual([]);
  });
});

describe('estimateTokens', () => {
  it.each([
    ['', 0],
    ['会议。', 3],
    ['the meeting', 4],
    ['就业 jobs', 4],
  ])('counts %j as %d', (text, tokens) => expect(estimateTokens(text)).toBe(tokens));
});
