/** The part of the composition that builds the index, in a thread of its own; loaded when there is something to build. */
import type { Parts } from './compose-parts.js';
import type { IndexProgress, IndexReport, RefreshOptions } from './domain/app.js';
import type { QuestionsFirst } from './questions-first.js';
import type { GateTask, RefreshSettings, RefreshTask } from './threads/refresh-settings.js';
import { Thread } from './threads/thread.js';

export interface Refresher {
  refresh(options: RefreshOptions): Promise<IndexReport>;
  close(): Promise<void>;
}

interface Task {
  readonly options: RefreshOptions;
  readonly embedding: AbortController;
}

/** Two at a time: while the vectors of one batch are stored, the model goes on with the next. */
const batchesAtOnce = 2;

function settingsOf(parts: Parts): RefreshSettings {
  const { config, embedder, dictionaryFile } = parts;
  const { reportsFolder, indexFolder, maxReportBytes, bigFromBytes, database } = config;
  return {
    ...{ reportsFolder, indexFolder, dictionaryFile, maxReportBytes, bigFromBytes, database },
    fingerprint: embedder.fingerprint,
    embeddingConcurrency: config.modelSettings.embedding?.parallelRequests ?? batchesAtOnce,
    embeddingBatchSize: config.modelSettings.embedding?.batchSize ?? null,
    gate: gateOf(parts),
  };
}

function gateOf({ config, embedder, models, weights }: Parts): GateTask | null {
  const { evalFolder, indexGate } = config;
  if (indexGate === null) return null;
  const { dimensions } = embedder;
  return {
    ...{ evalFolder, weights, dimensions, points: indexGate },
    isBuiltin: embedder === models.embedder,
  };
}

function taskOf({ rebuild = false, vectors = {}, gate }: RefreshOptions): RefreshTask {
  return {
    ...{ rebuild, gate: gate ?? null },
    vectorsUpTo: vectors.upTo ?? null,
    vectorsMaxMs: vectors.maxMs ?? null,
  };
}

/** Between so many texts, which take the built-in model a tenth of a second, a question gets the cores. */
const textsBetweenQuestions = 4;

export function openRefresher(parts: Parts, questionsFirst: QuestionsFirst): Refresher {
  const { embedder } = parts;
  const textsAtOnce =
    parts.config.modelSettings.embedding === null
      ? textsBetweenQuestions
      : Number.POSITIVE_INFINITY;
  const tasks = new Map<number, Task>();
  let lastId = 0;

  async function embed(id: number, texts: readonly string[]): Promise<Float32Array[]> {
    const signal = tasks.get(id)?.embedding.signal;
    const vectors: Float32Array[] = [];
    while (vectors.length < texts.length) {
      await questionsFirst.pause();
      const some = texts.slice(vectors.length, vectors.length + textsAtOnce);
      vectors.push(...(await embedder.embedPassages(some, signal === undefined ? {} : { signal })));
    }
    return vectors;
  }

  const thread = new Thread({
    name: 'thread that builds the index',
    script: new URL('./threads/refresh-worker', import.meta.url),
    workerData: settingsOf(parts),
    handlers: {
      embed,
      embedQuery: (text: string) => embedder.embedQuery(text),
      progress: (id: number, progress: IndexProgress) =>
        tasks.get(id)?.options.onProgress?.(progress),
    },
  });

  /** A task that makes vectors for a while lets one through that somebody waits for. */
  function hurry(): void {
    for (const [id, { options }] of tasks) {
      if (options.vectors?.maxMs !== undefined) void call('stopVectors', id);
    }
  }

  async function call(name: string, id: number): Promise<void> {
    // What has ended meanwhile needs no stopping, least of all by a thread that is started for it.
    if (thread.isRunning) await thread.call(name, id).catch(() => {});
  }

  async function refresh(options: RefreshOptions): Promise<IndexReport> {
    if (options.vectors?.maxMs === undefined) hurry();
    lastId += 1;
    const id = lastId;
    const embedding = new AbortController();
    const stop = (): void => {
      embedding.abort();
      void call('stop', id);
    };
    const { signal } = options;
    tasks.set(id, { options, embedding });
    try {
      const report = thread.call<IndexReport>('refresh', id, taskOf(options));
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop, { once: true });
      return await report;
    } finally {
      tasks.delete(id);
      signal?.removeEventListener('abort', stop);
    }
  }

  return { refresh, close: () => thread.end() };
}
