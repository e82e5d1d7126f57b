/** The part of the composition that keeps the index what the reports make of it. */
import { freshenIndex, indexNeeds, type Outdated } from './compose-freshen.js';
import { keepFresh } from './compose-keep-fresh.js';
import type { Parts } from './compose-parts.js';
import type { Refresher } from './compose-refresh.js';
import type { App, IndexReport, RefreshOptions } from './domain/app.js';
import { AppError } from './domain/app-error.js';
import { vectorsWhileWaiting } from './domain/vectors-while-waiting.js';
import type { QuestionsFirst } from './questions-first.js';

export interface Indexing extends Pick<App, 'refresh' | 'keepFresh'> {
  /** Whether this process may build the index. */
  readonly isAllowed: boolean;
  /** For the change of a report: resolves when words are there, and vectors too unless they take long. */
  refreshWords(options: RefreshOptions): Promise<IndexReport>;
  beforeAnswer(options: RefreshOptions): Promise<Outdated>;
  close(): Promise<void>;
}

export function openIndexing(parts: Parts, questionsFirst: QuestionsFirst): Indexing {
  const { config, index, source } = parts;
  const isAllowed = config.database?.indexes !== false;
  let refresher: Refresher | null = null;

  async function build(options: RefreshOptions): Promise<IndexReport> {
    const { openRefresher } = await import('./compose-refresh.js');
    refresher ??= openRefresher(parts, questionsFirst);
    return await refresher.refresh(options);
  }

  async function refresh(options: RefreshOptions = {}): Promise<IndexReport> {
    await requireModelFiles(config.modelsFolder);
    return await build(options);
  }

  const { indexGate: points } = config;
  const needs = async () => (isAllowed ? await indexNeeds({ index, source, points }) : 'nothing');

  return {
    isAllowed,
    refresh,
    refreshWords: (options) => refresh({ ...options, vectors: { upTo: vectorsWhileWaiting } }),
    beforeAnswer: (options) => freshenIndex({ index, source, build }, options),
    keepFresh: (options = {}) => keepFresh({ needs, refresh }, options),
    async close() {
      await refresher?.close();
    },
  };
}

/** For `index`; `ask` only looks whether the files are there. */
async function requireModelFiles(folder: string): Promise<void> {
  const { verifyModelFiles } = await import('./models/verify-model-files.js');
  const wrong = (await verifyModelFiles(folder)).filter(({ state }) => state !== 'well');
  if (wrong.length === 0) return;
  throw new AppError(
    `Model files are not as they were shipped: ${wrong.map(({ path, state }) => `${path} (${state})`).join(', ')}.`,
    {
      code: wrong.some(({ state }) => state === 'missing') ? 'model_missing' : 'model_altered',
      hint: 'Restore them with `git checkout -- data/models`, or set MODELS_DIR to the folder that holds them.',
    },
  );
}
