import { AppError } from '../../domain/app-error.js';
import type { Exchange, Question } from '../../domain/question.js';

/** One line of a batch: a question, or the reason why it is none. */
export interface QuestionLine {
  /** The id that the line gives, as far as it can be read. */
  readonly id: string | null;
  readonly question: Question | AppError;
}

export interface ReadQuestionLinesOptions {
  /** The mend, given the number of the line. */
  readonly hint: (line: number) => string;
}

/** Empty lines are passed over. */
export async function* readQuestionLines(
  lines: AsyncIterable<string>,
  options: ReadQuestionLinesOptions,
): AsyncGenerator<QuestionLine> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const text = line.replace(/^\ufeff/u, '').trim();
    if (text !== '') yield parseLine(text, options.hint(number));
  }
}

function parseLine(text: string, hint: string): QuestionLine {
  const invalid = (message: string, cause?: unknown): AppError =>
    new AppError(message, { code: 'question_invalid', hint, cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { id: null, question: invalid('the line is not JSON', error) };
  }
  if (!isRecord(value)) return { id: null, question: invalid('the line is not a JSON object') };
  const id = typeof value.id === 'string' || typeof value.id === 'number' ? String(value.id) : null;
  const problem = problemOf(value);
  if (problem !== null) return { id, question: invalid(problem) };
  return { id, question: questionOf(value as unknown as ValidLine, id) };
}

interface ValidLine {
  readonly question: string;
  readonly history?: readonly Exchange[] | null;
  readonly documents?: readonly string[] | null;
}

function questionOf({ question, history, documents }: ValidLine, id: string | null): Question {
  return {
    question,
    ...(id === null ? {} : { id }),
    ...(history ? { history: history.map(exchangeOf) } : {}),
    ...(documents ? { documents } : {}),
  };
}

function exchangeOf({ question, answer }: { question: string; answer?: string | null }): Exchange {
  return answer === undefined || answer === null ? { question } : { question, answer };
}

function problemOf({ id, question, history, documents }: Record<string, unknown>): string | null {
  if (!isMissing(id) && typeof id !== 'string' && typeof id !== 'number') {
    return '"id" is neither text nor a number';
  }
  if (typeof question !== 'string') return '"question" is missing or no text';
  if (!isMissing(history) && !(Array.isArray(history) && history.every(isExchange))) {
    return '"history" is no list of {"question", "answer"?}';
  }
  if (!isMissing(documents) && !(Array.isArray(documents) && documents.every(isText))) {
    return '"documents" is no list of ids';
  }
  return null;
}

function isExchange(value: unknown): boolean {
  return (
    isRecord(value) && isText(value.question) && (isMissing(value.answer) || isText(value.answer))
  );
}

function isMissing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
