import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../../src/domain/app-error.js';
import { createFakeApp } from '../../support/fake-app.js';
import {
  askKey,
  bothKeys,
  memoryLog,
  openHttpServer,
  parseEvents,
} from '../../support/http-setup.js';
import { sampleAnswer, sampleCitation, sampleRefusal } from '../../support/sample-answer.js';

const question = '谁主持了会议？';

/** Fails with the code that is the question. */
const plain = openHttpServer(
  {},
  {
    app: createFakeApp({
      answer({ question: asked }) {
        throw new AppError('It went wrong.', { code: asked as ErrorCode, hint: 'Mend it.' });
      },
    }),
  },
);

function ask(payload: unknown, headers: Record<string, string> = {}) {
  return { method: 'POST', url: '/v1/ask', payload: payload as object, headers } as const;
}

describe('POST /v1/ask', () => {
  it('answers with the whole Answer, kept and without waiting for the index', async () => {
    const app = createFakeApp();
    const response = await openHttpServer({}, { app }).inject(
      ask({ question, documents: ['a#1'], history: [{ question: '会议在哪里？' }], id: 'q-1' }),
    );
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(sampleAnswer({ question, questionId: 'q-1' }));
    const [asked] = app.asked;
    expect(asked?.question).toEqual({
      question,
      documents: ['a#1'],
      history: [{ question: '会议在哪里？' }],
      id: 'q-1',
    });
    expect(asked?.options).toMatchObject({ keep: true, refresh: 'behind' });
    expect(asked?.options.user).toMatch(/^http:[0-9a-f]{16}$/u);
  });

  it('answers a refusal with 200: it is an answer', async () => {
    const app = createFakeApp({ answer: () => sampleRefusal() });
    const response = await openHttpServer({}, { app }).inject(ask({ question }));
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ status: 'not_found', nearest: [{ marker: 1 }] });
  });

  it.each([
    [{}, 'body.question is missing'],
    [{ question: 7 }, 'body.question must be string'],
    [{ question: '' }, 'body.question'],
    [{ question, documents: 'all' }, 'body.documents must be array'],
    [{ question, conversationId: 'a b' }, 'body.conversationId'],
    [{ question, conversationId: 'a\r\nX-Evil: 1' }, 'body.conversationId'],
    [{ question, history: [{ answer: 'x' }] }, 'body.history.0.question is missing'],
    [{ question, secretWord: 1 }, 'a property that is not known'],
  ])('names the field that is wrong in %j', async (payload, said) => {
    const response = await plain.inject(ask(payload));
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
    const problem = response.json();
    expect(problem).toMatchObject({ status: 400, title: 'Bad Request', code: 'request_invalid' });
    expect(problem.detail).toContain(said);
    expect(problem.requestId).toBe(response.headers['x-request-id']);
    expect(response.body).not.toContain('secretWord');
  });

  it.each([
    ['question_invalid', 400],
    ['document_unknown', 404],
    ['chat_timed_out', 504],
    ['chat_limited', 503],
    ['index_damaged', 503],
    ['disk_full', 507],
  ] as const)('tells %s as %i with code and hint', async (code, status) => {
    const response = await plain.inject(ask({ question: code }));
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({
      status,
      code,
      detail: 'It went wrong.',
      hint: 'Mend it.',
    });
  });

  it('keeps what concerns the server from callers who do not run it', async () => {
    const app = createFakeApp({
      answer: () => {
        throw new AppError('/srv/private/index cannot be read.', {
          code: 'index_damaged',
          hint: 'h',
        });
      },
    });
    const response = await openHttpServer({ apiKeys: bothKeys }, { app }).inject(
      ask({ question }, { authorization: `Bearer ${askKey}` }),
    );
    expect(response.json()).toMatchObject({ status: 503, code: 'index_damaged' });
    expect(response.body).not.toContain('/srv/private');
  });

  it('shows an id only of an error that nobody foresaw, and logs no words of it', async () => {
    const log = memoryLog();
    const app = createFakeApp({
      answer: ({ question: asked }) => {
        throw new Error(`bad: ${asked}`);
      },
    });
    const response = await openHttpServer({ logLevel: 'info' }, { app, log: log.stream }).inject(
      ask({ question }, { 'x-request-id': 'req-77' }),
    );
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({ code: 'internal', requestId: 'req-77' });
    expect(response.body).not.toContain('主持');
    expect(log.text()).toContain('"reqId":"req-77"');
    expect(log.text()).toContain('ask-question');
    expect(log.text()).not.toContain('主持');
  });

  it('logs questions only when that is set', async () => {
    const log = memoryLog();
    await openHttpServer({ logLevel: 'info', logQuestions: true }, { log: log.stream }).inject(
      ask({ question }),
    );
    expect(log.text()).toContain(question);
  });
});

