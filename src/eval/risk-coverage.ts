import type { GradedQuestion } from './run-questions.js';

/** What would come of one threshold. */
export interface RiskPoint {
  /** The lowest confidence that is answered. */
  readonly threshold: number;
  /** Share of all questions that are answered. */
  readonly coverage: number;
  /** Share of the answered ones that are wrong. */
  readonly risk: number;
}

export interface RiskCoverage {
  readonly questions: number;
  /** By rising coverage; one point for each confidence that a question has. */
  readonly points: readonly RiskPoint[];
  /** The same answers if every right one had a higher confidence than every wrong one. */
  readonly best: readonly RiskPoint[];
  readonly threshold: number;
  /** The point that the threshold stands at; null when it refuses everything. */
  readonly operating: RiskPoint | null;
  /** Mean risk over the coverage reached; lower is better. */
  readonly meanRisk: number;
}

interface Candidate {
  readonly confidence: number;
  readonly right: boolean;
}

/**
 * The curve of a run that was asked at threshold 0. What was refused even so (a greeting, a false premise, no words in
 * common) is answered at no threshold. For a question in parts it is an approximation: at the real threshold a part
 * may be left out of an answer.
 */
export function buildRiskCoverage(
  graded: readonly GradedQuestion[],
  threshold: number,
): RiskCoverage {
  const candidates = graded.flatMap(({ answer, grade, confidence }): Candidate[] =>
    answer.status === 'not_found' || confidence === null
      ? []
      : [{ confidence, right: grade.right }],
  );
  const points = sweep(candidates, graded.length);
  const ideal = candidates.map(({ right }): Candidate => ({ confidence: right ? 1 : 0, right }));
  return {
    questions: graded.length,
    points,
    best: sweepEach(ideal, graded.length),
    threshold,
    operating: points.findLast((point) => point.threshold >= threshold) ?? null,
    meanRisk:
      points.length === 0 ? 0 : points.reduce((sum, { risk }) => sum + risk, 0) / points.length,
  };
}

/** One point a candidate, the likeliest first; those of one confidence cannot be told apart by any threshold. */
function sweep(candidates: readonly Candidate[], questions: number): RiskPoint[] {
  const points = sweepEach(candidates, questions);
  return points.filter((point, index) => points[index + 1]?.threshold !== point.threshold);
}

function sweepEach(candidates: readonly Candidate[], questions: number): RiskPoint[] {
  let wrong = 0;
  return [...candidates]
    .sort((a, b) => b.confidence - a.confidence)
    .map(({ confidence, right }, index) => {
      if (!right) wrong += 1;
      const answered = index + 1;
      return {
        threshold: confidence,
        coverage: answered / questions,
        risk: wrong / answered,
      };
    });
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** In words, where the threshold stands on the curve. */
export function describeOperatingPoint({ threshold, operating }: RiskCoverage): string {
  const place = `threshold ${threshold.toFixed(2)}`;
  if (operating === null) return `${place}: nothing is answered`;
  return `${place}: ${percent(operating.coverage)} answered, ${percent(operating.risk)} of them wrong`;
}
