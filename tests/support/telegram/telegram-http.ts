import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BOT_METHODS, type ServerState } from './bot-methods.js';
import type { Faults, PlannedFailure } from './faults.js';
import { readParameters } from './read-parameters.js';
import { type ApiCall, TelegramRefusal } from './telegram-shapes.js';

export interface HttpOptions {
  readonly token: string;
  readonly state: ServerState;
  readonly faults: Faults;
  readonly calls: ApiCall[];
  /** Refusals that no good bot ever meets. */
  readonly violations: string[];
  readonly onChange: () => void;
}

export interface HttpSide {
  readonly url: string;
  /** Breaks every open connection. */
  drop(): void;
  close(): Promise<void>;
}

/** The HTTP side of the fake server: `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
export async function serveTelegram(options: HttpOptions): Promise<HttpSide> {
  const server = createServer((request, response) => {
    handle(options, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    drop: () => server.closeAllConnections(),
    close: () => closeServer(server),
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

async function handle(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, prefix, token, rest = ''] = /^\/(bot|file\/bot)([^/]+)\/(.+)$/u.exec(url.pathname) ?? [];
  if (token !== options.token) {
    request.resume();
    const error = new TelegramRefusal(
      token === undefined ? 404 : 401,
      token === undefined ? 'Not Found' : 'Unauthorized',
    );
    return sendRefusal(response, error);
  }
  if (prefix === 'file/bot') return sendFile(options, response, rest);
  await callMethod(options, { method: rest, url, request, response });
}

function sendFile({ state }: HttpOptions, response: ServerResponse, path: string): void {
  const kept = state.files.get(path.replace(/^documents\//u, ''));
  if (kept === undefined) {
    sendRefusal(response, new TelegramRefusal(404, 'Not Found'));
    return;
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  response.end(kept.bytes);
}

interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function callMethod(options: HttpOptions, exchange: Exchange): Promise<void> {
  const { state, faults, calls, onChange } = options;
  const { method, url, request, response } = exchange;
  const { params, files } = await readParameters(request, url);
  const call: ApiCall = { method, params, atMs: state.now(), status: null };
  calls.push(call);
  onChange();
  const failure = faults.take(method);
  await faults.wait(method);
  if (failure !== null && !failure.done) return fail(call, response, failure);
  try {
    const run = BOT_METHODS.get(method.toLowerCase());
    if (run === undefined) throw new TelegramRefusal(404, 'Not Found: method not found');
    const onHangUp = (hangUp: () => void): void => void response.once('close', hangUp);
    const result = await run(state, { params, files, onHangUp });
    if (failure !== null) return fail(call, response, failure);
    call.status = 200;
    sendJson(response, 200, { ok: true, result });
  } catch (error) {
    const refusal =
      error instanceof TelegramRefusal ? error : new TelegramRefusal(500, String(error));
    call.status = refusal.code;
    if (isViolation(refusal)) options.violations.push(`${method}: ${refusal.message}`);
    sendRefusal(response, refusal);
  } finally {
    onChange();
  }
}

function fail(call: ApiCall, response: ServerResponse, { error }: PlannedFailure): void {
  if (error === null) {
    response.destroy();
    return;
  }
  call.status = error.code;
  sendRefusal(response, error);
}

/** What can happen to a good bot: somebody deleted a message, nothing changed, a button was tapped long ago. */
const ORDINARY = /not found|not modified|query is too old|temporarily unavailable|too big/u;

function isViolation({ code, message }: TelegramRefusal): boolean {
  return code === 500 || (code === 400 && !ORDINARY.test(message));
}

function sendRefusal(response: ServerResponse, error: TelegramRefusal): void {
  const retry = error.retryAfter;
  sendJson(response, error.code, {
    ok: false,
    error_code: error.code,
    description: error.message,
    ...(retry === null ? {} : { parameters: { retry_after: retry } }),
  });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
