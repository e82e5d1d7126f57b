import type { Answer } from '../../domain/answer.js';
import { AppError, type ErrorCode } from '../../domain/app-error.js';

export const EXIT_OK = 0;
export const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
const EXIT_NOT_FOUND = 3;
// 128 + SIGINT, as shells say it.
const EXIT_CANCELLED = 130;

const EXIT_CODES: Readonly<Partial<Record<ErrorCode, number>>> = {
  usage: EXIT_USAGE,
  question_invalid: EXIT_USAGE,
  cancelled: EXIT_CANCELLED,
};

export function exitCodeOfError(error: unknown): number {
  return (error instanceof AppError ? EXIT_CODES[error.code] : undefined) ?? EXIT_FAILURE;
}

export function exitCodeOfAnswer(answer: Answer): number {
  return answer.status === 'answered' ? EXIT_OK : EXIT_NOT_FOUND;
}
