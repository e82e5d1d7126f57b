import { APIError } from 'openai';
import { ReplyFault } from './reply-fault.js';
import { readRetryAfter } from './retry-schedule.js';

/** What went wrong between us and a server, as far as it can be told from the error. */
export interface ServerFailure {
  readonly kind: 'status' | 'unreachable' | 'cut' | 'unusable' | 'filtered' | 'unknown';
  /** HTTP status, or the one that an error inside a stream names. */
  readonly status: number | null;
  /** The server's own word for it, or the system's (`ECONNREFUSED`); holds letters, digits, `_`, `.`, `-` only. */
  readonly token: string | null;
  /** The request's field that the server objects to. */
  readonly field: string | null;
  /** What the server said, to be searched and never shown: it may quote the question or the key. */
  readonly said: string;
  readonly retryAfterMs: number | null;
  /** For `unusable`: what is wrong with the reply, in our words. */
  readonly fault: string | null;
  readonly hint: string | null;
}

const NOTHING: Omit<ServerFailure, 'kind'> = {
  status: null,
  token: null,
  field: null,
  said: '',
  retryAfterMs: null,
  fault: null,
  hint: null,
};

/** Words such as `invalid_api_key`; what is longer, or looks like a key, may be one. */
const TOKEN = /^(?!sk-)[A-Za-z][A-Za-z0-9_.-]{1,47}$/u;

const REDIRECTED =
  'The address leads to another one: set the base URL to that. Texts are sent to the host that is named, and to no other.';

export function readServerFailure(error: unknown): ServerFailure {
  const causes = causesOf(error);
  for (const cause of causes) {
    if (cause instanceof ReplyFault) {
      return { ...NOTHING, kind: cause.kind, fault: cause.message, hint: cause.hint };
    }
    if (cause instanceof SyntaxError) {
      return { ...NOTHING, kind: 'unusable', fault: 'is not JSON' };
    }
  }
  if (error instanceof APIError) {
    // An error that the server wrote has its headers; a connection that failed has none.
    return error.headers === undefined
      ? { ...NOTHING, kind: 'unreachable', token: systemToken(causes) }
      : readApiError(error);
  }
  const token = systemToken(causes);
  // undici says "terminated" when a body breaks off.
  return { ...NOTHING, kind: token === null && !isTerminated(error) ? 'unknown' : 'cut', token };
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 8; cause = cause.cause) {
    causes.push(cause);
  }
  return causes;
}

function systemToken(causes: readonly Error[]): string | null {
  for (const cause of causes) {
    const token = asToken((cause as NodeJS.ErrnoException).code);
    if (token !== null) return token;
  }
  return null;
}

function isTerminated(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'terminated';
}

function readApiError(error: APIError): ServerFailure {
  const said = (error.error ?? {}) as { readonly message?: unknown; readonly status?: unknown };
  const code: unknown = error.code;
  const status = error.status ?? statusOf(code) ?? statusOf(said.status);
  return {
    ...NOTHING,
    kind: 'status',
    status,
    token: asToken(code) ?? asToken(error.type),
    field: asToken(error.param),
    said: typeof said.message === 'string' ? said.message : '',
    retryAfterMs: readRetryAfter(error.headers, Date.now()),
    hint: status !== null && status < 400 ? REDIRECTED : null,
  };
}

function statusOf(code: unknown): number | null {
  const status = Number(code);
  return Number.isInteger(status) && status >= 400 && status < 600 ? status : null;
}

function asToken(value: unknown): string | null {
  return typeof value === 'string' && TOKEN.test(value) ? value : null;
}
