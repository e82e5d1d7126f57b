/** A server that builds its index: how long the words take, how fast vectors come, how long its event loop is held up. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App, IndexProgress, RefreshOptions } from '../../src/domain/app.js';
import type { IndexStatus } from '../../src/domain/report-index.js';
import { watchLoop } from './loop-watch.js';
import { type CorpusFolders, openServer } from './open-corpus.js';
import type { Stage } from './stages.js';

export interface WordsBuilt {
  /** From the start of the refresh until every document can be asked by words. */
  readonly wordsMs: number;
  readonly longestBlockMs: number;
  readonly status: IndexStatus;
}

export interface GlossesAdded {
  /** From the start of a refresh until every document is found by words of the other language too. */
  readonly tookMs: number;
  readonly longestBlockMs: number;
}

export interface Embedded {
  /** Texts that were done from the end of the first batch to that of the last. */
  readonly texts: number;
  readonly tookMs: number;
  readonly longestBlockMs: number;
}

export interface ServedMeanwhile {
  readonly longestBlockMs: number;
  readonly askedTimesMs: readonly number[];
}

const PAUSE_BETWEEN_QUESTIONS_MS = 200;

/** From the first batch that is done on: what goes before it is looking for what to embed first, once a refresh. */
interface Embedding {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly texts: number;
}

/** Refreshes until `seconds` after vectors began to be made and some are, or to the end with null. */
async function refreshFor(
  app: App,
  seconds: number | null,
  onWords: () => void = () => {},
): Promise<Embedding | null> {
  const stop = new AbortController();
  let embedding: Embedding | null = null;
  let doneBefore = 0;
  let wordsStand = false;
  const onProgress = ({ phase, done }: IndexProgress): void => {
    if (!['searchable', 'embedding', 'done'].includes(phase)) return;
    if (!wordsStand) onWords();
    wordsStand = true;
    if (seconds === 0) stop.abort();
    if (phase !== 'embedding' || done === 0) return;
    const now = performance.now();
    if (embedding === null) doneBefore = done;
    embedding = { firstAt: embedding?.firstAt ?? now, lastAt: now, texts: done - doneBefore };
    if (seconds !== null && now - embedding.firstAt >= 1_000 * seconds) stop.abort();
  };
  await refreshOrStop(app, { signal: stop.signal, onProgress });
  return embedding;
}

async function refreshOrStop(app: App, options: RefreshOptions): Promise<void> {
  try {
    await app.refresh(options);
  } catch (error) {
    if (options.signal?.aborted !== true) throw error;
  }
}

/** Refreshes until words stand, or, where they do, until their glosses are added. */
async function timeRefresh(app: App): Promise<GlossesAdded> {
  const loop = watchLoop();
  const started = performance.now();
  let tookMs: number | null = null;
  await refreshFor(app, 0, () => {
    tookMs = performance.now() - started;
  });
  const longestBlockMs = loop();
  if (tookMs === null) throw new Error('The refresh told nothing of its progress.');
  return { tookMs, longestBlockMs };
}

async function buildWords(app: App): Promise<WordsBuilt> {
  const { tookMs: wordsMs, longestBlockMs } = await timeRefresh(app);
  return { wordsMs, longestBlockMs, status: await app.status() };
}

/** To be called when the words stand. */
async function addGlosses(app: App): Promise<GlossesAdded> {
  const added = await timeRefresh(app);
  const { passagesToGloss } = await app.status();
  if (passagesToGloss > 0) throw new Error('Not all glosses were added.');
  return added;
}

async function embed(app: App, seconds: number | null): Promise<Embedded> {
  const loop = watchLoop();
  const embedding = await refreshFor(app, seconds);
  const longestBlockMs = loop();
  if (embedding === null) return { texts: 0, tookMs: 0, longestBlockMs };
  return { texts: embedding.texts, tookMs: embedding.lastAt - embedding.firstAt, longestBlockMs };
}

/** Questions are asked one after the other while vectors are made. */
async function serveMeanwhile(
  app: App,
  seconds: number,
  questions: readonly string[],
): Promise<ServedMeanwhile> {
  const askedTimesMs: number[] = [];
  // What the first question loads is no part of it.
  for (const question of questions.slice(0, 3)) await app.ask({ question }, { refresh: 'behind' });
  const loop = watchLoop();
  const running = refreshFor(app, seconds);
  let isRunning = true;
  const ended = running.finally(() => {
    isRunning = false;
  });
  for (let turn = 3; isRunning && questions.length > 0; turn += 1) {
    const started = performance.now();
    const question = questions[turn % questions.length] ?? '';
    await app.ask({ question }, { refresh: 'behind' });
    askedTimesMs.push(performance.now() - started);
    await sleep(PAUSE_BETWEEN_QUESTIONS_MS);
  }
  await ended;
  return { longestBlockMs: loop(), askedTimesMs };
}

export async function openServerStage(folders: CorpusFolders): Promise<Stage> {
  const app = await openServer(folders);
  return {
    handlers: {
      words: () => buildWords(app),
      glosses: () => addGlosses(app),
      embed: ({ seconds }: { seconds: number | null }) => embed(app, seconds),
      serve: ({ seconds, questions }: { seconds: number; questions: readonly string[] }) =>
        serveMeanwhile(app, seconds, questions),
    },
    close: () => app.close(),
  };
}
