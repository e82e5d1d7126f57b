import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpServerOptions } from '../../../src/channels/http/create-http-server.js';
import { AppError } from '../../../src/domain/app-error.js';
import { createFakeApp } from '../../support/fake-app.js';
import { bothKeys, memoryLog, openHttpServer, parseEvents } from '../../support/http-setup.js';
import { sampleAnswer } from '../../support/sample-answer.js';

interface Gate {
  /** Resolves with the signal when a question is being worked on. */
  readonly asked: Promise<AbortSignal>;
  /** Lets it be answered. */
  open(): void;
}

/** A started server whose questions wait for the gate or for their signal. */
async function startGated(options: Partial<HttpServerOptions> = {}) {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let tell: (signal: AbortSignal) => void = () => {};
  const asked = new Promise<AbortSignal>((resolve) => {
    tell = resolve;
  });
  const app = createFakeApp({
    async answer(_question, { signal }) {
      if (signal === undefined) throw new Error('no signal');
      const aborted = once(signal, 'abort').then(() => {
        throw new AppError('Cancelled.', { code: 'cancelled', hint: 'Ask again.' });
      });
      tell(signal);
      await Promise.race([opened, aborted]);
      return sampleAnswer();
    },
  });
  const server = openHttpServer({}, { app, ...options });
  onTestFinished(() => server.stop());
  const { url } = await server.start();
  const gate: Gate = { asked, open: () => open() };
  return { server, url, gate };
}

function ask(url: string, more: RequestInit & { headers?: Record<string, string> } = {}) {
  return fetch(`${url}/v1/ask`, {
    ...more,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...more.headers },
    body: JSON.stringify({ question: 'x' }),
  });
}

const events = { accept: 'text/event-stream' };

describe('a client that hangs up', () => {
  it.each([
    ['plain', {}],
    ['stream', events],
  ])('ends its question (%s)', async (_kind, headers) => {
    const { url, gate } = await startGated();
    const client = new AbortController();
    const response = ask(url, { headers, signal: client.signal }).then((got) => got.text());
    const gone = expect(response).rejects.toThrow();
    const signal = await gate.asked;
    expect(signal.aborted).toBe(false);
    client.abort();
    await gone;
    if (!signal.aborted) await once(signal, 'abort');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('does not end a question that was answered', async () => {
    const { url, gate } = await startGated();
    gate.open();
    const response = await ask(url, { headers: { connection: 'close' } });
    await response.text();
    const signal = await gate.asked;
    expect(signal.aborted).toBe(false);
  });
});

describe('stopping', () => {
  it.each([
    ['plain', {}],
    ['stream', events],
  ])('finishes what runs and takes nothing new (%s)', async (kind, headers) => {
    const { server, url, gate } = await startGated();
    const response = ask(url, { headers });
    await gate.asked;
    const stopped = server.stop();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    gate.open();
    const body = await (await response).text();
    if (kind === 'plain') expect(JSON.parse(body)).toEqual(sampleAnswer());
    else expect(parseEvents(body)).toEqual([{ event: 'done', data: sampleAnswer() }]);
    await stopped;
  });

  it('waits no longer than the limit: what still runs is told so', async () => {
    const { server, url, gate } = await startGated({ stopLimitMs: 20 });
    const plain = ask(url);
    const signal = await gate.asked;
    const stream = ask(url, { headers: events });
    await stream;
    await server.stop();
    expect(signal.aborted).toBe(true);
    expect((await plain).status).toBe(503);
    expect(await (await plain).json()).toMatchObject({ code: 'cancelled' });
    expect(parseEvents(await (await stream).text())).toEqual([
      { event: 'error', data: expect.objectContaining({ status: 503, code: 'cancelled' }) },
    ]);
  });

  it('cuts off what does not heed the signal', async () => {
    const app = createFakeApp({ answer: () => new Promise(() => {}) });
    const server = openHttpServer({}, { app, stopLimitMs: 0 });
    const { url } = await server.start();
    const response = ask(url);
    const failed = expect(response).rejects.toThrow();
    while (app.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await server.stop();
    await failed;
  });

  it('does not wait for connections that are idle, and may be called twice', async () => {
    const { server, url } = await startGated();
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    await once(idle, 'connect');
    await fetch(`${url}/healthz`);
    await Promise.all([server.stop(), server.stop()]);
    idle.destroy();
  });
});

describe('a mounted handler', () => {
  const log = memoryLog();
  const bodies: string[] = [];
  const options: Partial<HttpServerOptions> = {
    log: log.stream,
    mounts: [
      {
        path: '/telegram/secret-path:1',
        async handle(request, response) {
          let body = '';
          for await (const chunk of request) body += String(chunk);
          bodies.push(body);
          if (body === 'throw') throw new Error('secret words');
          response.end('taken');
        },
      },
    ],
  };

  it('is handed the request unread, past keys, hosts and rates; its path is not logged', async () => {
    const settings = { apiKeys: bothKeys, requestsPerMinute: 1, logLevel: 'info' } as const;
    const server = openHttpServer(settings, options);
    onTestFinished(() => server.stop());
    const { url } = await server.start();
    const post = (body: string) =>
      fetch(`${url}/telegram/secret-path:1`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: 'https://api.telegram.org' },
        body,
      });
    expect(await (await post('{"update_id":1}')).text()).toBe('taken');
    expect(await (await post('not json')).text()).toBe('taken');
    expect((await post('throw')).status).toBe(500);
    expect(bodies).toEqual(['{"update_id":1}', 'not json', 'throw']);
    expect((await fetch(`${url}/telegram/secret-path:1`)).status).toBe(404);
    expect((await fetch(`${url}/telegram/secret-path-2`, { method: 'POST' })).status).toBe(429);
    expect(log.text()).toContain('(mount)');
    expect(log.text()).not.toContain('secret');
  });
});
