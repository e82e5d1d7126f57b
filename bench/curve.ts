/**
 * `npm run bench:curve -- FILE_OR_FOLDER`: build, memory and searches at growing numbers of passages. Writes the table into
 * docs/PERFORMANCE.md and the chart beside it. `--sizes 1000,5000` for a trial, which goes to the folder of `--out`.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toMegabytes } from './scale/check-figures.js';
import { type CurveLine, drawCurve } from './scale/draw-curve.js';
import { requireBuild } from './scale/open-corpus.js';
import { runScale } from './scale/run-scale.js';
import type { ScaleFigures } from './scale/scale-figures.js';
import { describeMachine, docsFolder, writeSection } from './scale/write-section.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '1000,10000,100000,190000' },
    /** Holds `PERFORMANCE.md` with the markers. */
    out: { type: 'string', default: docsFolder },
  },
});

const MS_PER_SECOND = 1_000;

/** The highest of the stages of the program. */
function peakBytes({ memory }: ScaleFigures): number {
  return Math.max(...Object.values(memory).map((bytes) => bytes ?? 0));
}

function rowOf(figures: ScaleFigures): string {
  const { passages, documents, wordsMs, graphMs, minisearch } = figures;
  const all = figures.search.all;
  const ms = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(1));
  const cells = [
    passages.toLocaleString('en'),
    documents.toLocaleString('en'),
    (wordsMs / MS_PER_SECOND).toFixed(1),
    ((graphMs ?? 0) / MS_PER_SECOND).toFixed(1),
    String(toMegabytes(peakBytes(figures))),
    ...[ms(all?.p50), ms(all?.p95), ms(all?.p99)],
    minisearch === null ? '–' : (minisearch.buildMs / MS_PER_SECOND).toFixed(1),
    minisearch?.peak == null ? '–' : String(toMegabytes(minisearch.peak)),
    ...[ms(minisearch?.search.p50), ms(minisearch?.search.p95), ms(minisearch?.search.p99)],
  ];
  return `| ${cells.join(' | ')} |`;
}

const head = `| passages | documents | words s | graph s | peak MB | p50 ms | p95 ms | p99 ms | MiniSearch s | MB | p50 ms | p95 ms | p99 ms |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|`;

function line(
  kind: CurveLine['kind'],
  rows: readonly ScaleFigures[],
  measure: (figures: ScaleFigures) => number | null | undefined,
): CurveLine {
  const points = rows.flatMap((figures) => {
    const y = measure(figures) ?? 0;
    return y > 0 ? [{ x: figures.passages, y }] : [];
  });
  return { kind, points };
}

function draw(rows: readonly ScaleFigures[]): string {
  return drawCurve({
    title: 'What more passages cost',
    xLabel: 'passages',
    legend: { ours: 'report-qa', 'ours-median': 'report-qa, p50', other: 'MiniSearch' },
    panels: [
      {
        title: 'words answerable after, s',
        lines: [
          line('ours', rows, ({ wordsMs }) => wordsMs / MS_PER_SECOND),
          line('other', rows, ({ minisearch }) => (minisearch?.buildMs ?? 0) / MS_PER_SECOND),
        ],
      },
      {
        title: 'peak memory, MB',
        lines: [
          line('ours', rows, (figures) => toMegabytes(peakBytes(figures))),
          line('other', rows, ({ minisearch }) => toMegabytes(minisearch?.peak ?? 0)),
        ],
      },
      {
        title: 'a search, p95, ms',
        lines: [
          line('ours', rows, ({ search }) => search.all?.p95),
          line('ours-median', rows, ({ search }) => search.all?.p50),
          line('other', rows, ({ minisearch }) => minisearch?.search.p95),
        ],
      },
    ],
  });
}

async function main(): Promise<void> {
  const [input] = positionals;
  const sizes = values.sizes.split(',').map(Number);
  if (input === undefined || !sizes.every((size) => Number.isInteger(size) && size > 0)) {
    throw new Error(
      'Name a folder of .jsonl reports or the archive of the news; sizes are numbers.',
    );
  }
  requireBuild();
  const rows: ScaleFigures[] = [];
  for (const passages of sizes) {
    rows.push(
      await runScale({
        ...{ input, passages, vectors: 'random', minisearch: true, embedSeconds: 0 },
        workFolder: mkdtempSync(join(tmpdir(), 'report-qa-curve-')),
        onStage: (text) => console.error(`${passages} passages: ${text}`),
      }),
    );
    write(rows);
  }
  console.log([head, ...rows.map(rowOf)].join('\n'));
}

/** After each size, so that a run that is ended keeps what it has measured. */
function write(rows: readonly ScaleFigures[]): void {
  const table = [head, ...rows.map(rowOf)].join('\n');
  writeFileSync(join(values.out, 'performance-curve.svg'), draw(rows));
  const chart =
    '![Build time, memory and search time by the number of passages](performance-curve.svg)';
  const section = `${describeMachine()}\n\n${table}\n\n${chart}`;
  writeSection(join(values.out, 'PERFORMANCE.md'), 'curve', section);
}

await main();
