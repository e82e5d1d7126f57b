import { AppError, type ErrorCode } from '../domain/app-error.js';

/** An error as it goes from one thread to another. */
export interface RemoteError {
  readonly message: string;
  readonly stack: string | undefined;
  /** Null for what is no `AppError`. */
  readonly told: { readonly code: ErrorCode; readonly hint: string } | null;
  /** Of what lies behind it, for the operator's eyes. */
  readonly cause: RemoteError | null;
}

/** Causes of causes of causes say no more. */
const DEEPEST_CAUSE = 3;

export function packError(error: unknown, depth = 0): RemoteError {
  if (!(error instanceof Error)) {
    return { message: String(error), stack: undefined, told: null, cause: null };
  }
  const { message, stack, cause } = error;
  return {
    ...{ message, stack },
    told: error instanceof AppError ? { code: error.code, hint: error.hint } : null,
    cause: cause === undefined || depth >= DEEPEST_CAUSE ? null : packError(cause, depth + 1),
  };
}

export function unpackError({ message, stack, told, cause }: RemoteError): Error {
  const behind = cause === null ? {} : { cause: unpackError(cause) };
  const error =
    told === null ? new Error(message, behind) : new AppError(message, { ...told, ...behind });
  if (stack !== undefined) error.stack = stack;
  return error;
}
