import { beforeEach, describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../../src/domain/app-error.js';
import { createFakeApp } from '../../support/fake-app.js';
import { adminKey, bothKeys, openHttpServer, parseEvents } from '../../support/http-setup.js';
import { sampleAnswer } from '../../support/sample-answer.js';
import { sampleDocument, summaryOf } from '../../support/sample-document.js';

const strangeId = '山西/报告#2:终稿 50%';
const plain = sampleDocument();
const strange = sampleDocument({ id: strangeId });
const reading = openHttpServer({}, { app: createFakeApp({ documents: [plain, strange] }) });

describe('reading reports', () => {
  it('lists them', async () => {
    const response = await reading.inject({ url: '/v1/documents' });
    expect(response.json()).toEqual({ documents: [summaryOf(plain), summaryOf(strange)] });
  });

  it('shows one with ids that links can name, whatever its own id holds', async () => {
    for (const { id } of [plain, strange]) {
      const response = await reading.inject({ url: `/v1/documents/${encodeURIComponent(id)}` });
      expect(response.statusCode).toBe(200);
      const shown = response.json();
      expect(shown).toMatchObject({ id, title: plain.title, text: plain.text, damaged: true });
      expect(shown).not.toHaveProperty('offsets');
      expect(shown).not.toHaveProperty('repairs');
      expect(shown.outline).toEqual([{ path: ['五方面工作要求', '一是稳就业'], sentence: 'p1s2' }]);
      const sentences = shown.paragraphs.flatMap(
        (paragraph: { sentences: { id: string; span: { start: number; end: number } }[] }) =>
          paragraph.sentences.map(({ id: sentence, span }) => [
            sentence,
            plain.text.slice(span.start, span.end),
          ]),
      );
      expect(sentences).toEqual([
        ['p1s1', '全省稳就业工作推进会召开。'],
        ['p1s2', '林武强调，一是稳就业。'],
        ['p2s1', '会议以电视电话会议形式召开。'],
      ]);
      expect(shown.passages.map((passage: { id: string }) => passage.id)).toEqual([
        `${id}:1`,
        `${id}:2`,
      ]);
    }
  });

  it('shows a passage by document id and number', async () => {
    const url = `/v1/passages/${encodeURIComponent(`${strangeId}:2`)}`;
    expect((await reading.inject({ url })).json()).toMatchObject({
      id: `${strangeId}:2`,
      documentId: strangeId,
      number: 2,
      text: '会议以电视电话会议形式召开。',
      sentences: ['p2s1'],
    });
  });

  it.each([
    ['/v1/documents/nothing', 'document_unknown'],
    ['/v1/passages/employment-meeting:3', 'passage_unknown'],
    ['/v1/passages/employment-meeting:0', 'passage_unknown'],
    ['/v1/passages/employment-meeting', 'passage_unknown'],
    ['/v1/passages/nothing:1', 'document_unknown'],
    ['/v1/answers/nothing', 'answer_unknown'],
  ])('%s is a 404 (%s)', async (url, code) => {
    const response = await reading.inject({ url });
    expect(response.statusCode).toBe(404);
    expect(response.json().code).toBe(code);
  });
});

describe('changing reports', () => {
  const headers = { authorization: `Bearer ${adminKey}` };
  const open = (changes: Partial<ReturnType<typeof createFakeApp>>) => ({
    server: openHttpServer({ apiKeys: bothKeys }, { app: { ...createFakeApp(), ...changes } }),
  });
  const app = createFakeApp();
  const server = openHttpServer({ apiKeys: bothKeys }, { app });
  beforeEach(() => {
    app.uploaded.length = 0;
  });

  it.each([
    ['?name=报告.txt', {}],
    ['?name=x.txt&replace=1', { 'content-type': 'text/plain; charset=gb18030' }],
    ['?name=x.json', { 'content-type': 'application/json' }],
    ['', { 'x-filename': encodeURIComponent('报告 1.txt'), 'content-type': 'application/pdf' }],
  ])('takes the bytes as they are (%s %j)', async (query, more) => {
    const payload = Buffer.from([0xd0, 0xbb, 0x00, 0x7b]);
    const response = await server.inject({
      method: 'POST',
      url: `/v1/documents${encodeURI(query)}`,
      headers: { ...headers, ...more },
      payload,
    });
    expect(response.statusCode).toBe(201);
    expect(response.json()).toEqual({ documents: [summaryOf(plain)] });
    expect(Buffer.from(app.uploaded[0]?.bytes ?? [])).toEqual(payload);
    expect(app.uploaded[0]?.name).toMatch(/^(?:报告|x|报告 1)\.(?:txt|json)$/u);
    expect(app.uploaded[0]?.replace).toBe(query.includes('replace'));
  });

  it('takes name and text as JSON', async () => {
    const payload = { name: 'a.md', text: '# 报告' };
    const response = await server.inject({
      method: 'POST',
      url: '/v1/documents',
      headers,
      payload,
    });
    expect(response.statusCode).toBe(201);
    expect(app.uploaded).toEqual([{ name: 'a.md', bytes: Buffer.from('# 报告'), replace: false }]);
  });

  it.each([
    [{}, 'text', 'a name is missing'],
    [{ 'content-type': 'application/json' }, '{"name":7,"text":"x"}', 'not a string'],
    [{ 'content-type': 'application/json' }, '{', 'no JSON object'],
    [{ 'x-filename': '%E0%A4%A' }, 'x', 'not URL-encoded'],
  ])('says what is wrong with %j %s', async (more, payload, said) => {
    const request = { method: 'POST', url: '/v1/documents', payload } as const;
    const response = await server.inject({ ...request, headers: { ...headers, ...more } });
    expect(response.statusCode).toBe(400);
    expect(response.json().detail).toContain(said);
    expect(app.uploaded).toEqual([]);
  });

  const { server: refusing } = open({
    async addReport({ name }) {
      throw new AppError('No.', { code: name as ErrorCode, hint: 'Send another.' });
    },
  });

  it.each([
    ['report_exists', 409],
    ['file_too_large', 413],
    ['file_undecodable', 422],
    ['report_invalid', 422],
  ] as const)('tells %s as %i', async (code, status) => {
    const url = `/v1/documents?name=${code}`;
    const response = await refusing.inject({ method: 'POST', url, headers, payload: 'x' });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ code, hint: 'Send another.' });
  });

  it('refuses a body far above the limit before it is read to the end', async () => {
    const payload = Buffer.alloc(3 * 64 * 1024 + 1);
    const url = '/v1/documents?name=a.txt';
    const response = await server.inject({ method: 'POST', url, headers, payload });
    expect(response.statusCode).toBe(413);
    expect(app.uploaded).toEqual([]);
  });

  it('tells how far it is as events: stored, progress, done', async () => {
    const { server: changed } = open({
      async addReport(_upload, options) {
        options?.onStored?.('a.txt');
        options?.onProgress?.({ phase: 'embedding', done: 1, total: 2 });
        return [summaryOf(plain)];
      },
    });
    const response = await changed.inject({
      method: 'POST',
      url: '/v1/documents?name=a.txt',
      headers: { ...headers, accept: 'text/event-stream' },
      payload: 'x',
    });
    expect(parseEvents(response.body)).toEqual([
      { event: 'stored', data: { file: 'a.txt' } },
      { event: 'progress', data: { phase: 'embedding', done: 1, total: 2 } },
      { event: 'done', data: { documents: [summaryOf(plain)] } },
    ]);
  });

  it('removes one by its id', async () => {
    const removed: string[] = [];
    const { server: changed } = open({
      async removeReport(id) {
        removed.push(id);
      },
    });
    const url = `/v1/documents/${encodeURIComponent(strangeId)}`;
    const response = await changed.inject({ method: 'DELETE', url, headers });
    expect(response.statusCode).toBe(204);
    expect(response.body).toBe('');
    expect(removed).toEqual([strangeId]);
  });
});

