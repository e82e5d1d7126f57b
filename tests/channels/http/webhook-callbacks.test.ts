import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { CallbackOptions } from '../../../src/channels/http/callback-options.js';
import type { HttpServer } from '../../../src/channels/http/create-http-server.js';
import { verifySignature } from '../../../src/channels/http/verify-signature.js';
import { AppError } from '../../../src/domain/app-error.js';
import { memoryLog } from '../../support/http-setup.js';
import { keepingApp } from '../../support/keeping-app.js';
import { sampleAnswer } from '../../support/sample-answer.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import {
  callbackSecret,
  openWebhookServer,
  postWebhook,
  type ReceivedCallback,
  startReceiver,
  webhookSecret,
} from '../../support/webhook-setup.js';

const fast: Partial<CallbackOptions> = { firstDelayMs: 5, maxDelayMs: 10 };

async function ask(
  server: HttpServer,
  callbackUrl: string,
  more: Readonly<Record<string, unknown>> = {},
  key: string | null = null,
): Promise<string> {
  const body = JSON.stringify({ question: '谁主持了会议？', callbackUrl, ...more });
  const { status, json } = await postWebhook(server, { body, key });
  expect([status, json.status]).toEqual([202, 'accepted']);
  return String(json.id);
}

const read = (callback: ReceivedCallback | undefined) =>
  JSON.parse(callback?.body ?? 'null') as Record<string, Record<string, unknown> | null>;

const verdict = ({ headers, body }: ReceivedCallback, direction: 'callback' | 'request') =>
  verifySignature({
    direction,
    header: String(headers['x-report-qa-signature']),
    idempotencyKey: String(headers['idempotency-key']),
    body: Buffer.from(body),
    secrets: [callbackSecret, webhookSecret],
    now: new Date(),
  }).valid;

