/** Config in, App out: joins the steps. */
import { ulid } from 'ulid';
import type { AnswerCache } from './answer/answer-cache.js';
import { createAsk } from './answer/ask.js';
import type { LlmAnswerer } from './answer/llm-answerer.js';
import { phrasesFor } from './answer/phrases.js';
import { loadDocument, personsIn, repairQuestion, toTraditional } from './compose-answering.js';
import { openConversations } from './compose-conversations.js';
import { type Outdated, outdatedReason } from './compose-freshen.js';
import { openIndexing } from './compose-indexing.js';
import { openParts, type Parts } from './compose-parts.js';
import { loadProviders } from './compose-providers.js';
import { openReports } from './compose-reports.js';
import type { Config } from './config.js';
import type { Answer } from './domain/answer.js';
import type { Answering, App, AskOptions } from './domain/app.js';
import { AppError } from './domain/app-error.js';
import type { JobQueue } from './domain/job-queue.js';
import type { Question } from './domain/question.js';
import type { StateStore } from './domain/state-store.js';
import { removeDrafts } from './load/remove-drafts.js';
import { QuestionsFirst } from './questions-first.js';

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
  /** Searches the index in another thread, so that a long search holds up nobody else. */
  readonly searchApart?: boolean;
  /** Has the models load at once; for whoever is about to ask. */
  readonly warmModels?: boolean;
}

export async function openApp(config: Config, options: OpenOptions = {}): Promise<App> {
  return (await openServices(config, options)).app;
}

export async function openServices(config: Config, options: OpenOptions = {}): Promise<Services> {
  const providers = await loadProviders(config, options.onModelFailure);
  const parts = openParts(config, {
    ...providers,
    ...(options.searchApart === true ? await loadIndexThread() : {}),
  });
  if (options.warmModels === true) parts.warmModels();
  const llm = await openLlm(parts, options);
  const { state } = parts;
  const warm = async (): Promise<void> => {
    // What a killed server was sent and did not store.
    await removeDrafts(config.reportsFolder);
    llm?.warm('zh-Hant');
    // Otherwise the first question in English would hold up all others for half a second.
    await parts.warmLanguages();
    // While the first index is made, nobody can ask, and its memory is wanted for that.
    if ((await parts.index.state())?.files.length) parts.warmModels();
  };
  const cache = options.rememberAnswers === true ? await openCache(config) : null;
  return { app: joinApp(parts, llm, cache), jobs: state.jobs, state, warm };
}

async function openLlm(parts: Parts, { onModelFailure = () => {} }: OpenOptions) {
  if (parts.chat === null) return null;
  const { openLlmAnswerer } = await import('./compose-llm.js');
  return openLlmAnswerer(parts.chat, parts, onModelFailure);
}

async function loadIndexThread() {
  const { openIndexThread } = await import('./threads/index-thread.js');
  return { openIndex: openIndexThread };
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
  const { config, models, tokenizer, index, state, lexicon } = parts;
  // A language model's server takes its time and none of this machine's cores.
  const questionsFirst = new QuestionsFirst(llm === null ? 1_000 : 300);
  const indexing = openIndexing(parts, questionsFirst);

  const askOver = createAsk({
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

  const answerQuestion = (question: Question, options: AskOptions): Promise<Answer> =>
    questionsFirst.during(() => askOver(question, options));

  async function ask(question: Question, options: AskOptions = {}): Promise<Answer> {
    const isBehind = options.refresh === 'behind' || !indexing.isAllowed;
    if (isBehind && (await index.state())?.files.length) {
      return await answerQuestion(question, options);
    }
    if (!indexing.isAllowed) throw notIndexed();
    const { signal, onProgress } = options;
    const outdated = await indexing.beforeAnswer({
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    const answer = await answerQuestion(question, options);
    return { ...answer, notices: [...answer.notices, ...noticesOf(outdated, answer)] };
  }

  return {
    answering: answeringOf(config),
    ...openConversations({ index, state, ask, now: () => new Date() }),
    ...openReports({
      index,
      folder: config.reportsFolder,
      maxFileBytes: config.maxReportBytes,
      refresh: indexing.refreshWords,
    }),
    refresh: indexing.refresh,
    keepFresh: indexing.keepFresh,
    status: () => index.status(),
    documents: () => index.documents(),
    document: (id) => loadDocument(index, id),
    async health() {
      const { checkHealth } = await import('./check-health.js');
      return await checkHealth(parts);
    },
    async close() {
      await indexing.close();
      await state.close();
      await index.close();
      await models.close();
    },
  };
}

function notIndexed(): AppError {
  return new AppError('The shared index is empty, and this process does not build it.', {
    code: 'index_missing',
    hint: 'Start one process without DATABASE_INDEXER=off, or run `npm run index` with the same DATABASE_URL.',
  });
}

function noticesOf(outdated: Outdated, answer: Answer): string[] {
  const phrases = phrasesFor(answer.language);
  const reason = outdatedReason(outdated, answer);
  const { vectorsMissing } = outdated;
  return [
    ...(reason === null ? [] : [phrases.staleIndex(reason)]),
    ...(vectorsMissing === 0 ? [] : [phrases.vectorsMissing(vectorsMissing)]),
  ];
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