describe('answers that were given', () => {
  it('are shown with what has changed since, without the conversation they belong to', async () => {
    const app = createFakeApp();
    app.kept.set('01A', {
      answer: sampleAnswer({ id: '01A' }),
      at: '2026-01-02T03:04:05.000Z',
      conversationId: 'telegram:42',
      paragraphs: [{ marker: 1, text: '会议。', quote: { start: 0, end: 3 } }],
      changedSince: [1],
    });
    const response = await openHttpServer({}, { app }).inject({ url: '/v1/answers/01A' });
    expect(response.json()).toEqual({
      answer: sampleAnswer({ id: '01A' }),
      at: '2026-01-02T03:04:05.000Z',
      paragraphs: [{ marker: 1, text: '会议。', quote: { start: 0, end: 3 } }],
      changedSince: [1],
    });
  });

  it('can be judged', async () => {
    const app = createFakeApp();
    const server = openHttpServer({}, { app });
    const judge = (payload: object) =>
      server.inject({ method: 'POST', url: '/v1/answers/01A/feedback', payload });
    expect((await judge({ verdict: 'up' })).statusCode).toBe(204);
    expect(app.given).toEqual([
      { answerId: '01A', verdict: 'up', user: expect.stringMatching(/^http:/u) },
    ]);
    expect((await judge({ verdict: 'sideways' })).statusCode).toBe(400);
  });
});
