/** MiniSearch over the same passages with the same tokens, answering the same questions. */
import MiniSearch from 'minisearch';
import type { ReportIndex } from '../../src/domain/report-index.js';
import { readAllPassages } from './corpus-passages.js';
import type { BenchQuestion } from './make-questions.js';
import { type CorpusFolders, openIndex, openTextSteps } from './open-corpus.js';
import type { Stage } from './stages.js';

export interface MinisearchBuilt {
  readonly passages: number;
  /** Of adding the passages alone; reading and tokenising them is not counted. */
  readonly buildMs: number;
  /** Bytes of the process before the first passage was added. */
  readonly residentBefore: number;
}

export interface MinisearchTimes {
  readonly timesMs: readonly number[];
  readonly found: number;
}

interface Entry {
  readonly id: number;
  readonly tokens: string;
}

/** Stands in no token. */
const SEPARATOR = '\n';
const FIRST = 5;

/** The tokens are ours and taken as they are; of a passage its id alone is kept. */
function createIndex(): MiniSearch<Entry> {
  return new MiniSearch<Entry>({
    fields: ['tokens'],
    storeFields: [],
    tokenize: (text) => text.split(SEPARATOR),
    processTerm: (term) => term,
    searchOptions: { combineWith: 'OR', prefix: false, fuzzy: false },
  });
}

async function build(search: MiniSearch<Entry>, index: ReportIndex): Promise<MinisearchBuilt> {
  const { normalize, tokens } = await openTextSteps();
  // Loads the dictionary.
  tokens('会议');
  const residentBefore = process.memoryUsage.rss();
  let buildMs = 0;
  for await (const passages of readAllPassages(index)) {
    const entries = passages.map(({ id, text }) => ({
      id,
      tokens: tokens(normalize(text)).join(SEPARATOR),
    }));
    const started = performance.now();
    search.addAll(entries);
    buildMs += performance.now() - started;
  }
  return { passages: search.documentCount, buildMs, residentBefore };
}

function timeSearches(
  search: MiniSearch<Entry>,
  questions: readonly BenchQuestion[],
  tokens: readonly (readonly string[])[],
): MinisearchTimes {
  let found = 0;
  const timesMs = questions.map(({ passageId }, position) => {
    const query = (tokens[position] ?? []).join(SEPARATOR);
    const started = performance.now();
    const results = search.search(query);
    const tookMs = performance.now() - started;
    if (results.slice(0, FIRST).some(({ id }) => id === passageId)) found += 1;
    return tookMs;
  });
  return { timesMs, found };
}

export async function openMinisearchStage(folders: CorpusFolders): Promise<Stage> {
  const index = await openIndex(folders);
  const search = createIndex();
  return {
    handlers: {
      build: () => build(search, index),
      async time({
        questions,
        tokens,
      }: {
        questions: readonly BenchQuestion[];
        tokens: readonly (readonly string[])[];
      }): Promise<MinisearchTimes> {
        return timeSearches(search, questions, tokens);
      },
    },
    close: () => index.close(),
  };
}
