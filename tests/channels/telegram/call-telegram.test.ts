import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTelegramCalls } from '../../../src/channels/telegram/call-telegram.js';
import { createTelegraf } from '../../../src/channels/telegram/create-telegraf.js';
import { telegramSettings } from '../../support/telegram-settings.js';
import { hastyClock } from '../../support/telegram-setup.js';

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** Gives one reply after the other; null leaves the call hanging. */
async function callsTo(replies: (Reply | null)[], path = '') {
  const seen: { readonly url: string; readonly body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen.push({ url: request.url ?? '', body: JSON.parse(body) });
    const reply = replies.shift();
    if (reply === undefined || reply === null) return;
    response.writeHead(reply.status).end(reply.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const { telegram } = createTelegraf(telegramSettings({ url, token: '1:t' }));
  const log: unknown[] = [];
  const write = (event: string, fields = {}) => void log.push({ event, fields });
  const calls = createTelegramCalls({
    telegram,
    clock: hastyClock(),
    log: { info: write, warn: write, error: write },
  });
  return { calls, seen, log };
}

const ok = (result: unknown): Reply => ({
  status: 200,
  body: JSON.stringify({ ok: true, result }),
});
const refusal = (status: number, description: string, parameters = {}): Reply => ({
  status,
  body: JSON.stringify({ ok: false, error_code: status, description, parameters }),
});

describe('createTelegramCalls', () => {
  it.each(['/api', '/api/'])('keeps the path of an API root of one’s own: %s', async (path) => {
    const { calls, seen } = await callsTo([ok({})], path);
    await calls.call('getMe', {});
    expect(seen[0]?.url).toBe('/api/bot1:t/getMe');
  });

  it('ends a call that hangs, and one whose caller has no use for it', async () => {
    const { calls } = await callsTo([null, null]);
    await expect(calls.call('getMe', {}, { timeoutMs: 30 })).rejects.toMatchObject({
      fault: 'unreachable',
    });
    const caller = new AbortController();
    setTimeout(() => caller.abort(), 30);
    await expect(calls.call('getMe', {}, { signal: caller.signal })).rejects.toMatchObject({
      fault: 'cancelled',
    });
  });

  it('takes a page of a proxy for a fault that may pass', async () => {
    const { calls, seen } = await callsTo([{ status: 200, body: '<html>' }, ok(1)]);
    expect(await calls.call('getMe', {}, { patience: 'patient' })).toBe(1);
    expect(seen).toHaveLength(2);
  });

  it('follows a group that became a supergroup', async () => {
    const moved = refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: -100,
    });
    const { calls, seen } = await callsTo([moved, ok(true)]);
    await calls.call('sendMessage', { chat_id: -1, text: 'x' });
    expect(seen[1]?.body).toMatchObject({ chat_id: -100 });
  });

  it('lets nobody write to a chat while it is paused', async () => {
    const { calls, seen } = await callsTo([refusal(429, 'Too Many Requests', { retry_after: 60 })]);
    const payload = { chat_id: 1, text: 'x' };
    const limited = { fault: 'limited' };
    await expect(calls.call('sendMessage', payload)).rejects.toMatchObject(limited);
    expect(calls.pausedMs(1)).toBeGreaterThan(50_000);
    await expect(calls.call('sendMessage', payload)).rejects.toMatchObject(limited);
    expect(seen).toHaveLength(1);
    expect(calls.pausedMs(2)).toBe(0);
  });

  it('ends a patient call after a few tries', async () => {
    const { calls, seen } = await callsTo(
      Array.from({ length: 9 }, () => refusal(502, 'Bad Gateway')),
    );
    const call = calls.call('sendMessage', { chat_id: 1 }, { patience: 'patient' });
    await expect(call).rejects.toMatchObject({ fault: 'unreachable', status: 502 });
    expect(seen).toHaveLength(5);
  });

  it.each([
    [400, 'Bad Request: message is not modified: specified new message content …', 'unchanged'],
    [400, 'Bad Request: message to edit not found', 'message_gone'],
    [400, "Bad Request: message can't be edited", 'message_gone'],
    [400, "Bad Request: can't parse entities: Unsupported start tag", 'entities'],
    [400, 'Bad Request: chat not found', 'blocked'],
    [400, 'Bad Request: TOPIC_CLOSED', 'refused'],
    [401, 'Unauthorized', 'unauthorized'],
    [403, 'Forbidden: bot was blocked by the user', 'blocked'],
    [404, 'Not Found', 'unsupported'],
    [409, 'Conflict: terminated by other getUpdates request', 'conflict'],
  ])('sorts %d %s', async (status, description, fault) => {
    const { calls } = await callsTo([refusal(status, description)]);
    await expect(calls.call('editMessageText', {})).rejects.toMatchObject({ fault });
  });

  it('keeps the token and what was sent out of errors and log', async () => {
    const { calls, log } = await callsTo([
      refusal(400, 'Bad Request: wrong "secret words" in the text'),
    ]);
    const thrown = await calls
      .call('sendMessage', { text: 'secret words' })
      .catch((e: unknown) => e);
    const unreachable = createTelegraf(
      telegramSettings({ url: 'http://127.0.0.1:9', token: '1:t' }),
    );
    const noLog = { info() {}, warn() {}, error() {} };
    const lost = await createTelegramCalls({
      ...{ telegram: unreachable.telegram, clock: hastyClock(), log: noLog },
    })
      .call('getMe', {})
      .catch((e: unknown) => e);
    for (const error of [thrown, lost] as Error[]) {
      const told = `${error.message} ${error.stack} ${JSON.stringify(error)} ${error.cause}`;
      expect(told).not.toContain('secret words');
      expect(told).not.toContain('1:t');
    }
    expect(JSON.stringify(log)).not.toContain('secret words');
  });
});
