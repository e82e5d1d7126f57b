/** Config in, App out: joins the steps. */
import { ulid } from 'ulid';
import type { AnswerCache } from './answer/answer-cache.js';
import { createAsk } from './answer/ask.js';
import type { LlmAnswerer } from './answer/llm-answerer.js';
import { phrasesFor } from './answer/phrases.js';
import { openConversations } from './compose-conversations.js';
import { freshenIndex, indexIsFresh, outdatedReason } from './compose-freshen.js';
import { keepFresh } from './compose-keep-fresh.js';
import { loadDocument, openParts, type Parts, personsIn } from './compose-parts.js';
import { loadProviders } from './compose-providers.js';
import type { Refresher } from './compose-refresh.js';
import { openReports } from './compose-reports.js';
import type { Config } from './config.js';
import type { Answer } from './domain/answer.js';
import type { Answering, App, AskOptions, RefreshOptions } from './domain/app.js';
import { AppError } from './domain/app-error.js';
import type { JobQueue } from './domain/job-queue.js';
import type { Question } from './domain/question.js';
import type { StateStore } from './domain/state-store.js';

/** What a server needs besides the App: the work that is owed, and the keys of requests. */
export interface Services {
  readonly app: App;
  readonly jobs: JobQueue;
  readonly state: StateStore;
  /** Loads what the first answer would otherwise wait for. */
  warm(): Promise<void>;
}

export interface OpenOptions {
  /** For the operator's log: what a model failed with, and the mend. */
  readonly onModelFailure?: (error: AppError) => void;
  /** Gives an answer in the reports' own words again while the reports are the same; worth its memory in servers. */
  readonly rememberAnswers?: boolean;
}

export async function openApp(config: Config, options: OpenOptions = {}): Promise<App> {
  return (await openServices(config, options)).app;
}

export async function openServices(config: Config, options: OpenOptions = {}): Promise<Services> {
  const parts = openParts(config, await loadProviders(config, options.onModelFailure));
  const llm = await openLlm(parts, options);
  const { state } = parts;
  const warm = async (): Promise<void> => llm?.warm('zh-Hant');
  const cache = options.rememberAnswers === true ? await openCache(config) : null;
  return { app: joinApp(parts, llm, cache), jobs: state.jobs, state, warm };
}

async function openLlm(parts: Parts, { onModelFailure = () => {} }: OpenOptions) {
  if (parts.chat === null) return null;
  const { openLlmAnswerer } = await import('./compose-llm.js');
  return openLlmAnswerer(parts.chat, parts, onModelFailure);
}

async function openCache({ modelSettings }: Config): Promise<AnswerCache | null> {
  // A server that embeds may fail for one question; its answer by words alone must not last.
  if (!modelSettings.answerCache || modelSettings.embedding !== null) return null;
  const { createAnswerCache } = await import('./answer/answer-cache.js');
  return createAnswerCache(['extractive']);
}

export function joinApp(
  parts: Parts,
  llm: LlmAnswerer | null,
  cache: AnswerCache | null = null,
): App {
  const { config, models, tokenizer, index, source, state, lexicon } = parts;

  const indexes = config.database?.indexes !== false;

  async function refresh(options: RefreshOptions = {}) {
    await requireModelFiles(config.modelsFolder);
    return await build(options);
  }

  let refresher: Refresher | null = null;

  async function build(options: RefreshOptions) {
    const { openRefresher } = await import('./compose-refresh.js');
    refresher ??= openRefresher(parts);
    return await refresher.refresh(options);
  }

  const answerQuestion = createAsk({
    index,
    extractive: parts.extractive,
    tokenizer,
    repairQuestion,
    toTraditional,
    personsIn: (text) => personsIn(text, tokenizer),
    newId: ulid,
    lexicon,
    llm,
    cache,
  });

  async function ask(question: Question, options: AskOptions = {}): Promise<Answer> {
    const isBehind = options.refresh === 'behind' || !indexes;
    if (isBehind && (await index.state()) !== null) {
      return await answerQuestion(question, options);
    }
    const { signal, onProgress } = options;
    const outdated = await freshenIndex(
      { index, source, build },
      { ...(signal === undefined ? {} : { signal }), ...(onProgress ? { onProgress } : {}) },
    );
    const answer = await answerQuestion(question, options);
    const reason = outdatedReason(outdated, answer);
    if (reason === null) return answer;
    const notice = phrasesFor(answer.language).staleIndex(reason);
    return { ...answer, notices: [...answer.notices, notice] };
  }

  return {
    answering: answeringOf(config),
    ...openConversations({ index, state, ask, now: () => new Date() }),
    ...openReports({
      index,
      folder: config.reportsFolder,
      maxFileBytes: config.maxReportBytes,
      refresh,
    }),
    refresh,
    keepFresh: (options = {}) =>
      keepFresh(
        { isFresh: async () => !indexes || (await indexIsFresh(index, source)), refresh },
        options,
      ),
    status: () => index.status(),
    documents: () => index.documents(),
    document: (id) => loadDocument(index, id),
    async health() {
      const { checkHealth } = await import('./check-health.js');
      return await checkHealth(parts);
    },
    async close() {
      await refresher?.close();
      await state.close();
      await index.close();
      await models.close();
    },
  };
}

/** How questions are answered with this configuration. */
export function answeringOf({ modelSettings: { chat, embedding } }: Config): Answering {
  return {
    mode: chat === null ? 'extractive' : 'llm',
    model: chat?.model ?? null,
    host: chat === null ? null : new URL(chat.baseUrl).host,
    embeddingHost: embedding === null ? null : new URL(embedding.baseUrl).host,
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

const reading = /[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]+[)）]/iu;

/** Questions copied from a damaged page carry its readings; the repair is loaded only for those. */
async function repairQuestion(text: string): Promise<string> {
  if (!reading.test(text)) return text;
  const { repairFragment } = await import('./text/repair-fragment.js');
  return repairFragment(text);
}

async function toTraditional(text: string): Promise<string> {
  const convert = await import('./text/to-traditional.js');
  return convert.toTraditional(text);
}
