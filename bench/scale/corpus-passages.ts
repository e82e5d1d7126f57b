import type { IndexedPassage, ReportIndex } from '../../src/domain/report-index.js';

const PASSAGES_A_READ = 1_000;

/** Ids of all passages, in runs: an index that was built once, in a new folder, numbers them from 1. */
export async function* passageIds(index: ReportIndex): AsyncGenerator<number[]> {
  const { passages } = await index.status();
  for (let first = 1; first <= passages; first += PASSAGES_A_READ) {
    const length = Math.min(PASSAGES_A_READ, passages - first + 1);
    yield Array.from({ length }, (_, offset) => first + offset);
  }
}

/** All passages, some at a time. */
export async function* readAllPassages(index: ReportIndex): AsyncGenerator<IndexedPassage[]> {
  for await (const ids of passageIds(index)) yield await index.passages(ids);
}
