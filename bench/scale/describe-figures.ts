import { formatTable } from '../../src/eval/format-table.js';
import { checkFigures, embeddingShare, toMegabytes } from './check-figures.js';
import type { Percentiles } from './percentiles.js';
import type { ScaleFigures } from './scale-figures.js';

/** The issue asks for the searches at this size. */
const ASKED_PASSAGES = 190_000;

const seconds = (tookMs: number) => `${(tookMs / 1_000).toFixed(1)} s`;
const memory = (bytes: number | null) =>
  bytes === null ? 'not known' : `${toMegabytes(bytes)} MB`;
const blocked = (blockMs: number | null) =>
  blockMs === null ? 'not watched' : `${blockMs.toFixed(1)} ms`;

function timesRow(name: string, { p50, p95, p99 }: Percentiles): string[] {
  return [name, ...[p50, p95, p99].map((tookMs) => tookMs.toFixed(1))];
}

function describeCorpus(figures: ScaleFigures): string[] {
  const { documents, passages, sentences, copies } = figures;
  return [
    `${documents} documents, ${passages} passages, ${sentences} sentences`,
    ...(copies === 0
      ? []
      : [`${copies} of the documents are a second copy without its first sentence`]),
    ...(passages < ASKED_PASSAGES ? [`fewer than the ${ASKED_PASSAGES} passages asked for`] : []),
  ];
}

function describeBuild(figures: ScaleFigures): string[] {
  const { wordsMs, glossesMs, vectors, graphMs, steps, passages } = figures;
  const scale = passages / Math.max(1, steps.passages);
  const rows = Object.entries(steps.steps).map(([step, tookMs]) => [
    step,
    seconds(tookMs),
    seconds(tookMs * scale),
  ]);
  return [
    `words answerable after ${seconds(wordsMs)}, words of the other language ${seconds(glossesMs)} later`,
    ...(vectors.mode === 'none'
      ? []
      : [`${vectors.made} ${vectors.mode} vectors in ${seconds(vectors.tookMs)}`]),
    ...(graphMs === null ? [] : [`graph in ${seconds(graphMs)}`]),
    '',
    formatTable(
      [`in one thread, ${steps.documents} documents`, 'measured', 'for all of them'],
      rows,
    ),
  ];
}

function describeEmbedding(figures: ScaleFigures): string[] {
  if (figures.embedding.length === 0) return [];
  const rows = figures.embedding.map(({ texts, tokens, oursPerSecond, barePerSecond }) => [
    `${texts} passages`,
    ((texts * oursPerSecond) / tokens).toFixed(1),
    oursPerSecond.toFixed(0),
    barePerSecond.toFixed(0),
    `${((100 * oursPerSecond) / barePerSecond).toFixed(1)} %`,
  ]);
  const head = ['embedding', 'passages/s', 'tokens/s', 'onnxruntime alone', 'share'];
  const share = 100 * (embeddingShare(figures) ?? 0);
  return ['', formatTable(head, rows), `the middle round: ${share.toFixed(1)} %`];
}

function describeServer({ longestBlockMs, askedMeanwhile, memory: peaks }: ScaleFigures): string[] {
  const { words, glosses, vectors, serving } = longestBlockMs;
  return [
    '',
    `longest block of the event loop: ${blocked(words)} while words are made, ${blocked(glosses)} while glosses are, ${blocked(vectors)} while vectors are, ${blocked(serving)} with questions meanwhile`,
    ...(askedMeanwhile === null
      ? []
      : [
          `a question meanwhile: p50 ${askedMeanwhile.p50.toFixed(0)} ms, p95 ${askedMeanwhile.p95.toFixed(0)} ms`,
        ]),
    `peak memory: ${Object.entries(peaks)
      .map(([stage, bytes]) => `${stage} ${memory(bytes)}`)
      .join(', ')}`,
  ];
}

function describeSearch({ search, questions, found, minisearch }: ScaleFigures): string[] {
  const rows = Object.entries(search).map(([step, times]) => timesRow(step, times));
  if (minisearch !== null) rows.push(timesRow('MiniSearch', minisearch.search));
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    '',
    formatTable([`${questions.all} questions, ms`, 'p50', 'p95', 'p99'], rows),
    `of the ${questions.made} made of a passage, so many find it among the first five: ${share(found)}${
      minisearch === null ? '' : `, MiniSearch ${share(minisearch.found)}`
    }`,
    ...(minisearch === null
      ? []
      : [
          `MiniSearch was built in ${seconds(minisearch.buildMs)}, peak ${memory(minisearch.peak)}, ${memory(minisearch.residentBefore)} of them before its first passage`,
        ]),
  ];
}

/** Everything for a person to read. */
export function describeFigures(figures: ScaleFigures): string {
  const checks = checkFigures(figures).map(({ name, asked, measured, ok }) => [
    name,
    asked,
    measured,
    ok === null ? '-' : ok ? 'ok' : 'MISSED',
  ]);
  return [
    ...describeCorpus(figures),
    ...describeBuild(figures),
    ...describeEmbedding(figures),
    ...describeServer(figures),
    ...describeSearch(figures),
    '',
    formatTable(['', 'asked', 'measured', ''], checks),
  ].join('\n');
}