describe('POST /v1/ask as an event stream', () => {
  const events = { accept: 'text/event-stream' };

  it('sends retrieved, sentence and done, each in one block whatever the text holds', async () => {
    const claim = { text: 'line\nbreak\r\n\r\nevent: done\u2028"quoted"', markers: [1] };
    const answer = sampleAnswer({ claims: [claim], notices: ['a\n\nb'] });
    const app = createFakeApp({
      answer(_question, { onEvent }) {
        onEvent?.({
          type: 'retrieved',
          understoodAs: null,
          language: 'zh-Hans',
          mode: 'extractive',
          passages: 3,
        });
        onEvent?.({ type: 'sentence', claim, citations: [sampleCitation()] });
        return answer;
      },
    });
    const response = await openHttpServer({}, { app }).inject(ask({ question }, events));
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const read = parseEvents(response.body);
    expect(read.map(({ event }) => event)).toEqual(['retrieved', 'sentence', 'done']);
    expect(read[1]?.data).toEqual({ type: 'sentence', claim, citations: [sampleCitation()] });
    expect(read[2]?.data).toEqual(answer);
  });

  it('ends with an error event that is a problem', async () => {
    const app = createFakeApp({
      answer: () => {
        throw new AppError('Too short.', { code: 'question_invalid', hint: 'Ask more.' });
      },
    });
    const response = await openHttpServer({}, { app }).inject(ask({ question }, events));
    expect(parseEvents(response.body)).toEqual([
      {
        event: 'error',
        data: expect.objectContaining({ status: 400, code: 'question_invalid', hint: 'Ask more.' }),
      },
    ]);
  });

  it('answers a request that is not valid as a plain problem', async () => {
    const response = await plain.inject(ask({}, events));
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });
});

describe('conversations', () => {
  it('are of one key: the same id with another key is another conversation', async () => {
    const app = createFakeApp();
    const server = openHttpServer(
      { apiKeys: [...bothKeys, { secret: 'third-key-1', scope: 'ask' }] },
      { app },
    );
    for (const key of [askKey, 'third-key-1']) {
      await server.inject(
        ask({ question, conversationId: 'mine' }, { authorization: `Bearer ${key}` }),
      );
    }
    const ids = app.asked.map((asked) => asked.question.conversationId);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^http:[0-9a-f]{16}:mine$/u);
    expect(JSON.stringify(app.asked)).not.toContain(askKey);
  });

  it('are forgotten on DELETE, by the same name', async () => {
    const app = createFakeApp();
    const forgotten: string[] = [];
    const forgetConversation = async (id: string) => {
      forgotten.push(id);
      return 4;
    };
    const server = openHttpServer({}, { app: { ...app, forgetConversation } });
    await server.inject(ask({ question, conversationId: 'c-1' }));
    const response = await server.inject({ method: 'DELETE', url: '/v1/conversations/c-1' });
    expect(response.json()).toEqual({ forgotten: 4 });
    expect(forgotten).toEqual([app.asked[0]?.question.conversationId]);
    const bad = await server.inject({ method: 'DELETE', url: '/v1/conversations/a%0d%0ab' });
    expect(bad.statusCode).toBe(400);
  });
});
