/** Line charts side by side, both axes logarithmic, as one SVG that suits light and dark pages. */
import { escapeMarkup } from '../../src/eval/escape-markup.js';

export interface CurveLine {
  /** A class of the style below; lines of one kind look alike in all panels. */
  readonly kind: 'ours' | 'ours-median' | 'other';
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface CurvePanel {
  readonly title: string;
  readonly lines: readonly CurveLine[];
}

export interface Curve {
  readonly title: string;
  readonly xLabel: string;
  readonly panels: readonly CurvePanel[];
  readonly legend: Readonly<Record<CurveLine['kind'], string>>;
}

const panelWidth = 300;
const gap = 20;
const height = 380;
const frame = { left: 52, right: 18, top: 92, bottom: 300 };
const legendY = height - 18;
const legendSlot = 190;
const valueSpacing = 14;

const style = `
  .card { fill: #ffffff } .ink { fill: #1f2328 } .faint { fill: #59636e }
  .grid { stroke: #d8dee4 }
  path.line { fill: none; stroke-width: 2.2; stroke-linejoin: round }
  .ours { stroke: #0969da } .ours-median { stroke: #54aeff } .other { stroke: #bc4c00; stroke-dasharray: 6 5 }
  circle.ours { fill: #0969da } circle.ours-median { fill: #54aeff } circle.other { fill: #bc4c00 }
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117 } .ink { fill: #e6edf3 } .faint { fill: #9198a1 }
    .grid { stroke: #30363d }
    .ours { stroke: #58a6ff } .ours-median { stroke: #a5d6ff } .other { stroke: #f0883e }
    circle.ours { fill: #58a6ff } circle.ours-median { fill: #a5d6ff } circle.other { fill: #f0883e }
  }`;

const round = (value: number) => Math.round(value * 10) / 10;

interface Range {
  /** Powers of ten. */
  readonly from: number;
  readonly to: number;
}

function rangeOf(values: readonly number[]): Range {
  const known = values.filter((value) => value > 0);
  const from = Math.floor(Math.log10(Math.min(...known)));
  const to = Math.ceil(Math.log10(Math.max(...known)));
  return { from, to: Math.max(to, from + 1) };
}

const decades = ({ from, to }: Range) =>
  Array.from({ length: to - from + 1 }, (_, step) => from + step);

const share = (value: number, { from, to }: Range) => (Math.log10(value) - from) / (to - from);

function label(power: number): string {
  const value = 10 ** power;
  if (value >= 1_000_000) return `${value / 1_000_000} M`;
  return value >= 1_000 ? `${value / 1_000} k` : String(Number(value.toPrecision(1)));
}

function text(x: number, y: number, content: string, look: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${look}>${escapeMarkup(content)}</text>`;
}

/** Of two significant figures, as a label of a point. */
function figure(value: number): string {
  const digits = value >= 100 ? Math.round(value) : Number(value.toPrecision(2));
  return digits.toLocaleString('en');
}

/** Beside the last point of each line, moved apart where they would lie on each other. */
function drawLastValues(
  lines: readonly CurveLine[],
  placeX: (x: number) => number,
  placeY: (y: number) => number,
): string[] {
  const last = lines
    .flatMap(({ points }) => points.slice(-1))
    .sort((left, right) => right.y - left.y);
  let free = Number.NEGATIVE_INFINITY;
  return last.map(({ x, y }) => {
    const at = Math.max(placeY(y) + 4.5, free);
    free = at + valueSpacing;
    return text(placeX(x) + 8, at, figure(y), 'class="ink" font-size="12"');
  });
}

function drawPanel(panel: CurvePanel, xs: Range, left: number): string[] {
  const values = panel.lines.flatMap(({ points }) => points.map(({ y }) => y));
  const ys = rangeOf(values);
  const right = left + panelWidth - frame.right;
  const start = left + frame.left;
  const placeX = (x: number) => round(start + share(x, xs) * (right - start));
  const placeY = (y: number) => round(frame.bottom - share(y, ys) * (frame.bottom - frame.top));
  const parts = [text(start, frame.top - 16, panel.title, 'class="ink" font-weight="600"')];
  for (const power of decades(ys)) {
    const y = placeY(10 ** power);
    parts.push(`<path class="grid" d="M${start} ${y}H${right}"/>`);
    parts.push(text(start - 8, y + 4.5, label(power), 'class="faint" text-anchor="end"'));
  }
  for (const power of decades(xs)) {
    const x = placeX(10 ** power);
    parts.push(`<path class="grid" d="M${x} ${frame.top}V${frame.bottom}"/>`);
    parts.push(text(x, frame.bottom + 20, label(power), 'class="faint" text-anchor="middle"'));
  }
  for (const { kind, points } of panel.lines) {
    const path = points.map(({ x, y }) => `${placeX(x)} ${placeY(y)}`).join('L');
    if (path !== '') parts.push(`<path class="line ${kind}" d="M${path}"/>`);
    for (const { x, y } of points) {
      parts.push(`<circle class="${kind}" cx="${placeX(x)}" cy="${placeY(y)}" r="3"/>`);
    }
  }
  parts.push(...drawLastValues(panel.lines, placeX, placeY));
  return parts;
}

function drawLegend(legend: Curve['legend']): string[] {
  const kinds = ['ours', 'ours-median', 'other'] as const;
  return kinds.flatMap((kind, position) => {
    const x = frame.left + position * legendSlot;
    return [
      `<path class="line ${kind}" d="M${x} ${legendY - 4.5}h26"/>`,
      text(x + 34, legendY, legend[kind], 'class="faint"'),
    ];
  });
}

export function drawCurve({ title, xLabel, panels, legend }: Curve): string {
  const width = panels.length * (panelWidth + gap);
  const xs = rangeOf(
    panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(({ x }) => x))),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeMarkup(title)}" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13">`,
    `<style>${style}\n</style>`,
    `<rect class="card" width="${width}" height="${height}" rx="8"/>`,
    text(frame.left, 34, title, 'class="ink" font-size="17" font-weight="600"'),
    ...panels.flatMap((panel, position) => drawPanel(panel, xs, position * (panelWidth + gap))),
    text(width / 2, frame.bottom + 44, xLabel, 'class="faint" text-anchor="middle"'),
    ...drawLegend(legend),
    '</svg>\n',
  ].join('\n');
}
