import type { ScaleFigures } from './scale-figures.js';

export interface Check {
  readonly name: string;
  readonly asked: string;
  readonly measured: string;
  /** Null where it was not measured. */
  readonly ok: boolean | null;
}

const WORDS_SECONDS = 75;
const PEAK_MEGABYTES = 800;
const EMBEDDING_SHARE = 0.85;
const BLOCK_MS = 50;
const MINISEARCH_SHARE = 0.5;
const BYTES_PER_MEGABYTE = 1024 * 1024;

export const toMegabytes = (bytes: number) => Math.round(bytes / BYTES_PER_MEGABYTE);

function highest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function check(
  name: string,
  asked: string,
  value: number | null,
  show: (value: number) => string,
  isOk: (value: number) => boolean,
): Check {
  if (value === null) return { name, asked, measured: 'not measured', ok: null };
  return { name, asked, measured: show(value), ok: isOk(value) };
}

/** Of the rounds: machines are noisy, so both rates of a round are compared, and the middle one counts. */
export function embeddingShare({ embedding }: ScaleFigures): number | null {
  const shares = embedding.map(({ oursPerSecond, barePerSecond }) => oursPerSecond / barePerSecond);
  return shares.sort((a, b) => a - b)[Math.floor(shares.length / 2)] ?? null;
}

export function checkFigures(figures: ScaleFigures): Check[] {
  const { wordsMs, memory, longestBlockMs, search, minisearch } = figures;
  const { words, glosses, vectors, serving } = longestBlockMs;
  const blocks = [words, glosses, vectors, serving];
  const p95 = search.all?.p95 ?? null;
  const peak = highest(Object.values(memory));
  return [
    check(
      'all documents answerable by words',
      `<= ${WORDS_SECONDS} s`,
      wordsMs / 1_000,
      (seconds) => `${seconds.toFixed(1)} s`,
      (seconds) => seconds <= WORDS_SECONDS,
    ),
    check(
      'peak memory of the program',
      `<= ${PEAK_MEGABYTES} MB`,
      peak === null ? null : toMegabytes(peak),
      (megabytes) => `${megabytes} MB`,
      (megabytes) => megabytes <= PEAK_MEGABYTES,
    ),
    check(
      'embedding, of onnxruntime alone',
      `>= ${100 * EMBEDDING_SHARE} %`,
      embeddingShare(figures),
      (share) => `${(100 * share).toFixed(1)} %`,
      (share) => share >= EMBEDDING_SHARE,
    ),
    check(
      'longest block of the event loop',
      `<= ${BLOCK_MS} ms`,
      highest(blocks),
      (blockMs) => `${blockMs.toFixed(1)} ms`,
      (blockMs) => blockMs <= BLOCK_MS,
    ),
    check(
      "p95 of a search, of MiniSearch's",
      `<= ${100 * MINISEARCH_SHARE} %`,
      p95 === null || minisearch === null ? null : p95 / minisearch.search.p95,
      (share) => `${(100 * share).toFixed(1)} %`,
      (share) => share <= MINISEARCH_SHARE,
    ),
  ];
}
