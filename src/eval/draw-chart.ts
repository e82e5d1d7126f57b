/** A line chart of two shares as an SVG that stands by itself. */
import { escapeMarkup } from './escape-markup.js';

export interface ChartPoint {
  /** Shares, 0 to 1. */
  readonly x: number;
  readonly y: number;
}

export interface ChartLine {
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
  readonly dashed?: boolean;
  readonly points: readonly ChartPoint[];
}

export interface ChartMark extends ChartPoint {
  /** Of one line each, short enough for half the width. */
  readonly labels: readonly string[];
}

export interface Chart {
  readonly title: string;
  readonly subtitle: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly lines: readonly ChartLine[];
  readonly mark: ChartMark | null;
}

const width = 720;
const height = 450;
const frame = { left: 72, right: 692, top: 74, bottom: 366 };
const ink = '#1f2328';
const faint = '#59636e';
const markColour = '#b3261e';
/** The vertical axis ends at the first of these that holds every value. */
const yLimits = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];
const ySteps = 5;
const xSteps = 5;

const round = (value: number) => Math.round(value * 10) / 10;

export function drawChart(chart: Chart): string {
  const highest = Math.max(0, ...chart.lines.flatMap(({ points }) => points.map(({ y }) => y)));
  const yLimit = yLimits.find((limit) => limit >= highest) ?? 1;
  const place: Placer = ({ x, y }) => ({
    x: round(frame.left + x * (frame.right - frame.left)),
    y: round(frame.bottom - (y / yLimit) * (frame.bottom - frame.top)),
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeMarkup(`${chart.title}. ${chart.subtitle}`)}" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#ffffff"/>`,
    text(frame.left, 30, chart.title, { size: 17, weight: 600 }),
    text(frame.left, 52, chart.subtitle, { colour: faint }),
    ...drawAxes(chart, yLimit, place),
    ...chart.lines.map((line) => drawLine(line, place)),
    ...(chart.mark === null ? [] : drawMark(chart.mark, place)),
    ...drawLegend(chart.lines),
    '</svg>\n',
  ].join('\n');
}

type Placer = (point: ChartPoint) => { readonly x: number; readonly y: number };

interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly colour?: string;
  readonly size?: number;
  readonly weight?: number;
  readonly more?: string;
}

function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { anchor = 'start', colour = ink, size = 13, weight = 400, more = '' } = style;
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${colour}" font-size="${size}" font-weight="${weight}"${more}>${escapeMarkup(content)}</text>`;
}

function drawAxes({ xLabel, yLabel }: Chart, yLimit: number, place: Placer): string[] {
  const parts: string[] = [];
  const percent = (share: number) => `${round(100 * share)} %`;
  for (let step = 0; step <= ySteps; step += 1) {
    const share = (yLimit * step) / ySteps;
    const { x, y } = place({ x: 0, y: share });
    const colour = step === 0 ? faint : '#d8dee4';
    parts.push(`<path d="M${x} ${y}H${frame.right}" stroke="${colour}"/>`);
    parts.push(text(x - 10, y + 4.5, percent(share), { anchor: 'end', colour: faint }));
  }
  for (let step = 0; step <= xSteps; step += 1) {
    const { x, y } = place({ x: step / xSteps, y: 0 });
    parts.push(`<path d="M${x} ${y}v5" stroke="${faint}"/>`);
    parts.push(text(x, y + 21, percent(step / xSteps), { anchor: 'middle', colour: faint }));
  }
  const middle = (frame.top + frame.bottom) / 2;
  parts.push(text((frame.left + frame.right) / 2, frame.bottom + 45, xLabel, { anchor: 'middle' }));
  parts.push(
    text(20, middle, yLabel, { anchor: 'middle', more: ` transform="rotate(-90 20 ${middle})"` }),
  );
  return parts;
}

const dashes = (dashed: boolean) => (dashed ? ' stroke-dasharray="6 5"' : '');

function drawLine({ colour, dashed = false, points }: ChartLine, place: Placer): string {
  const path = points.map((point) => {
    const { x, y } = place(point);
    return `${x} ${y}`;
  });
  if (path.length === 0) return '';
  return `<path d="M${path.join('L')}" fill="none" stroke="${colour}" stroke-width="2.2" stroke-linejoin="round"${dashes(dashed)}/>`;
}

/** A dot with a plumb line; its labels stand on the side where there is more room. */
function drawMark(mark: ChartMark, place: Placer): string[] {
  const { x, y } = place(mark);
  const isLeft = mark.x > 0.5;
  return [
    `<path d="M${x} ${frame.top}V${frame.bottom}" stroke="${markColour}" stroke-dasharray="2 4"/>`,
    `<circle cx="${x}" cy="${y}" r="5.5" fill="${markColour}" stroke="#ffffff" stroke-width="2"/>`,
    ...mark.labels.map((label, line) =>
      text(isLeft ? x - 10 : x + 10, frame.top + 16 + 18 * line, label, {
        anchor: isLeft ? 'end' : 'start',
        colour: markColour,
        weight: 600,
        more: ' paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round"',
      }),
    ),
  ];
}

function drawLegend(lines: readonly ChartLine[]): string[] {
  const y = height - 16;
  const slot = (frame.right - frame.left) / Math.max(1, lines.length);
  return lines.flatMap(({ name, colour, dashed = false }, index) => {
    const x = round(frame.left + index * slot);
    return [
      `<path d="M${x} ${y - 4.5}h26" stroke="${colour}" stroke-width="2.2"${dashes(dashed)}/>`,
      text(x + 34, y, name, { colour: faint }),
    ];
  });
}