describe('a callback', () => {
  it('brings the whole Answer, signed, under the id that was told', async () => {
    const receiver = await startReceiver();
    const { server } = openWebhookServer();
    await server.start();
    const id = await ask(server, receiver.url, { id: 'q-1' });
    await receiver.until(1);
    const [callback] = receiver.received;
    if (callback === undefined) throw new Error('nothing came');
    const { answer, ...others } = read(callback);
    expect(others).toEqual({ id, questionId: 'q-1', problem: null });
    expect(answer).toMatchObject({ status: 'answered', questionId: 'q-1' });
    expect(answer?.citations).toHaveLength(1);
    expect(callback.headers).toMatchObject({
      'idempotency-key': id,
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'report-qa/1.2.3',
    });
    expect(verdict(callback, 'callback')).toBe(true);
    expect(verdict(callback, 'request')).toBe(false);
  });

  it('is sent once for an Idempotency-Key', async () => {
    const receiver = await startReceiver();
    const { server, app } = openWebhookServer();
    await server.start();
    const id = await ask(server, receiver.url, {}, 'k1');
    await receiver.until(1);
    expect(await ask(server, receiver.url, {}, 'k1')).toBe(id);
    await ask(server, receiver.url, {}, 'k2');
    await receiver.until(2);
    expect(app.asked).toHaveLength(2);
    expect(new Set(receiver.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(
      2,
    );
  });

  it('that was refused comes again with the same bytes and the same id', async () => {
    const statuses = [500, 404, 302, 429, 401];
    const receiver = await startReceiver((response, before) => {
      if (before === 5) response.destroy();
      else response.writeHead(statuses[before] ?? 204).end();
    });
    const { server, app, state } = openWebhookServer({}, { callbacks: fast });
    await server.start();
    const id = await ask(server, receiver.url);
    await receiver.until(7);
    await server.stop();
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    for (const { headers } of receiver.received) expect(headers['idempotency-key']).toBe(id);
    expect(app.asked).toHaveLength(1);
    expect(await state.jobs.counts('webhook-callback')).toEqual({
      waiting: 0,
      running: 0,
      failed: 0,
    });
  });

  it('that a receiver does not want any more is given up', async () => {
    const receiver = await startReceiver((response) => response.writeHead(410).end());
    const { server, state } = openWebhookServer({}, { callbacks: fast });
    await server.start();
    await ask(server, receiver.url);
    await receiver.until(1);
    await server.stop();
    expect(await state.jobs.counts('webhook-callback')).toMatchObject({ waiting: 0, failed: 1 });
  });

  it('brings what is wrong with the question', async () => {
    const receiver = await startReceiver();
    const app = keepingApp({
      answer() {
        throw new AppError('The question is too long.', {
          code: 'question_invalid',
          hint: 'Ask less.',
        });
      },
    });
    const { server } = openWebhookServer({}, { app });
    await server.start();
    const id = await ask(server, receiver.url);
    await receiver.until(1);
    expect(read(receiver.received[0])).toEqual({
      id,
      questionId: null,
      answer: null,
      problem: expect.objectContaining({ status: 400, code: 'question_invalid', requestId: id }),
    });
  });

  it('waits for an answer that fails for now, and tells in the end without paths', async () => {
    const receiver = await startReceiver();
    const app = keepingApp({
      answer({ question }) {
        if (question === 'later' && app.asked.length >= 3) return sampleAnswer({ question });
        throw new AppError('No model at /srv/models.', { code: 'model_failed', hint: 'See it.' });
      },
    });
    const options = { ...fast, maxAskFailures: 4 };
    const { server } = openWebhookServer({}, { app, callbacks: options });
    await server.start();
    await ask(server, receiver.url, { question: 'later' });
    await receiver.until(1);
    expect(read(receiver.received[0]).answer).toMatchObject({ question: 'later' });
    await ask(server, receiver.url, { question: 'never' });
    await receiver.until(2);
    expect(app.asked).toHaveLength(7);
    expect(read(receiver.received[1]).problem).toMatchObject({ code: 'model_failed' });
    expect(receiver.received[1]?.body).not.toContain('/srv');
  });

  it('to a receiver that stalls is ended and made again, and keeps no other waiting', async () => {
    const stalling = await startReceiver((response, before) => {
      if (before > 0) response.end();
    });
    const quick = await startReceiver();
    const { server } = openWebhookServer(
      {},
      {
        callbacks: { ...fast, timeoutMs: 300, parallel: 2, parallelPerHost: 1, waitingPerHost: 0 },
      },
    );
    await server.start();
    for (let number = 0; number < 3; number += 1) {
      await ask(server, stalling.url, { id: `stalling ${number}` });
    }
    await ask(server, quick.url);
    await quick.until(1);
    expect(stalling.received.length).toBeLessThan(2);
    await stalling.until(4);
    const ids = stalling.received.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(ids).size).toBe(3);
  });

  it('is delivered with its status, whatever the receiver does with its body', async () => {
    const endless = await startReceiver((response) => {
      response.writeHead(200);
      const piece = 'x'.repeat(65_536);
      const timer = setInterval(() => response.write(piece), 1);
      response.on('close', () => clearInterval(timer));
    });
    const unfinished = await startReceiver((response) => response.writeHead(200).write('x'));
    const { server, state } = openWebhookServer({}, { callbacks: { ...fast, timeoutMs: 300 } });
    await server.start();
    await ask(server, endless.url);
    await ask(server, unfinished.url);
    await Promise.all([endless.until(1), unfinished.until(1)]);
    await server.stop();
    expect(await state.jobs.counts('webhook-callback')).toMatchObject({ waiting: 0, failed: 0 });
    expect([endless.received.length, unfinished.received.length]).toEqual([1, 1]);
  });

  it('with headers that are too large to be read is made again', async () => {
    const receiver = await startReceiver((response, before) => {
      if (before > 0) response.end();
      else response.writeHead(200, { 'x-large': 'x'.repeat(40_000) }).end();
    });
    const { server } = openWebhookServer({}, { callbacks: fast });
    await server.start();
    await ask(server, receiver.url);
    await receiver.until(2);
  });
});

describe('callbacks over a restart', () => {
  it('lose nothing that was accepted', async () => {
    const folder = temporaryFolder();
    let up = false;
    const receiver = await startReceiver((response) => response.writeHead(up ? 200 : 503).end());
    const first = openWebhookServer({}, { folder, callbacks: fast });
    // Accepted, not answered: it was not started.
    const unanswered = await ask(first.server, receiver.url, { id: 'unanswered' });
    await first.close();
    const second = openWebhookServer({}, { folder, app: first.app, callbacks: fast });
    await second.server.start();
    const refused = await ask(second.server, receiver.url, { id: 'refused' });
    await receiver.until(3);
    await second.close();
    const asked = first.app.asked.length;
    const before = receiver.received.length;
    up = true;
    const third = openWebhookServer({}, { folder, app: first.app, callbacks: fast });
    await third.server.start();
    await receiver.until(before + 2);
    await third.server.stop();
    const ids = receiver.received.slice(before).map(({ headers }) => headers['idempotency-key']);
    expect(new Set(ids)).toEqual(new Set([unanswered, refused]));
    expect(first.app.asked).toHaveLength(asked);
    expect(asked).toBe(2);
  });

  it('are sent when the webhook itself is off by then', async () => {
    const folder = temporaryFolder();
    const receiver = await startReceiver();
    const first = openWebhookServer({}, { folder });
    await ask(first.server, receiver.url);
    await first.close();
    const second = openWebhookServer({ webhookSecrets: [] }, { folder });
    await second.server.start();
    await receiver.until(1);
  });

  it('are not sent to a host that is not listed any more', async () => {
    const folder = temporaryFolder();
    const receiver = await startReceiver();
    const first = openWebhookServer({}, { folder });
    await ask(first.server, receiver.url);
    await first.close();
    const log = memoryLog();
    const { server, state } = openWebhookServer(
      { callbackHosts: ['127.0.0.2'], logLevel: 'info' },
      { folder, log: log.stream },
    );
    await server.start();
    while ((await state.jobs.counts('webhook-callback')).failed === 0) await sleep(5);
    expect(receiver.received).toHaveLength(0);
    expect(log.text()).toContain('"reason":"host_refused"');
    expect(log.text()).not.toContain('主持');
  });

  it('that are under way do not keep the server from stopping', async () => {
    const receiver = await startReceiver(() => {});
    const { server, state } = openWebhookServer({}, { stopLimitMs: 50 });
    await server.start();
    await ask(server, receiver.url);
    await receiver.until(1);
    await server.stop();
    expect(await state.jobs.counts('webhook-callback')).toEqual({
      waiting: 1,
      running: 0,
      failed: 0,
    });
  });

  it('are counted in the metrics', async () => {
    const { server } = openWebhookServer();
    await ask(server, 'http://127.0.0.1:1/');
    const { body } = await server.inject('/metrics');
    expect(body).toContain('report_qa_queue_jobs{kind="webhook-question",state="waiting"} 1');
    expect(body).toContain('report_qa_queue_jobs{kind="webhook-callback",state="waiting"} 0');
  });
});
