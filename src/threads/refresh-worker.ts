/** The worker thread that brings the index up to date, so that nothing of it holds up the thread that answers. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createClaimLexicon } from '../answer/claim-lexicon.js';
import type { IndexReport } from '../domain/app.js';
import type { Embedder } from '../domain/embedder.js';
import { createReportFolder } from '../load/report-folder.js';
import type { PassageEmbedder } from '../store/embed-missing.js';
import type { PostgresStore } from '../store/postgres/open-postgres-store.js';
import type { GateSettings } from '../store/publication-gate.js';
import { type RefreshIndexOptions, refreshIndex } from '../store/refresh-index.js';
import { openSqliteIndexWriter } from '../store/sqlite-index-writer.js';
import { createWriterLock } from '../store/writer-lock.js';
import { contentVersion } from '../text/content-version.js';
import { openDictionary } from '../text/dictionary-file.js';
import { createGlossary } from '../text/glossary.js';
import { createSearchText, type SearchText } from '../text/search-text.js';
import { createTokenizer } from '../text/tokenizer.js';
import { createGateGrader, type GateLanguage } from './gate-grader.js';
import { PreparePool } from './prepare-pool.js';
import type { RefreshSettings, RefreshTask } from './refresh-settings.js';
import { type Port, ThreadCalls } from './thread-calls.js';

/** Stands for texts that are embedded for no task in particular. */
const NO_TASK = 0;

/** The model runs on the other side, where questions go before the texts of the index. */
function remoteEmbedder(calls: ThreadCalls, fingerprint: string, id: number): PassageEmbedder {
  return { fingerprint, embedPassages: (texts) => calls.call<Float32Array[]>('embed', id, texts) };
}

/** For questions that the gate asks. */
function queryEmbedder(
  calls: ThreadCalls,
  settings: RefreshSettings,
  dimensions: number,
): Embedder {
  return {
    ...remoteEmbedder(calls, settings.fingerprint, NO_TASK),
    dimensions,
    warm() {},
    embedQuery: (text) => calls.call<Float32Array>('embedQuery', text),
    async close() {},
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function loadLanguage({ dictionaryFile }: RefreshSettings): GateLanguage {
  const tokenizer = createTokenizer();
  const dictionary = openDictionary(readFileSync(dictionaryFile));
  return { tokenizer, dictionary, lexicon: createClaimLexicon({ tokenizer, dictionary }) };
}

function searchTextOf({ tokenizer, dictionary }: GateLanguage): SearchText {
  return createSearchText(tokenizer, createGlossary(dictionary, tokenizer));
}

function publicationOf(
  settings: RefreshSettings,
  calls: ThreadCalls,
  language: () => GateLanguage,
): GateSettings | null {
  if (settings.gate === null) return null;
  const { points, dimensions, ...gate } = settings.gate;
  const embedder = queryEmbedder(calls, settings, dimensions);
  return { points, grader: createGateGrader({ ...gate, embedder, language }) };
}

async function openStore({ database }: RefreshSettings): Promise<PostgresStore | null> {
  if (database === null) return null;
  const { openPostgresStore } = await import('../store/postgres/open-postgres-store.js');
  return await openPostgresStore(database);
}

interface Running {
  readonly stopping: AbortController;
  readonly vectorsStopping: AbortController;
}

function serve(port: Port, settings: RefreshSettings): void {
  const { reportsFolder, maxReportBytes, indexFolder: folder } = settings;
  const running = new Map<number, Running>();
  const source = createReportFolder({ folder: reportsFolder, maxFileBytes: maxReportBytes });
  const language = once(() => loadLanguage(settings));
  const searchText = once(() => searchTextOf(language()));
  const { dictionaryFile, bigFromBytes } = settings;
  const preparer = new PreparePool({ dictionaryFile, searchText });
  let store: Promise<PostgresStore | null> | null = null;

  async function refresh(id: number, task: RefreshTask): Promise<IndexReport> {
    const one = { stopping: new AbortController(), vectorsStopping: new AbortController() };
    running.set(id, one);
    try {
      store ??= openStore(settings);
      const shared = await store.catch((error: unknown) => {
        store = null;
        throw error;
      });
      return await refreshIndex({
        source,
        preparer,
        contentVersion,
        bigFromBytes,
        embedder: remoteEmbedder(calls, settings.fingerprint, id),
        concurrency: settings.embeddingConcurrency,
        ...(settings.embeddingBatchSize === null ? {} : { batchSize: settings.embeddingBatchSize }),
        lock: shared?.lock ?? createWriterLock({ folder }),
        openWriter: ({ replaceDamaged }) =>
          shared?.openWriter() ?? openSqliteIndexWriter({ folder, replaceDamaged }),
        rebuild: task.rebuild,
        ...(task.gate === null ? {} : { gate: task.gate }),
        publication: publicationOf(settings, calls, language),
        signal: one.stopping.signal,
        vectors: vectorWork(task, one.vectorsStopping.signal),
        onProgress: (progress) => void calls.call('progress', id, progress).catch(() => {}),
      } satisfies RefreshIndexOptions);
    } finally {
      running.delete(id);
      if (running.size === 0) await preparer.close();
    }
  }

  const calls = new ThreadCalls(port, {
    refresh,
    stop: (id: number) => running.get(id)?.stopping.abort(),
    stopVectors: (id: number) => running.get(id)?.vectorsStopping.abort(),
  });
}

function vectorWork({ vectorsUpTo, vectorsMaxMs }: RefreshTask, until: AbortSignal) {
  return {
    until,
    ...(vectorsUpTo === null ? {} : { upTo: vectorsUpTo }),
    ...(vectorsMaxMs === null ? {} : { maxMs: vectorsMaxMs }),
  };
}

if (parentPort !== null) serve(parentPort, workerData as RefreshSettings);
