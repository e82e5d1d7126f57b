import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeApp } from '../../support/fake-app.js';
import { openHttpServer } from '../../support/http-setup.js';
import { sampleAnswer } from '../../support/sample-answer.js';

const script = '<script>alert(1)</script>';
const app = createFakeApp({
  answer: ({ question }) => sampleAnswer({ question, answer: `${script}\r\nSet-Cookie: a=b` }),
});
const folder = mkdtempSync(join(tmpdir(), 'report-qa-'));
const page = join(folder, 'page');
mkdirSync(page);
writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
writeFileSync(join(page, '.secret'), 'hidden');
writeFileSync(join(folder, 'secret.txt'), 'hidden');
const server = openHttpServer(
  { bodyLimitBytes: 1000 },
  { app, pageFolder: page, requestTimeoutMs: 300 },
);
let port = 0;
beforeAll(async () => {
  port = Number(new URL((await server.start()).url).port);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends bytes as they are and reads until the server hangs up. */
function sendRaw(...parts: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (chunk) => {
      received += String(chunk);
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

const json = 'Content-Type: application/json\r\nConnection: close\r\n';
const host = 'Host: localhost\r\n';

describe('attacks', () => {
  it.each([
    '/assets/../secret.txt',
    '/assets/..%2fsecret.txt',
    '/assets/%2e%2e/secret.txt',
    '/assets/..%5csecret.txt',
    '/assets/%2e%2e%2fsecret.txt',
    '/assets//etc/passwd',
    '/assets/%00',
    '/assets/.secret',
    '/r/../../secret.txt',
  ])('path traversal: %s gives no file', async (path) => {
    const answer = await sendRaw(`GET ${path} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /u);
    expect(answer).toContain('application/problem+json');
    expect(answer).not.toContain('hidden');
    expect(answer).not.toContain(folder);
  });

  it('an oversized body that is announced gets 413', async () => {
    const body = JSON.stringify({ question: 'x'.repeat(2000) });
    const answer = await sendRaw(
      `POST /v1/ask HTTP/1.1\r\n${host}${json}Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /u);
    expect(answer).toContain('body_too_large');
  });

  it('an oversized body that comes in chunks gets 413', async () => {
    const chunk = `400\r\n${'x'.repeat(1024)}\r\n`;
    const answer = await sendRaw(
      `POST /v1/ask HTTP/1.1\r\n${host}${json}Transfer-Encoding: chunked\r\n\r\n`,
      chunk + chunk,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /u);
  });

  it('a body that never comes ends with 408', async () => {
    const answer = await sendRaw(
      `POST /v1/ask HTTP/1.1\r\n${host}${json}Content-Length: 100\r\n\r\n{"question"`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /u);
    expect(answer).toContain('request_timed_out');
  });

  it('headers that never end get 408, headers without measure 431', async () => {
    expect(await sendRaw(`GET / HTTP/1.1\r\n${host}X-A: `)).toMatch(/^HTTP\/1\.1 408 /u);
    const long = await sendRaw(`GET / HTTP/1.1\r\n${host}X-A: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 /u);
  });

  it('what is no HTTP, and a smuggled second length, get 400', async () => {
    expect(await sendRaw('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /u);
    const smuggled = await sendRaw(
      `POST /v1/ask HTTP/1.1\r\n${host}${json}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    );
    expect(smuggled).toMatch(/^HTTP\/1\.1 400 /u);
  });

  it('a request id with line breaks or markup is not taken over', async () => {
    for (const id of ['a b', '<b>', 'x'.repeat(65), 'é']) {
      const response = await server.inject({ url: '/healthz', headers: { 'x-request-id': id } });
      expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/u);
    }
    const taken = await server.inject({ url: '/healthz', headers: { 'x-request-id': 'a.B_9-' } });
    expect(taken.headers['x-request-id']).toBe('a.B_9-');
  });

  it.each([
    ['evil.example', 403],
    ['evil.example:80', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost@evil.example', 403],
    ['localhost.evil.example', 403],
    ['10.0.0.1', 403],
    ['localhost:8080', 200],
    ['LOCALHOST', 200],
    ['127.0.0.1:1', 200],
    ['[::1]:9', 200],
  ])('Host %j is answered with %i', async (name, status) => {
    const response = await server.inject({ url: '/v1/documents', headers: { host: name } });
    expect(response.statusCode).toBe(status);
    if (status === 403) expect(response.json().code).toBe('host_unknown');
  });

  it('a missing or empty Host gets no further', async () => {
    const close = 'Connection: close\r\n\r\n';
    expect(await sendRaw(`GET /v1/documents HTTP/1.1\r\n${close}`)).toMatch(/^HTTP\/1\.1 400 /u);
    for (const request of [
      'GET /v1/documents HTTP/1.0\r\n\r\n',
      `GET /v1/documents HTTP/1.1\r\nHost: \r\n${close}`,
    ]) {
      expect(await sendRaw(request)).toMatch(/^HTTP\/1\.1 40[03] /u);
    }
  });

  it.each([
    ['http://evil.example', 403],
    ['null', 403],
    ['http://localhost:3000', 403],
    ['file://', 403],
    ['http://localhost:8080', 200],
    ['https://localhost:8080', 200],
  ])('Origin %j is answered with %i, and no CORS header', async (origin, status) => {
    const response = await server.inject({
      method: 'POST',
      url: '/v1/ask',
      headers: { host: 'localhost:8080', origin },
      payload: { question: 'x' },
    });
    expect(response.statusCode).toBe(status);
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('a preflight of another origin is refused', async () => {
    const response = await server.inject({
      method: 'OPTIONS',
      url: '/v1/ask',
      headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(response.statusCode).toBe(403);
  });

  it('markup in questions and answers comes back as JSON that browsers do not read as a page', async () => {
    const response = await server.inject({
      method: 'POST',
      url: '/v1/ask',
      payload: { question: script },
    });
    expect(response.headers['content-type']).toContain('application/json');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers).not.toHaveProperty('set-cookie');
    const unknown = await server.inject({ url: `/v1/${encodeURIComponent(script)}?q=${script}` });
    expect(unknown.statusCode).toBe(404);
    expect(unknown.body).not.toContain('script');
  });

  it.each([
    '{"question":"x","__proto__":{"polluted":1}}',
    '{"question":"x","constructor":{"prototype":{"polluted":1}}}',
    '{"question":"x","history":[{"question":"y","__proto__":{"answer":"z"}}]}',
  ])('prototype pollution is refused: %s', async (payload) => {
    const response = await server.inject({
      method: 'POST',
      url: '/v1/ask',
      headers: { 'content-type': 'application/json' },
      payload,
    });
    expect(response.statusCode).toBe(400);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['text/plain', '{"question":"x"}', 415],
    ['application/x-www-form-urlencoded', 'question=x', 415],
    ['multipart/form-data; boundary=a', '--a--', 415],
    ['application/json', '{"question":', 400],
    ['application/json', '', 400],
    ['application/json', 'null', 400],
    ['application/json', '[]', 400],
  ])('a body of %s %j gets %i', async (type, payload, status) => {
    const response = await server.inject({
      method: 'POST',
      url: '/v1/ask',
      headers: { 'content-type': type },
      payload,
    });
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toHaveProperty('hint');
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)(
    '%s on /v1/ask gets 405 with Allow',
    async (method) => {
      const response = await server.inject({ method, url: '/v1/ask?x=1' });
      expect(response.statusCode).toBe(405);
      expect(response.headers.allow).toBe('POST');
    },
  );

  it('an address that cannot be decoded gets a problem', async () => {
    const response = await server.inject({ url: '/v1/documents/%zz' });
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });
});
