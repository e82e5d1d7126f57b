import { type ErrorBody, normaliseErrorBody } from './normalise-error-body.js';
import { readEventBytes } from './read-event-bytes.js';
import { ReplyFault } from './reply-fault.js';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface GuardFetchOptions {
  readonly fetch: Fetch;
  readonly apiKey: string;
  readonly reply: 'events' | 'json';
  /** Of a whole reply. */
  readonly maxBytes: number;
  /** Called for headers and for everything that comes after them. */
  readonly onBytes: () => void;
}

/** What a server says about an error is short; what is longer is a page. */
const MAX_ERROR_BYTES = 64 * 1024;

/**
 * The `fetch` that the client is given. Only headers named here leave the machine: the client would add those of
 * `OPENAI_CUSTOM_HEADERS`, which may even replace the key, and a description of this machine. Redirects are not followed,
 * so that a question goes to the host that was named and to no other. Bodies are checked, errors brought into one shape.
 */
export function guardFetch(options: GuardFetchOptions): Fetch {
  return async (input, init = {}) => {
    const headers = {
      accept:
        options.reply === 'events' ? 'text/event-stream, application/json' : 'application/json',
      authorization: `Bearer ${options.apiKey}`,
      'content-type': 'application/json',
      'user-agent': 'report-qa',
    };
    const response = await options.fetch(input, { ...init, headers, redirect: 'manual' });
    options.onBytes();
    return response.ok ? guardReply(response, options) : await normaliseError(response, options);
  };
}

function guardReply(response: Response, options: GuardFetchOptions): Response {
  const body = response.body ?? [];
  const bytes = options.reply === 'events' ? readEventBytes : readLimited;
  return new Response(ReadableStream.from(bytes(toAsync(body), options)), {
    // The client reads JSON by its type, which many servers get wrong.
    headers: {
      'content-type': options.reply === 'events' ? 'text/event-stream' : 'application/json',
    },
  });
}

async function* toAsync(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* body;
}

async function* readLimited(
  body: AsyncIterable<Uint8Array>,
  { maxBytes, onBytes }: GuardFetchOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const piece of body) {
    onBytes();
    bytes += piece.length;
    if (bytes > maxBytes) throw new ReplyFault('goes on without end', { kind: 'unusable' });
    yield piece;
  }
}

async function normaliseError(response: Response, options: GuardFetchOptions): Promise<Response> {
  const { status, headers } = response;
  const retryHeaders = ['retry-after', 'retry-after-ms'].flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  const body = JSON.stringify(readError(await readErrorText(response, options)));
  return new Response(body, {
    // 304, which nobody asked for, may have no body.
    status: status === 304 ? 502 : status,
    headers: [['content-type', 'application/json'], ...retryHeaders],
  });
}

async function readErrorText(response: Response, { onBytes }: GuardFetchOptions): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of response.body ?? []) {
      onBytes();
      pieces.push(piece);
      bytes += piece.length;
      if (bytes > MAX_ERROR_BYTES) break;
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    // The status is known; a body that was cut says no less than none.
  }
  return Buffer.concat(pieces).toString('utf8');
}

function readError(text: string): ErrorBody {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = { message: text };
  }
  return (
    normaliseErrorBody(body) ?? { error: { message: '', code: null, type: null, param: null } }
  );
}
