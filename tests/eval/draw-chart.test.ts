import { describe, expect, it } from 'vitest';
import { type Chart, drawChart } from '../../src/eval/draw-chart.js';

const chart: Chart = {
  title: 'Risk & <coverage>',
  subtitle: '4 questions',
  xLabel: 'coverage',
  yLabel: 'risk',
  lines: [
    {
      name: 'a < b',
      colour: '#0969da',
      points: [
        { x: 0, y: 0 },
        { x: 1, y: 0.2 },
      ],
    },
    { name: 'best', colour: '#59636e', dashed: true, points: [] },
  ],
  mark: { x: 1, y: 0.2, labels: ['"one"', 'two'] },
};

describe('drawChart', () => {
  it('escapes every text', () => {
    const svg = drawChart(chart);
    expect(svg).toContain('Risk &amp; &lt;coverage&gt;');
    expect(svg).toContain('a &lt; b');
    expect(svg).toContain('&quot;one&quot;');
    expect(svg).not.toMatch(/<coverage>|a < b/u);
  });

  it('loads nothing', () => {
    expect(drawChart(chart).replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|url\(|<image|<script|<style/u,
    );
  });

  it('spans the frame from the origin to the axis limit', () => {
    expect(drawChart(chart)).toContain('d="M72 366L692 74"');
  });

  it('keeps high values inside the frame', () => {
    const lines = [{ name: 'all', colour: '#000', points: [{ x: 0.5, y: 1 }] }];
    expect(drawChart({ ...chart, lines, mark: null })).toContain('d="M382 74"');
  });

  it('puts the label on the side where there is room', () => {
    const anchorAt = (x: number) =>
      /text-anchor="(\w+)"[^>]*>two</u.exec(
        drawChart({ ...chart, mark: { x, y: 0, labels: ['two'] } }),
      )?.[1];
    expect([anchorAt(0.1), anchorAt(0.9)]).toEqual(['start', 'end']);
  });

  it('leaves out a line without points and never writes NaN', () => {
    expect(drawChart({ ...chart, lines: [], mark: null })).not.toMatch(/NaN|undefined|Infinity/u);
  });
});
