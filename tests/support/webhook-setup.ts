import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { HttpServer, HttpServerOptions } from '../../src/channels/http/create-http-server.js';
import type { HttpSettings } from '../../src/channels/http/http-settings.js';
import { signWebhook } from '../../src/channels/http/sign-webhook.js';
import { openSqliteState } from '../../src/store/sqlite-state.js';
import type { StoredState } from '../../src/store/stored-state.js';
import type { FakeApp } from './fake-app.js';
import { openHttpServer } from './http-setup.js';
import { keepingApp } from './keeping-app.js';
import { sampleAnswer } from './sample-answer.js';
import { temporaryFolder } from './temporary-folder.js';

export const webhookSecret = 'webhook-secret-0123456789';
export const callbackSecret = 'callback-secret-0123456789';
export const question = JSON.stringify({ question: '谁主持了会议？' });

export interface WebhookServer {
  readonly server: HttpServer;
  readonly state: StoredState;
  readonly app: FakeApp;
  close(): Promise<void>;
}

type Options = Partial<HttpServerOptions> & { readonly app?: FakeApp };

/** A server over a fake App and a real state; callbacks may go to this machine. It goes with the test. */
export function openWebhookServer(
  settings: Partial<HttpSettings> = {},
  { folder = temporaryFolder(), ...options }: Options & { readonly folder?: string } = {},
): WebhookServer {
  const opened = createWebhookServer(folder, settings, options);
  onTestFinished(opened.close);
  return opened;
}

/** To be closed by the test. */
export function createWebhookServer(
  folder: string,
  settings: Partial<HttpSettings> = {},
  options: Options = {},
): WebhookServer {
  const {
    app = keepingApp({
      answer: (asked) => sampleAnswer({ question: asked.question, questionId: asked.id ?? null }),
    }),
    ...others
  } = options;
  const clock = options.clock ?? (() => new Date());
  const state = openSqliteState({ folder, clock: () => clock().getTime() });
  const server = openHttpServer(
    {
      webhookSecrets: [webhookSecret],
      callbackSecret,
      callbackHosts: ['127.0.0.1'],
      callbackPrivate: true,
      ...settings,
    },
    { ...others, app, state, jobs: state.jobs },
  );
  const close = async () => {
    await server.stop();
    await state.close();
  };
  return { server, state, app, close };
}

export interface SignedPost {
  readonly body?: string | Buffer;
  readonly key?: string | null;
  readonly now?: Date;
  readonly secrets?: readonly string[];
  /** Instead of, or besides, those that belong to the request; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  /** Sent instead of the body that was signed. */
  readonly sentBody?: string | Buffer;
}

export function signatureOf(post: SignedPost): string {
  const { body = question, key = null, now = new Date(), secrets = [webhookSecret] } = post;
  const timestamp = Math.floor(now.getTime() / 1000);
  return signWebhook(
    { direction: 'request', timestamp, idempotencyKey: key, body: Buffer.from(body) },
    ...secrets,
  );
}

/** Posts to the webhook with a signature that is right but for what the test changes. */
export async function postWebhook(server: HttpServer, post: SignedPost = {}) {
  const { body = question, key = null, headers = {}, sentBody = body } = post;
  const all: Record<string, string | string[] | undefined> = {
    'content-type': 'application/json',
    'x-report-qa-signature': signatureOf(post),
    ...(key === null ? {} : { 'idempotency-key': key }),
    ...headers,
  };
  const sent = Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string | string[]] => {
      return entry[1] !== undefined;
    }),
  );
  const response = await server.inject({
    ...{ method: 'POST', url: '/v1/webhook', headers: sent, payload: sentBody },
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    json: response.json() as Record<string, unknown>,
  };
}

export interface ReceivedCallback {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface CallbackReceiver {
  readonly url: string;
  readonly received: ReceivedCallback[];
  /** Resolves when so many have come. */
  until(count: number): Promise<void>;
}

/** Somebody to call back; `respond` is told how many came before. */
export async function startReceiver(
  respond: (response: ServerResponse, before: number) => void = (response) => response.end(),
): Promise<CallbackReceiver> {
  const received: ReceivedCallback[] = [];
  let waiters: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    respond(response, received.length - 1);
    for (const { count, resolve } of waiters) if (received.length >= count) resolve();
    waiters = waiters.filter(({ count }) => received.length < count);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    until: (count) =>
      received.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiters.push({ count, resolve })),
  };
}
