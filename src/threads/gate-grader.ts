/** Asks the operator's questions of an index that may become the published one. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Ask, createAsk } from '../answer/ask.js';
import type { ClaimLexicon } from '../answer/claim-lexicon.js';
import type { FittedWeights } from '../answer/extractive-answerer.js';
import { openAnswering, personsIn, repairQuestion, toTraditional } from '../compose-answering.js';
import { AppError } from '../domain/app-error.js';
import type { Embedder } from '../domain/embedder.js';
import type { Question } from '../domain/question.js';
import type { ReportDocument } from '../domain/report-document.js';
import type { ReportIndex } from '../domain/report-index.js';
import { gradeAnswer } from '../eval/grade-answer.js';
import type { GradedQuestion, GradeOptions, QuestionGrader } from '../store/publication-gate.js';
import type { DictionaryFile } from '../text/dictionary-file.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { type GateQuestion, type GateQuestions, loadGateQuestions } from './gate-questions.js';

export interface GateGraderOptions {
  readonly evalFolder: string;
  readonly weights: FittedWeights;
  readonly embedder: Embedder;
  readonly isBuiltin: boolean;
  /** What takes time to load, made with the first question. */
  readonly language: () => GateLanguage;
}

export interface GateLanguage {
  readonly tokenizer: Tokenizer;
  readonly dictionary: DictionaryFile;
  readonly lexicon: ClaimLexicon;
}

/** Ending of files whose questions nobody is to read, so that nobody tunes to them. */
const HELD_OUT = '.held-out.jsonl';

/** The documents that questions and answers are about, each read once. */
class Documents {
  readonly found = new Map<string, ReportDocument>();
  readonly #index: ReportIndex;

  constructor(index: ReportIndex) {
    this.#index = index;
  }

  async has(id: string): Promise<boolean> {
    if (this.found.has(id)) return true;
    const document = await this.#index.document(id);
    if (document !== null) this.found.set(id, document);
    return document !== null;
  }

  async hasAll(ids: readonly string[]): Promise<boolean> {
    for (const id of ids) if (!(await this.has(id))) return false;
    return true;
  }
}

/** That its own report does not say something is asked of that report alone: another one may well say it. */
function toQuestion({ asked, documents }: GateQuestion): Question {
  const within = asked.answerable ? asked.documents : documents;
  const history = asked.history?.map(({ question, answer }) =>
    answer === undefined ? { question } : { question, answer },
  );
  return {
    question: asked.question,
    ...(within === undefined ? {} : { documents: within }),
    ...(history === undefined ? {} : { history }),
  };
}

/** Without the reader, which takes ten times as long and is the same for the old index and the new one. */
class GateGrader implements QuestionGrader {
  readonly name: string;
  readonly #options: GateGraderOptions;
  #questions: Promise<GateQuestions> | null = null;

  constructor(options: GateGraderOptions) {
    this.#options = options;
    const hash = createHash('sha256').update(JSON.stringify(options.weights));
    this.name = hash.digest('base64url');
  }

  async #load(): Promise<GateQuestions> {
    this.#questions ??= loadGateQuestions(this.#options.evalFolder);
    return await this.#questions;
  }

  async problems() {
    return (await this.#load()).problems;
  }

  async grade(index: ReportIndex, options: GradeOptions): Promise<GradedQuestion[] | null> {
    const { stage, signal, onQuestion } = options;
    const documents = new Documents(index);
    const questions: GateQuestion[] = [];
    for (const question of (await this.#load()).questions) {
      if (await documents.hasAll(question.documents)) questions.push(question);
    }
    if (questions.length === 0) return [];
    let isCutOff = false;
    const ask = this.#openAsk(index, stage === 'vectors', () => {
      isCutOff = true;
    });
    const graded: GradedQuestion[] = [];
    onQuestion(0, questions.length);
    for (const question of questions) {
      signal?.throwIfAborted();
      const right = await isRight(question, ask, documents, signal);
      if (isCutOff) return null;
      graded.push({ ...nameOf(question), key: question.key, right });
      onQuestion(graded.length, questions.length);
      // So that a call to stop gets through.
      await nextTurn();
    }
    return graded;
  }

  #openAsk(index: ReportIndex, byVectors: boolean, onEmbeddingFailure: () => void): Ask {
    const { weights, embedder, isBuiltin, language } = this.#options;
    const { tokenizer, dictionary, lexicon } = language();
    const { extractive } = openAnswering({
      ...{ index, tokenizer, dictionary, weights, isBuiltin, onEmbeddingFailure },
      embedder: byVectors ? embedder : null,
      reader: null,
    });
    return createAsk({
      ...{ index, extractive, tokenizer, lexicon, repairQuestion, toTraditional },
      personsIn: (text) => personsIn(text, tokenizer),
      newId: () => '',
    });
  }
}

async function isRight(
  question: GateQuestion,
  ask: Ask,
  documents: Documents,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const answer = await ask(toQuestion(question), signal === undefined ? {} : { signal });
    await documents.hasAll(answer.citations.map(({ documentId }) => documentId));
    return gradeAnswer(question.asked, answer, documents.found).right;
  } catch (error) {
    if (error instanceof AppError && error.code === 'question_invalid') return false;
    throw error;
  }
}

function nameOf({ asked: { id, file, question } }: GateQuestion) {
  return { id, file, question: file.endsWith(HELD_OUT) ? null : question };
}

export function createGateGrader(options: GateGraderOptions): QuestionGrader {
  return new GateGrader(options);
}
