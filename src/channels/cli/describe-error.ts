import { randomUUID } from 'node:crypto';
import { AppError, type ErrorCode } from '../../domain/app-error.js';
import type { Messages } from './messages-english.js';

export interface ErrorDescription {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** What may be shown of an error. Of one that nobody foresaw that is an id only: its text may hold anything. */
export function describeError(error: unknown, messages: Messages): ErrorDescription {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, hint: error.hint };
  }
  return {
    code: 'internal',
    message: messages.internalError(randomUUID().slice(0, 8)),
    hint: messages.internalHint,
  };
}
