import type { Answer } from '../../domain/answer.js';
import { AppError, type ErrorCode } from '../../domain/app-error.js';

export const EXIT_OK = 0;
export const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
const EXIT_NOT_FOUND = 3;
// 128 + SIGINT, as shells say it.
const EXIT_CANCELLED = 130;

const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  usage: EXIT_USAGE,
  question_invalid: EXIT_USAGE,
  config: EXIT_FAILURE,
  reports_missing: EXIT_FAILURE,
  document_unknown: EXIT_FAILURE,
  file_unreadable: EXIT_FAILURE,
  file_undecodable: EXIT_FAILURE,
  file_invalid: EXIT_FAILURE,
  file_too_large: EXIT_FAILURE,
  index_unwritable: EXIT_FAILURE,
  index_damaged: EXIT_FAILURE,
  index_too_new: EXIT_FAILURE,
  index_missing: EXIT_FAILURE,
  model_missing: EXIT_FAILURE,
  model_altered: EXIT_FAILURE,
  model_failed: EXIT_FAILURE,
  native_module: EXIT_FAILURE,
  disk_full: EXIT_FAILURE,
  cancelled: EXIT_CANCELLED,
  internal: EXIT_FAILURE,
};

export function exitCodeOfError(error: unknown): number {
  return error instanceof AppError ? EXIT_CODES[error.code] : EXIT_FAILURE;
}

export function exitCodeOfAnswer(answer: Answer): number {
  return answer.status === 'answered' ? EXIT_OK : EXIT_NOT_FOUND;
}
