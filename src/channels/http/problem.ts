/** Every error as RFC 9457 `application/problem+json`, with one table from error codes to HTTP statuses. */
import { STATUS_CODES } from 'node:http';
import type { FastifyError } from 'fastify';
import { AppError, type ErrorCode } from '../../domain/app-error.js';
import { HttpProblem } from './http-problem.js';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint: string;
  readonly requestId: string;
}

const statusOf: Readonly<Record<ErrorCode, number>> = {
  usage: 400,
  config: 500,
  question_invalid: 400,
  reports_missing: 503,
  document_unknown: 404,
  file_unreadable: 503,
  file_undecodable: 422,
  file_invalid: 422,
  file_too_large: 413,
  index_unwritable: 503,
  index_damaged: 503,
  index_too_new: 503,
  index_missing: 503,
  model_missing: 503,
  model_altered: 503,
  model_failed: 503,
  native_module: 503,
  prompt_invalid: 503,
  report_invalid: 422,
  report_exists: 409,
  report_shared: 409,
  answer_unknown: 404,
  state_unwritable: 503,
  state_damaged: 503,
  state_too_new: 503,
  chat_unreachable: 502,
  chat_denied: 502,
  chat_unpaid: 502,
  chat_model_unknown: 502,
  // The limit is the server's with its provider, not the caller's with us: 429 would tell him to slow down.
  chat_limited: 503,
  chat_too_long: 422,
  chat_failed: 502,
  chat_reply_invalid: 502,
  chat_filtered: 422,
  chat_cut: 502,
  chat_timed_out: 504,
  embedding_failed: 502,
  channel_failed: 500,
  disk_full: 507,
  cancelled: 503,
  internal: 500,
};

const detailsInLog = 'The log of the server tells more; look there for the request id.';

/** `trusted`: whoever runs the server may read its paths and settings in messages; others see what concerns them. */
export interface ProblemOptions {
  readonly requestId: string;
  readonly trusted: boolean;
}

/** Never throws; an error that nobody foresaw is shown by the request's id only. */
export function toProblem(error: unknown, { requestId, trusted }: ProblemOptions): Problem {
  if (error instanceof HttpProblem) return problem(error.status, error, requestId);
  if (error instanceof AppError) {
    const status = statusOf[error.code];
    const shown =
      trusted || status < 500
        ? error
        : { code: error.code, message: titleOf(status), hint: detailsInLog };
    return problem(status, shown, requestId);
  }
  if (isFastifyError(error)) return problemOfFramework(error, requestId);
  const internal = { code: 'internal', message: 'Something went wrong.', hint: detailsInLog };
  return problem(500, internal, requestId);
}

function problem(
  status: number,
  shown: { readonly code: string; readonly message: string; readonly hint: string },
  requestId: string,
): Problem {
  const { code, message, hint } = shown;
  return {
    type: 'about:blank',
    title: titleOf(status),
    status,
    detail: message,
    code,
    hint,
    requestId,
  };
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}

function isFastifyError(error: unknown): error is FastifyError {
  if (!(error instanceof Error)) return false;
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = typeof code === 'string' && /^(?:FST_|ERR_|E[A-Z])/u.test(code);
  return known || (typeof statusCode === 'number' && statusCode < 500);
}

function problemOfFramework(error: FastifyError, requestId: string): Problem {
  if (error.validation !== undefined) {
    return problem(400, invalidRequest(error), requestId);
  }
  const status = error.statusCode ?? 500;
  if (status === 413) {
    const message = 'The body is too large.';
    const hint = 'Send less; HTTP_BODY_LIMIT_KB and MAX_REPORT_MB set the limits.';
    return problem(413, { code: 'body_too_large', message, hint }, requestId);
  }
  if (status === 415) {
    const message = 'This content type is not understood here.';
    const hint =
      'Send `Content-Type: application/json`; /openapi.json tells what each route takes.';
    return problem(415, { code: 'content_type_unknown', message, hint }, requestId);
  }
  if (status >= 400 && status < 500) {
    const message = 'The request cannot be read.';
    const hint = 'Send a well-formed JSON body; /openapi.json tells what each route takes.';
    return problem(status, { code: 'request_invalid', message, hint }, requestId);
  }
  const internal = { code: 'internal', message: 'Something went wrong.', hint: detailsInLog };
  return problem(500, internal, requestId);
}

function invalidRequest(error: FastifyError): { code: string; message: string; hint: string } {
  const { validationContext = 'body', validation = [] } = error;
  const [first] = validation;
  const { missingProperty, additionalProperty } = (first?.params ?? {}) as Record<string, unknown>;
  const path = (first?.instancePath ?? '').split('/').filter((part) => part !== '');
  const named = typeof missingProperty === 'string' ? [...path, missingProperty] : path;
  const field = [validationContext, ...named].join('.');
  // The name of an additional property is the caller's own text.
  const reason =
    typeof additionalProperty === 'string'
      ? 'holds a property that is not known'
      : typeof missingProperty === 'string'
        ? 'is missing'
        : (first?.message ?? 'is not valid');
  return {
    code: 'request_invalid',
    message: `The request is not valid: ${field} ${reason}.`,
    hint: 'See /openapi.json for what this route takes.',
  };
}
