import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/domain/app-error.js';
import { keepingApp } from '../../support/keeping-app.js';
import { sampleAnswer } from '../../support/sample-answer.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { openWebhookServer, postWebhook, question } from '../../support/webhook-setup.js';

const other = JSON.stringify({ question: '会议在哪里召开？' });
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

describe('a question by webhook', () => {
  it('is answered with the whole Answer', async () => {
    const { server, app } = openWebhookServer();
    const body = JSON.stringify({
      ...{ question: '谁主持了会议？', id: 'q-1', documents: ['a'], conversationId: 'c-1' },
      history: [{ question: '会议在哪里召开？', answer: '在广州。' }],
    });
    const { status, json, headers } = await postWebhook(server, { body });
    expect(status).toBe(200);
    expect(json).toMatchObject({ questionId: 'q-1', status: 'answered', mode: 'extractive' });
    expect(headers['idempotent-replayed']).toBeUndefined();
    expect(app.asked[0]?.question).toEqual({
      ...JSON.parse(body),
      conversationId: 'http:webhook:c-1',
    });
    expect(app.asked[0]?.options).toMatchObject({ user: 'http:webhook', keep: true });
  });

  it('is answered once for an Idempotency-Key, however it is signed', async () => {
    const { server, app } = openWebhookServer();
    const first = await postWebhook(server, { key: 'k1' });
    const second = await postWebhook(server, { key: 'k1', now: later(5000) });
    expect(second).toMatchObject({ status: 200, json: first.json });
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(app.asked).toHaveLength(1);
    const third = await postWebhook(server, { key: 'k2' });
    expect(third.json.id).not.toBe(first.json.id);
  });

  it('that was captured has no effect when it is sent again', async () => {
    const { server, app } = openWebhookServer();
    const now = new Date();
    const first = await postWebhook(server, { now });
    const again = await postWebhook(server, { now });
    expect(again.json).toEqual(first.json);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(app.asked).toHaveLength(1);
    expect((await postWebhook(server, { now: later(2000) })).json.id).not.toBe(first.json.id);
  });

  it('gets the same after a restart', async () => {
    const folder = temporaryFolder();
    const before = openWebhookServer({}, { folder });
    const first = await postWebhook(before.server, { key: 'k1' });
    await before.state.close();
    const { server } = openWebhookServer({}, { folder, app: before.app });
    expect(await postWebhook(server, { key: 'k1' })).toMatchObject({ json: first.json });
    expect(before.app.asked).toHaveLength(1);
  });

  it('with a key that another body used is refused', async () => {
    const { server, app } = openWebhookServer();
    await postWebhook(server, { key: 'k1' });
    for (const body of [other, `${question} `]) {
      const { status, json } = await postWebhook(server, { key: 'k1', body });
      expect([status, json.code]).toEqual([422, 'idempotency_key_reused']);
    }
    expect(app.asked).toHaveLength(1);
  });

  it('that is being answered is not answered twice at the same time', async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let began = () => {};
    const asked = new Promise<void>((resolve) => {
      began = resolve;
    });
    const app = keepingApp({
      async answer() {
        began();
        await opened;
        return sampleAnswer();
      },
    });
    const { server } = openWebhookServer({}, { app });
    const first = postWebhook(server, { key: 'k1' });
    await asked;
    const second = await postWebhook(server, { key: 'k1' });
    expect([second.status, second.json.code]).toEqual([409, 'request_running']);
    expect(second.headers['retry-after']).toBe('1');
    open();
    expect((await first).status).toBe(200);
  });

  it('that failed is asked anew when it comes again', async () => {
    const failures = [
      new AppError('Busy.', { code: 'chat_limited', hint: 'Wait.' }),
      new AppError('Too long.', { code: 'question_invalid', hint: 'Ask less.' }),
    ];
    const app = keepingApp({
      answer() {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        return sampleAnswer();
      },
    });
    const { server } = openWebhookServer({}, { app });
    const statuses = [];
    for (let times = 0; times < 4; times += 1) {
      const { status, json, headers } = await postWebhook(server, { key: 'k1' });
      statuses.push([status, json.code, headers['idempotent-replayed']]);
    }
    expect(statuses).toEqual([
      [503, 'chat_limited', undefined],
      [400, 'question_invalid', undefined],
      [200, undefined, undefined],
      [200, undefined, 'true'],
    ]);
  });

  it('whose answer was forgotten says so', async () => {
    const { server, app } = openWebhookServer();
    await postWebhook(server, { key: 'k1' });
    app.kept.clear();
    const { status, json } = await postWebhook(server, { key: 'k1' });
    expect([status, json.code]).toEqual([410, 'answer_forgotten']);
  });

  it.each([
    ['{}', 'request_invalid'],
    ['', 'request_invalid'],
    ['[]', 'request_invalid'],
    ['null', 'request_invalid'],
    ['"text"', 'request_invalid'],
    ['{"question":', 'request_invalid'],
    ['{"question":"a","admin":true}', 'request_invalid'],
    ['{"question":"a","__proto__":{"id":"x"}}', 'request_invalid'],
    ['{"question":"a","callbackUrl":1}', 'request_invalid'],
    ['{"question":"a","conversationId":"http:x:y"}', 'request_invalid'],
  ])('whose body is %s is refused and uses up no key', async (body, code) => {
    const { server } = openWebhookServer();
    const { status, json } = await postWebhook(server, { body, key: 'k1' });
    expect([status, json.code]).toEqual([400, code]);
    expect((await postWebhook(server, { key: 'k1' })).status).toBe(200);
  });

  it('in another encoding than UTF-8 is refused', async () => {
    const { server } = openWebhookServer();
    const latin = Buffer.from('{"question":"caf\xe9?"}', 'latin1');
    const { status, json } = await postWebhook(server, { body: latin });
    expect([status, json.code]).toEqual([400, 'request_invalid']);
  });

  it('of another content type, or too large, is refused', async () => {
    const { server } = openWebhookServer({ bodyLimitBytes: 2000 });
    const headers = { 'content-type': 'text/plain' };
    expect((await postWebhook(server, { headers })).status).toBe(415);
    const body = JSON.stringify({ question: 'x'.repeat(3000) });
    expect((await postWebhook(server, { body })).status).toBe(413);
  });

  it('is described in the OpenAPI document', async () => {
    const { server } = openWebhookServer();
    const { paths } = (await server.inject('/openapi.json')).json();
    const { post } = paths['/v1/webhook'];
    expect(post.requestBody.content['application/json'].schema.properties).toHaveProperty(
      'callbackUrl',
    );
    expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['200', '202']));
    expect(post.security).toEqual([]);
  });
});
