/** One way through: a question in, a verified Answer out. */
import type { Answer, Language } from '../domain/answer.js';
import type { AskOptions } from '../domain/app.js';
import { AppError } from '../domain/app-error.js';
import type { Exchange, Question } from '../domain/question.js';
import type { ReportIndex } from '../domain/report-index.js';
import { detectLanguage } from '../text/detect-language.js';
import { normalizeText } from '../text/normalize-text.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { assembleAnswer } from './assemble-answer.js';
import type { Draft } from './draft.js';
import type { ExtractiveAnswerer, ExtractiveResult } from './extractive-answerer.js';
import { phrasesFor } from './phrases.js';
import { questionKind } from './question-kind.js';
import { type ResolvedQuestion, resolveFollowUp } from './resolve-follow-up.js';
import { type QuestionPart, splitQuestion } from './split-question.js';
import { validateQuestion } from './validate-question.js';

export interface AskDependencies {
  readonly index: ReportIndex;
  readonly extractive: ExtractiveAnswerer;
  readonly tokenizer: Tokenizer;
  /** Undoes scraper damage in a question; returns it unchanged when there is none. */
  readonly repairQuestion: (text: string) => Promise<string>;
  readonly toTraditional: (text: string) => Promise<string>;
  readonly personsIn: (text: string) => readonly string[];
  /** Sortable, unique. */
  readonly newId: () => string;
}

/** How often a question begins again because the index moved under it. */
const maxAttempts = 3;
const defaultNearest = 3;
/** Earlier questions that a follow-up may lean on. */
const maxHistory = 6;

interface Asked {
  readonly draft: Draft;
  readonly parts: readonly ExtractiveResult[];
  readonly notices: readonly string[];
}

export type Ask = (question: Question, options?: AskOptions) => Promise<Answer>;

export function createAsk(dependencies: AskDependencies): Ask {
  const { index } = dependencies;
  const ask: Ask = async (question, options = {}) => {
    const started = performance.now();
    const text = await dependencies.repairQuestion(validateQuestion(question));
    const language = detectLanguage(text);
    await checkDocuments(index, question.documents ?? []);
    for (let attempt = 1; ; attempt += 1) {
      const generation = await index.generation();
      const answer = await askOnce(dependencies, ask, {
        question,
        text,
        language,
        options,
        generation,
        started,
      });
      if (attempt >= maxAttempts || (await index.generation()) === generation) return answer;
    }
  };
  return ask;
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

interface Attempt {
  readonly question: Question;
  readonly text: string;
  readonly language: Language;
  readonly options: AskOptions;
  readonly generation: number;
  readonly started: number;
}

async function askOnce(dependencies: AskDependencies, ask: Ask, attempt: Attempt): Promise<Answer> {
  const { question, text, language, options, generation, started } = attempt;
  const kind = questionKind(normalizeText(text));
  const phrases = phrasesFor(language);
  const id = dependencies.newId();
  const base = {
    id,
    questionId: question.id ?? null,
    question: question.question,
    incomplete: false,
    language,
    mode: 'extractive' as const,
    usage: null,
    generation,
  };
  if (kind === 'greeting' || kind === 'about-bot') {
    const total = performance.now() - started;
    return {
      ...base,
      understoodAs: null,
      status: 'not_found',
      claims: [],
      answer: kind === 'greeting' ? phrases.greeting : phrases.aboutBot,
      citations: [],
      nearest: [],
      verification: { claims: 0, verified: 0, dropped: [] },
      notices: [],
      timingsMs: { retrieve: 0, answer: 0, total: inTenths(total) },
    };
  }
  const history = await completeHistory(question.history ?? [], ask, question);
  const resolved = resolveFollowUp({
    question: text,
    history,
    tokenizer: dependencies.tokenizer,
    personsIn: dependencies.personsIn,
  });
  const asked = await answerParts(dependencies, attempt, resolved, history);
  const retrieve = asked.parts.reduce((sum, part) => sum + part.retrieveMs, 0);
  for (const part of asked.parts) options.onExplain?.(part.explanation);
  const shown = await assembleAnswer({ draft: asked.draft, language, ...dependencies });
  const total = performance.now() - started;
  const understoodAs =
    resolved.understoodAs === null || language !== 'zh-Hant'
      ? resolved.understoodAs
      : await dependencies.toTraditional(resolved.understoodAs);
  return {
    ...base,
    understoodAs,
    ...shown,
    notices: asked.notices,
    timingsMs: {
      retrieve: inTenths(retrieve),
      answer: inTenths(total - retrieve),
      total: inTenths(total),
    },
  };
}

const inTenths = (ms: number): number => Math.round(ms * 10) / 10;

/** Works out the last missing answer of the history, which a pronoun may point into. */
async function completeHistory(
  history: readonly Exchange[],
  ask: Ask,
  question: Question,
): Promise<readonly Exchange[]> {
  const recent = history.slice(-maxHistory);
  const last = recent.at(-1);
  if (last === undefined || last.answer !== undefined) return recent;
  const { answer } = await ask({
    question: last.question,
    history: recent.slice(0, -1).map((exchange) => ({ answer: '', ...exchange })),
    ...(question.documents === undefined ? {} : { documents: question.documents }),
  });
  return [...recent.slice(0, -1), { question: last.question, answer }];
}

/** Each part of the question is answered by itself; parts that the report does not answer are named in a notice. */
async function answerParts(
  dependencies: AskDependencies,
  { question, language, options }: Attempt,
  resolved: ResolvedQuestion,
  history: readonly Exchange[],
): Promise<Asked> {
  const asked: readonly QuestionPart[] =
    resolved.kind === null
      ? splitQuestion(resolved.text, dependencies.tokenizer)
      : [{ text: resolved.text, kind: resolved.kind }];
  const documentIds = question.documents ?? [];
  const parts: ExtractiveResult[] = [];
  for (const { text, kind } of asked) {
    parts.push(
      await dependencies.extractive.answer({
        text,
        kind,
        language,
        shown: resolved.excludeShown ? history.map(({ answer }) => answer ?? '').join('\n') : '',
        nearest: options.top ?? defaultNearest,
        ...(documentIds.length === 0 ? {} : { documentIds }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      }),
    );
  }
  const claims = parts.flatMap((part) => part.claims);
  const unique = claims.filter(
    (claim, position) => claims.findIndex(({ text }) => text === claim.text) === position,
  );
  const phrases = phrasesFor(language);
  return {
    draft: {
      claims: unique,
      nearest: parts[0]?.nearest ?? [],
      offTopic: parts.every((part) => part.offTopic === true),
    },
    parts,
    notices:
      unique.length === 0
        ? []
        : parts.flatMap((part, position) =>
            part.claims.length === 0 ? [phrases.partNotFound(asked[position]?.text ?? '')] : [],
          ),
  };
}
