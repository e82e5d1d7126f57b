import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleQuestions } from '../../../src/channels/http/example-questions.js';
import { createMetrics } from '../../../src/channels/http/metrics.js';
import { pickLanguage } from '../../../src/channels/http/pick-language.js';
import { AppError } from '../../../src/domain/app-error.js';
import type { JobQueue } from '../../../src/domain/job-queue.js';
import { createFakeApp, sampleIndexReport } from '../../support/fake-app.js';
import { openHttpServer } from '../../support/http-setup.js';
import { sampleAnswer, sampleRefusal } from '../../support/sample-answer.js';
import { sampleDocument } from '../../support/sample-document.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('the page', () => {
  it('is served at / and for deep links, its files below /assets/, under a strict policy', async () => {
    const pageFolder = join(temporaryFolder(), 'page');
    mkdirSync(pageFolder);
    writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>报告</title>');
    writeFileSync(join(pageFolder, 'page.js'), 'export const a = 1;');
    const server = openHttpServer({}, { pageFolder });
    for (const url of ['/', '/r/employment-meeting', '/r/%E5%B1%B1%2F%E8%A5%BF%23']) {
      const response = await server.inject({ url });
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toContain('text/html');
      expect(response.body).toContain('报告');
      const policy = String(response.headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/u);
    }
    const script = await server.inject({ url: '/assets/page.js' });
    expect(script.headers['content-type']).toContain('javascript');
    expect((await server.inject({ url: '/assets/none.js' })).statusCode).toBe(404);
    const again = await server.inject({
      url: '/assets/page.js',
      headers: { 'if-none-match': String(script.headers.etag) },
    });
    expect(again.statusCode).toBe(304);
  });

  it('that is not installed is a clear 404', async () => {
    const server = openHttpServer({}, { pageFolder: '/nowhere/at/all' });
    for (const url of ['/', '/r/a', '/assets/a.js']) {
      const response = await server.inject({ url });
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ code: 'page_missing' });
    }
  });

  it('finds example questions in the reports, in its language', async () => {
    const server = openHttpServer();
    const read = async (query: string, headers = {}) =>
      (await server.inject({ url: `/v1/examples${query}`, headers })).json().examples;
    const chinese = await read('', { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' });
    expect(chinese).toEqual([
      { question: '五方面工作要求包括哪些内容？', documentId: 'employment-meeting' },
      { question: '会议是什么时候召开的？', documentId: 'employment-meeting' },
      { question: '《全省稳就业工作推进会召开》主要讲了什么？', documentId: 'employment-meeting' },
    ]);
    expect((await read('?language=en'))[1].question).toBe('When was the meeting held?');
    const unknown = await server.inject({ url: '/v1/examples?document=none' });
    expect(unknown.statusCode).toBe(404);
    expect((await server.inject({ url: '/v1/examples?language=fr' })).statusCode).toBe(400);
  });

  it('takes examples from every report in turn', () => {
    const speaker = { name: '林武', namedIn: 0 };
    const [first] = sampleDocument().sentences;
    if (first === undefined) throw new Error('no sentence');
    const documents = ['a', 'b'].map((id) =>
      sampleDocument({
        id,
        sentences: [
          { ...first, speaker },
          { ...first, speaker },
        ],
      }),
    );
    expect(exampleQuestions(documents, 'zh-Hant', 3)).toEqual([
      { question: '林武強調了什麼？', documentId: 'a' },
      { question: '林武強調了什麼？', documentId: 'b' },
      { question: '會議是什麼時候召開的？', documentId: 'a' },
    ]);
    expect(exampleQuestions([], 'en', 3)).toEqual([]);
  });
});

describe('the language', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr-FR, zh;q=0.5', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-Hant-HK;q=0.2, en-GB;q=0.9', 'en'],
    ['ja', 'en'],
    ['zh;q=0', 'en'],
    ['zh;q=abc;;,,', 'en'],
  ])('of %j is %s', (header, language) => {
    expect(pickLanguage(header)).toBe(language);
  });
});

describe('health', () => {
  const status = (generation: number) => ({ ...sampleIndexReport().status, generation });

  it('is ready once the index answers, however far the vectors are', async () => {
    const app = createFakeApp();
    const server = openHttpServer(
      {},
      { app: { ...app, status: async () => ({ ...status(1), vectors: 5 }) } },
    );
    const response = await server.inject({ url: '/readyz' });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      status: 'ready',
      reason: null,
      vectors: 5,
      vectorsWanted: 48,
    });
  });

  it('is not ready while there is no index, or none that can be read; it is alive all the same', async () => {
    const failing = async () => {
      throw new AppError('Damaged.', { code: 'index_damaged', hint: 'Rebuild.' });
    };
    for (const [read, reason] of [
      [async () => status(0), 'being built'],
      [failing, 'index_damaged'],
    ] as const) {
      const server = openHttpServer({}, { app: { ...createFakeApp(), status: read } });
      const response = await server.inject({ url: '/readyz' });
      expect(response.statusCode).toBe(503);
      expect(response.json().reason).toContain(reason);
      expect((await server.inject({ url: '/healthz' })).json()).toEqual({ status: 'alive' });
      expect((await server.inject({ url: '/metrics' })).statusCode).toBe(200);
    }
  });
});

describe('/metrics', () => {
  it('counts questions, steps, tokens, requests, jobs and the index', async () => {
    const app = createFakeApp({
      answer({ question }) {
        if (question === 'refuse') return sampleRefusal();
        if (question === 'fail') throw new AppError('No.', { code: 'chat_failed', hint: 'h' });
        return sampleAnswer({ mode: 'llm', usage: { inputTokens: 30, outputTokens: 12 } });
      },
    });
    const jobs = {
      counts: async () => ({ waiting: 4, running: 1, failed: 2 }),
    } as unknown as JobQueue;
    const metrics = createMetrics();
    metrics.countAnswer('telegram', sampleAnswer());
    const server = openHttpServer({}, { app, metrics, jobs, jobKinds: ['callback'] });
    for (const question of ['a', 'b', 'refuse', 'fail']) {
      await server.inject({ method: 'POST', url: '/v1/ask', payload: { question } });
    }
    await server.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      payload: { model: 'report-qa', messages: [{ role: 'user', content: 'a' }] },
    });
    const response = await server.inject({ url: '/metrics' });
    expect(response.headers['content-type']).toContain('text/plain');
    for (const line of [
      'report_qa_questions_total{channel="http",mode="llm",outcome="answered"} 2',
      'report_qa_questions_total{channel="http",mode="extractive",outcome="not_found"} 1',
      'report_qa_questions_total{channel="http",mode="none",outcome="chat_failed"} 1',
      'report_qa_questions_total{channel="openai",mode="llm",outcome="answered"} 1',
      'report_qa_questions_total{channel="telegram",mode="extractive",outcome="answered"} 1',
      'report_qa_answer_seconds_count{step="retrieve",mode="llm"} 3',
      'report_qa_model_tokens_total{direction="input"} 90',
      'report_qa_model_tokens_total{direction="output"} 36',
      'report_qa_http_requests_total{method="POST",route="/v1/ask",status="200"} 3',
      'report_qa_http_requests_total{method="POST",route="/v1/ask",status="502"} 1',
      'report_qa_queue_jobs{kind="callback",state="waiting"} 4',
      'report_qa_index_generation 3',
    ]) {
      expect(response.body).toContain(`${line}\n`);
    }
  });
});
