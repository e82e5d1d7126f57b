import { drawChart } from './draw-chart.js';
import { describeOperatingPoint, type RiskCoverage, type RiskPoint } from './risk-coverage.js';

/** The curve as an SVG with the threshold's place on it. */
export function drawRiskCoverage(curve: RiskCoverage): string {
  const toPoints = (points: readonly RiskPoint[]) =>
    points.map(({ coverage, risk }) => ({ x: coverage, y: risk }));
  const { operating } = curve;
  return drawChart({
    title: 'Risk and coverage as the refusal threshold moves',
    subtitle: `${curve.questions} questions; mean risk ${(100 * curve.meanRisk).toFixed(1)} %`,
    xLabel: 'coverage: share of all questions that are answered',
    yLabel: 'risk: share of the answers that are wrong',
    lines: [
      { name: 'measured', colour: '#0969da', points: toPoints(curve.points) },
      {
        name: 'same answers, best possible order',
        colour: '#59636e',
        dashed: true,
        points: toPoints(curve.best),
      },
    ],
    mark:
      operating === null
        ? null
        : {
            x: operating.coverage,
            y: operating.risk,
            labels: describeOperatingPoint(curve).split(': '),
          },
  });
}
