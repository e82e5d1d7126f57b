import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { signWebhook } from '../../../src/channels/http/sign-webhook.js';
import { verifySignature } from '../../../src/channels/http/verify-signature.js';
import { memoryLog } from '../../support/http-setup.js';
import {
  callbackSecret,
  createWebhookServer,
  openWebhookServer,
  postWebhook,
  question,
  type SignedPost,
  signatureOf,
  webhookSecret,
} from '../../support/webhook-setup.js';

const now = new Date('2026-03-01T12:00:00Z');
const timestamp = now.getTime() / 1000;
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const signature = signatureOf({ now });
const [time, v1 = ''] = signature.split(',');
const header = (value: string | string[] | undefined): SignedPost => ({
  headers: { 'x-report-qa-signature': value },
});
const asCallback = (secret: string) =>
  signWebhook(
    { direction: 'callback', timestamp, idempotencyKey: 'k1', body: Buffer.from(question) },
    secret,
  );

const refused: readonly (readonly [string, SignedPost])[] = [
  ['no signature', header(undefined)],
  ['an empty signature', header('')],
  ['text instead of a signature', header('hello')],
  ['a signature without a time', header(v1)],
  ['a time without a signature', header(time)],
  ['two times', header(`${time},${time},${v1}`)],
  ['a time with a sign', header(`t=+${timestamp},${v1}`)],
  ['a time with a fraction', header(`t=${timestamp}.0,${v1}`)],
  ['a time with a leading zero', header(`t=0${timestamp},${v1}`)],
  ['a time that is no number', header(`t=NaN,${v1}`)],
  ['another secret', { secrets: ['another-secret-0123456789'] }],
  ['an empty secret', { secrets: [''] }],
  ['the secret of callbacks', { secrets: [callbackSecret] }],
  ['a signature of six minutes ago', { now: minutes(-6) }],
  ['a signature of six minutes ahead', { now: minutes(6) }],
  ['a later time than was signed', header(`t=${timestamp + 60},${v1}`)],
  ['another body', { sentBody: question.replace('谁', '誰') }],
  ['a body with a blank more', { sentBody: `${question} ` }],
  ['another key than was signed', { key: 'k1', headers: { 'idempotency-key': 'k2' } }],
  ['a key that was not signed', { headers: { 'idempotency-key': 'k1' } }],
  ['a signed key left out', { key: 'k1', headers: { 'idempotency-key': undefined } }],
  [
    'a signed key moved into the body',
    { key: 'k1', headers: { 'idempotency-key': undefined }, sentBody: `k1.${question} ` },
  ],
  ['half a signature', header(`${time},${v1.slice(0, 35)}`)],
  ['a signature of one digit less', header(signature.slice(0, -1))],
  ['a signature of one digit more', header(`${signature}0`)],
  ['a signature that is not hex', header(`${time},v1=${'zz'.repeat(32)}`)],
  ['a signature of another version only', header(`${time},v0=${v1.slice(3)}`)],
  ['six signatures', header(`${time},${Array.from({ length: 6 }, () => v1).join(',')}`)],
  ['the header twice', header([signature, signature])],
  ['a callback, with its key', { key: 'k1', ...header(asCallback(callbackSecret)) }],
  ['a callback signed with our secret', { key: 'k1', ...header(asCallback(webhookSecret)) }],
  [
    'a callback with its direction moved into the key',
    {
      headers: {
        'x-report-qa-signature': asCallback(webhookSecret),
        'idempotency-key': `callback.${timestamp}.k1`,
      },
    },
  ],
];

const taken: readonly (readonly [string, SignedPost])[] = [
  ['a signature', {}],
  ['a signed key', { key: 'order:1.2~a_b-c' }],
  ['a signature of almost five minutes ago', { now: minutes(-4.9) }],
  ['a signature of almost five minutes ahead', { now: minutes(4.9) }],
  ['the old secret of two', { secrets: ['old-secret-0123456789'] }],
  ['both secrets, the unknown one first', { secrets: ['next-secret', webhookSecret] }],
  ['upper-case hex', header(`${time},v1=${v1.slice(3).toUpperCase()}`)],
  ['parts of later versions beside it', header(`${signature},v2=whatever`)],
  ['blanks behind the commas', header(`${time}, ${v1}`)],
];

const folder = mkdtempSync(join(tmpdir(), 'report-qa-'));
const { server, app, close } = createWebhookServer(
  folder,
  { webhookSecrets: [webhookSecret, 'old-secret-0123456789'] },
  { clock: () => now },
);
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the signature of a webhook request', () => {
  it.each(refused)('is refused: %s', async (_name, post) => {
    const askedBefore = app.asked.length;
    const { status, json } = await postWebhook(server, { now, ...post });
    expect(status).toBe(401);
    expect(json).toMatchObject({
      code: 'signature_invalid',
      detail: 'The signature of this request is not valid.',
    });
    expect(app.asked).toHaveLength(askedBefore);
  });

  it.each(taken)('is taken: %s', async (_name, post) => {
    expect(await postWebhook(server, { now, ...post })).toMatchObject({ status: 200 });
  });

  it.each(['', 'a b', 'a{b', 'a,b', 'é', 'x'.repeat(201), '"quoted"'])(
    'does not help a key that is none: %j',
    async (key) => {
      const { status, json } = await postWebhook(server, { now, key });
      expect([status, json.code]).toEqual([400, 'idempotency_key_invalid']);
    },
  );

  it('is enough where API keys are needed for everything else', async () => {
    const { server } = openWebhookServer({ apiKeys: [{ secret: 'k'.repeat(20), scope: 'ask' }] });
    expect((await postWebhook(server)).status).toBe(200);
    expect((await postWebhook(server, { secrets: ['k'.repeat(20)] })).status).toBe(401);
  });

  it('leaves the reason in the log, without body, key and signature', async () => {
    const log = memoryLog();
    const { server } = openWebhookServer({ logLevel: 'info' }, { log: log.stream });
    await postWebhook(server, { key: 'key-of-mine', secrets: ['wrong'] });
    expect(log.text()).toContain('"reason":"mismatch"');
    for (const secret of ['key-of-mine', '主持', 'v1=', webhookSecret]) {
      expect(log.text()).not.toContain(secret);
    }
  });

  it('is there only where a secret is set', async () => {
    const { server } = openWebhookServer({ webhookSecrets: [] });
    expect((await postWebhook(server)).status).toBe(404);
  });

  it('fits what was signed and nothing else', () => {
    const keys = fc.option(fc.stringMatching(/^[A-Za-z0-9._:~-]{1,20}$/u), { nil: null });
    const message = fc.record({
      timestamp: fc.integer({ min: timestamp - 2, max: timestamp + 2 }),
      idempotencyKey: keys,
      body: fc.json().map((text) => Buffer.from(`{"question":${text}}`)),
    });
    const property = fc.property(message, message, (signed, shown) => {
      const sent = { direction: 'request', secrets: [webhookSecret], now } as const;
      const header = signWebhook({ direction: 'request', ...signed }, webhookSecret);
      expect(verifySignature({ ...signed, ...sent, header }).valid).toBe(true);
      const moved = header.replace(/^t=\d+/u, `t=${shown.timestamp}`);
      const same =
        signed.timestamp === shown.timestamp &&
        signed.idempotencyKey === shown.idempotencyKey &&
        signed.body.equals(shown.body);
      expect(verifySignature({ ...shown, ...sent, header: moved }).valid).toBe(same);
    });
    fc.assert(property, { numRuns: 100 });
  });
});
