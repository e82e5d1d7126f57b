import { describe, expect, it } from 'vitest';
import { drawRiskCoverage } from '../../src/eval/draw-risk-coverage.js';
import { buildRiskCoverage, describeOperatingPoint } from '../../src/eval/risk-coverage.js';
import { sampleRefusal } from '../support/sample-answer.js';
import { sampleGraded } from '../support/sample-question.js';

const answer = (confidence: number, right: boolean) =>
  sampleGraded({ confidence, grade: { right } });
const refusal = sampleGraded({ answer: sampleRefusal(), confidence: 0.99 });

describe('buildRiskCoverage', () => {
  it('sweeps from the likeliest answer to the least likely', () => {
    const graded = [answer(0.2, false), answer(0.9, true), answer(0.6, false), answer(0.5, true)];
    const { points } = buildRiskCoverage(graded, 0.5);
    expect(points).toEqual([
      { threshold: 0.9, coverage: 0.25, risk: 0 },
      { threshold: 0.6, coverage: 0.5, risk: 0.5 },
      { threshold: 0.5, coverage: 0.75, risk: 1 / 3 },
      { threshold: 0.2, coverage: 1, risk: 0.5 },
    ]);
  });

  it('has one point for answers that no threshold tells apart', () => {
    const { points } = buildRiskCoverage([answer(1, true), answer(1, false)], 0.5);
    expect(points).toEqual([{ threshold: 1, coverage: 1, risk: 0.5 }]);
  });

  it('never answers what is refused at any threshold or was not looked up', () => {
    const greeting = sampleGraded({ confidence: null });
    const { points, questions } = buildRiskCoverage([answer(0.9, true), refusal, greeting], 0.5);
    expect(questions).toBe(3);
    expect(points.at(-1)?.coverage).toBeCloseTo(1 / 3);
  });

  it('puts the threshold at the last confidence that it lets pass', () => {
    const graded = [answer(0.9, true), answer(0.5, false), answer(0.4, false)];
    expect(buildRiskCoverage(graded, 0.5).operating?.threshold).toBe(0.5);
    expect(buildRiskCoverage(graded, 0.51).operating?.threshold).toBe(0.9);
    expect(buildRiskCoverage(graded, 0.95).operating).toBeNull();
  });

  it('ends at the same risk as the best possible order, which is never above it', () => {
    const graded = [answer(0.9, false), answer(0.8, true), answer(0.7, true), answer(0.1, false)];
    const { points, best } = buildRiskCoverage(graded, 0.5);
    expect(best.at(-1)?.risk).toBe(points.at(-1)?.risk);
    for (const [index, { risk }] of best.entries()) {
      expect(risk).toBeLessThanOrEqual(points[index]?.risk ?? 1);
    }
  });

  it('stands for no questions at all', () => {
    expect(buildRiskCoverage([], 0.5)).toMatchObject({ points: [], operating: null, meanRisk: 0 });
  });
});

describe('the drawing', () => {
  it('says in words where the threshold stands', () => {
    const curve = buildRiskCoverage([answer(0.9, true), answer(0.2, false)], 0.5);
    expect(describeOperatingPoint(curve)).toBe(
      'threshold 0.50: 50.0 % answered, 0.0 % of them wrong',
    );
    expect(drawRiskCoverage(curve)).toContain('50.0 % answered, 0.0 % of them wrong');
  });

  it('has no mark where the threshold refuses everything', () => {
    expect(drawRiskCoverage(buildRiskCoverage([answer(0.2, true)], 0.5))).not.toContain('<circle');
  });
});
