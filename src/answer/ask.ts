/** One way through: a question in, a verified Answer out. */
import type { Answer } from '../domain/answer.js';
import type { AskOptions } from '../domain/app.js';
import { AppError } from '../domain/app-error.js';
import type { Exchange, Question } from '../domain/question.js';
import type { ReportIndex } from '../domain/report-index.js';
import { detectLanguage } from '../text/detect-language.js';
import { normalizeText } from '../text/normalize-text.js';
import type { AnswerCache, AnswerKey } from './answer-cache.js';
import type { ExtractiveAnswerer } from './extractive-answerer.js';
import { type Findings, findAnswer } from './find-answer.js';
import type { LlmAnswerer } from './llm-answerer.js';
import { questionKind } from './question-kind.js';
import {
  type Asked,
  type TellDependencies,
  tellAgain,
  tellAnswer,
  tellSmallTalk,
} from './tell-answer.js';
import { understandQuestion } from './understand-question.js';
import { validateQuestion } from './validate-question.js';

export interface AskDependencies extends TellDependencies {
  readonly index: ReportIndex;
  readonly extractive: ExtractiveAnswerer;
  /** Undoes scraper damage in a question; returns it unchanged when there is none. */
  readonly repairQuestion: (text: string) => Promise<string>;
  readonly personsIn: (text: string) => readonly string[];
  /** Null or absent: answers are in the reports' own words. */
  readonly llm?: LlmAnswerer | null;
  /** Of answers in the reports' own words; those of a model are in its own. Null or absent: none are kept. */
  readonly cache?: AnswerCache | null;
}

/** How often a question begins again because the index moved under it. */
const maxAttempts = 3;
const defaultNearest = 3;
/** Earlier questions that a follow-up may lean on. */
const maxHistory = 6;
/** Of the time for a question, so much is kept for putting the answer together. */
const reservedMs = 150;

export type Ask = (question: Question, options?: AskOptions) => Promise<Answer>;

export function createAsk(dependencies: AskDependencies): Ask {
  return (question, options = {}) => ask(dependencies, question, options, dependencies.llm ?? null);
}

async function ask(
  dependencies: AskDependencies,
  question: Question,
  options: AskOptions,
  llm: LlmAnswerer | null,
): Promise<Answer> {
  const { index } = dependencies;
  const started = performance.now();
  const text = await dependencies.repairQuestion(validateQuestion(question));
  await checkDocuments(index, question.documents ?? []);
  const timeoutMs = llm?.settings.answerTimeoutMs ?? 0;
  const asked: Asked = {
    ...{ question, text, language: detectLanguage(text), options, started, llm },
    caller: {
      user: options.user ?? null,
      signal: options.signal,
      deadlineMs: started + timeoutMs - reservedMs,
    },
    onEvent: options.onEvent ?? (() => undefined),
  };
  const kind = questionKind(normalizeText(text));
  const generation = await index.generation();
  if (kind === 'greeting' || kind === 'about-bot') {
    return tellSmallTalk(dependencies, asked, kind, generation);
  }
  const key: AnswerKey = { question, nearest: options.top ?? defaultNearest, generation };
  const cache = llm === null ? dependencies.cache : llm.cache;
  const cached = options.onExplain === undefined ? cache?.get(key) : null;
  if (cached != null) return tellAgain(dependencies, asked, cached);
  const answer = await workOut(dependencies, asked);
  if (cache != null && (await isLasting(answer, llm, index))) {
    cache.set({ ...key, generation: answer.generation }, answer);
  }
  return answer;
}

/** Failures, what stands in for a model's answer, and what was found before all vectors were there are asked again. */
async function isLasting(
  { mode, incomplete }: Answer,
  llm: LlmAnswerer | null,
  index: ReportIndex,
): Promise<boolean> {
  if (incomplete || (llm !== null && mode !== 'llm')) return false;
  const { vectors, vectorsWanted } = await index.status();
  return vectors >= vectorsWanted;
}

async function workOut(dependencies: AskDependencies, asked: Asked): Promise<Answer> {
  const { question, text, language, options, llm, caller } = asked;
  const { index, extractive, tokenizer, personsIn } = dependencies;
  const history = await completeHistory(dependencies, asked);
  const understood = await understandQuestion({
    ...{ question: text, language, history, tokenizer, personsIn, llm, caller },
  });
  let found: Findings | null = null;
  let generation = 0;
  for (let attempt = 1; ; attempt += 1) {
    generation = await index.generation();
    const isLast = attempt >= maxAttempts;
    found = await findAnswer({
      ...{ extractive, tokenizer, resolved: understood.resolved, history, language },
      ...{ documentIds: question.documents ?? [], nearest: options.top ?? defaultNearest },
      signal: options.signal,
    }).catch((error: unknown) => {
      // A report that was found and then removed, before it could be read.
      if (isLast || !(error instanceof AppError) || error.code !== 'document_unknown') throw error;
      return null;
    });
    // Before anything is told: what the answer cites is read off the documents found here, whatever the index does then.
    if (found !== null && (isLast || (await index.generation()) === generation)) break;
  }
  for (const part of found.parts) options.onExplain?.(part.explanation);
  return await tellAnswer(dependencies, asked, { understood, found, generation });
}

/** Throws `document_unknown` for an id that the index does not hold. */
async function checkDocuments(index: ReportIndex, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const known = new Set((await index.documents()).map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new AppError(
      `There is no document ${unknown.map((id) => `“${id}”`).join(', ')} in the index.`,
      {
        code: 'document_unknown',
        hint: 'Run `npm run show` for the list of documents.',
      },
    );
  }
}

/** Works out the last missing answer of the history, by rule, which a pronoun may point into. */
async function completeHistory(
  dependencies: AskDependencies,
  { question }: Asked,
): Promise<readonly Exchange[]> {
  const recent = (question.history ?? []).slice(-maxHistory);
  const last = recent.at(-1);
  if (last === undefined || last.answer !== undefined) return recent;
  const earlier: Question = {
    question: last.question,
    history: recent.slice(0, -1).map((exchange) => ({ answer: '', ...exchange })),
    ...(question.documents === undefined ? {} : { documents: question.documents }),
  };
  const { answer } = await ask(dependencies, earlier, {}, null);
  return [...recent.slice(0, -1), { question: last.question, answer }];
}
