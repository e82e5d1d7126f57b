import { describe, expect, it } from 'vitest';
import { isLoopback } from '../../../src/channels/http/is-loopback.js';
import { refuseOpenAddress } from '../../../src/channels/http/refuse-open-address.js';
import { createFakeApp } from '../../support/fake-app.js';
import {
  adminKey,
  askKey,
  bothKeys,
  httpSettings,
  memoryLog,
  openHttpServer,
} from '../../support/http-setup.js';

describe('the address', () => {
  it.each(['0.0.0.0', '::', '192.168.1.5', 'example.org', '8.8.8.8'])(
    '%s is refused without keys, at start',
    async (host) => {
      expect(() => refuseOpenAddress(httpSettings({ host }))).toThrow(
        expect.objectContaining({ code: 'config', hint: expect.stringContaining('HTTP_API_KEYS') }),
      );
    },
  );

  it('is refused by the server itself', async () => {
    await expect(openHttpServer({ host: '0.0.0.0' }).start()).rejects.toMatchObject({
      code: 'config',
    });
  });

  it.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost', '::ffff:127.0.0.1'])(
    '%s needs no key',
    (host) => {
      expect(isLoopback(host)).toBe(true);
      expect(() => refuseOpenAddress(httpSettings({ host }))).not.toThrow();
    },
  );

  it('may be any with keys or HTTP_OPEN', () => {
    for (const changes of [{ apiKeys: bothKeys }, { open: true }]) {
      expect(() => refuseOpenAddress(httpSettings({ host: '0.0.0.0', ...changes }))).not.toThrow();
    }
  });

  it('that is taken is told with what mends it', async () => {
    const first = openHttpServer();
    const port = Number(new URL((await first.start()).url).port);
    await expect(openHttpServer({ port }).start()).rejects.toMatchObject({
      code: 'channel_failed',
      hint: expect.stringContaining('HTTP_PORT'),
    });
    await first.stop();
  });
});

describe('host names', () => {
  const get = (server: ReturnType<typeof openHttpServer>, headers: Record<string, string>) =>
    server.inject({ url: '/healthz', headers });

  it('are those of HTTP_ALLOWED_HOSTS and PUBLIC_URL besides the own', async () => {
    const server = openHttpServer({
      allowedHosts: ['qa.internal'],
      publicUrl: 'https://qa.example.org',
    });
    expect((await get(server, { host: 'qa.internal:80' })).statusCode).toBe(200);
    expect((await get(server, { host: 'qa.example.org' })).statusCode).toBe(200);
    expect((await get(server, { host: 'a.example.org' })).statusCode).toBe(403);
    const origin = 'https://qa.example.org';
    expect((await get(server, { host: 'qa.internal', origin })).statusCode).toBe(200);
    expect(
      (await get(server, { host: 'qa.internal', origin: 'http://qa.example.org' })).statusCode,
    ).toBe(403);
  });

  it('are any address where it listens on all', async () => {
    const server = openHttpServer({ host: '0.0.0.0', open: true });
    expect((await get(server, { host: '10.1.2.3:8080' })).statusCode).toBe(200);
    expect((await get(server, { host: 'evil.example' })).statusCode).toBe(403);
  });

  it('are a proxy’s only when it is trusted', async () => {
    const headers = { host: 'inner.example', 'x-forwarded-host': 'qa.example.org' };
    const publicUrl = 'https://qa.example.org';
    const trusting = openHttpServer({ publicUrl, trustedProxies: ['127.0.0.1'] });
    expect((await get(trusting, headers)).statusCode).toBe(200);
    expect((await get(openHttpServer({ publicUrl }), headers)).statusCode).toBe(403);
  });
});

describe('keys', () => {
  const server = openHttpServer({ apiKeys: bothKeys });
  const status = async (method: 'GET' | 'POST' | 'DELETE', url: string, headers = {}) => {
    const body = method === 'POST' ? { payload: { question: 'x', verdict: 'up' } } : {};
    return (await server.inject({ method, url, headers, ...body })).statusCode;
  };

  it.each([
    ['POST', '/v1/ask'],
    ['GET', '/v1/documents'],
    ['GET', '/v1/documents/employment-meeting'],
    ['GET', '/v1/passages/employment-meeting:1'],
    ['GET', '/v1/answers/a'],
    ['POST', '/v1/answers/a/feedback'],
    ['DELETE', '/v1/conversations/a'],
    ['GET', '/v1/models'],
    ['POST', '/v1/chat/completions'],
    ['GET', '/v1/examples'],
    ['POST', '/v1/documents'],
    ['DELETE', '/v1/documents/employment-meeting'],
  ] as const)('%s %s needs one once any is set', async (method, url) => {
    expect(await status(method, url)).toBe(401);
    expect(await status(method, url, { authorization: 'Bearer wrong-key-000' })).toBe(401);
    expect(await status(method, url, { authorization: `Basic ${askKey}` })).toBe(401);
    expect(await status(method, url, { authorization: `Bearer ${askKey}` })).not.toBe(401);
    expect(await status(method, url, { 'x-api-key': askKey })).not.toBe(401);
  });

  it('are needed for HEAD as for GET', async () => {
    const head = await server.inject({ method: 'HEAD', url: '/v1/documents' });
    expect(head.statusCode).toBe(401);
  });

  it.each(['/healthz', '/readyz', '/v1/session', '/openapi.json'])('%s needs none', async (url) => {
    expect(await status('GET', url)).toBe(200);
  });

  it('are challenged, and may be sent as X-API-Key', async () => {
    const refused = await server.inject({ url: '/v1/documents' });
    expect(refused.headers['www-authenticate']).toContain('Bearer');
    expect(refused.json()).toMatchObject({ code: 'key_missing', status: 401 });
    const taken = await server.inject({ url: '/v1/documents', headers: { 'x-api-key': adminKey } });
    expect(taken.statusCode).toBe(200);
  });

  it('with scope ask change no report; admin keys do', async () => {
    const url = '/v1/documents?name=a.txt';
    expect(await status('POST', url, { authorization: `bearer ${askKey}` })).toBe(403);
    expect(await status('POST', url, { authorization: `bearer ${adminKey}` })).toBe(201);
  });

  it('are needed for changes even where nothing else needs one', async () => {
    const open = openHttpServer();
    const response = await open.inject({ method: 'DELETE', url: '/v1/documents/a' });
    expect(response.statusCode).toBe(403);
    expect(response.json().hint).toContain(':admin');
    expect((await open.inject({ url: '/v1/documents' })).statusCode).toBe(200);
  });

  it('are shown by the session: whether one is needed, and what this one may', async () => {
    const session = async (headers = {}) =>
      (await server.inject({ url: '/v1/session', headers })).json();
    expect(await session()).toMatchObject({ authRequired: true, scope: null, documents: null });
    expect(await session({ 'x-api-key': askKey })).toMatchObject({ scope: 'ask', documents: 1 });
    const open = (await openHttpServer().inject({ url: '/v1/session' })).json();
    expect(open).toMatchObject({ authRequired: false, documents: 1, version: '1.2.3' });
  });

  it('are never logged, nor are addresses, queries and questions', async () => {
    const log = memoryLog();
    const logged = openHttpServer(
      { apiKeys: bothKeys, logLevel: 'debug' },
      { log: log.stream, app: createFakeApp() },
    );
    await logged.inject({
      method: 'POST',
      url: `/v1/ask?key=${askKey}`,
      headers: { authorization: `Bearer ${askKey}`, 'x-api-key': adminKey },
      payload: { question: '谁主持了会议？' },
    });
    await logged.inject({ url: `/nowhere/${adminKey}` });
    expect(log.text()).toContain('"route":"/v1/ask"');
    for (const secret of [askKey, adminKey, '主持']) expect(log.text()).not.toContain(secret);
  });

  it('are needed for /metrics unless this machine itself asks', async () => {
    expect(await status('GET', '/metrics')).toBe(200);
    expect(await status('GET', '/metrics', { 'x-forwarded-for': '8.8.8.8' })).toBe(401);
    const far = await server.inject({ url: '/metrics', remoteAddress: '8.8.8.8' });
    expect(far.statusCode).toBe(401);
    const keyed = { url: '/metrics', remoteAddress: '8.8.8.8', headers: { 'x-api-key': askKey } };
    expect((await server.inject(keyed)).statusCode).toBe(200);
  });
});

describe('the rate limit', () => {
  it('counts by key, or by address without one', async () => {
    const server = openHttpServer({ apiKeys: bothKeys, requestsPerMinute: 2 });
    const get = async (remoteAddress: string, headers = {}) =>
      await server.inject({ url: '/v1/documents', remoteAddress, headers });
    const key = { 'x-api-key': askKey };
    expect((await get('8.8.8.8', key)).statusCode).toBe(200);
    expect((await get('9.9.9.9', key)).statusCode).toBe(200);
    const limited = await get('7.7.7.7', key);
    expect(limited.statusCode).toBe(429);
    expect(limited.json()).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect((await get('7.7.7.7', { 'x-api-key': adminKey })).statusCode).toBe(200);
    // Guessing keys counts for the address, whatever is guessed.
    expect((await get('6.6.6.6', { 'x-api-key': 'guess-one' })).statusCode).toBe(401);
    expect((await get('6.6.6.6', { 'x-api-key': 'guess-two' })).statusCode).toBe(401);
    expect((await get('6.6.6.6', { 'x-api-key': 'guess-three' })).statusCode).toBe(429);
    expect((await get('5.5.5.5', { 'x-api-key': 'guess-one' })).statusCode).toBe(401);
  });

  it('sees through trusted proxies only, and counts addresses that nothing is at', async () => {
    const direct = openHttpServer({ requestsPerMinute: 1 });
    const from = (address: string) => ({
      url: '/nothing',
      headers: { 'x-forwarded-for': address },
    });
    expect((await direct.inject(from('1.1.1.1'))).statusCode).toBe(404);
    expect((await direct.inject(from('2.2.2.2'))).statusCode).toBe(429);
    const behind = openHttpServer({ requestsPerMinute: 1, trustedProxies: ['127.0.0.1'] });
    expect((await behind.inject(from('1.1.1.1'))).statusCode).toBe(404);
    expect((await behind.inject(from('2.2.2.2'))).statusCode).toBe(404);
    expect((await behind.inject(from('2.2.2.2'))).statusCode).toBe(429);
  });

  it('leaves health checks alone', async () => {
    const server = openHttpServer({ requestsPerMinute: 1 });
    for (let time = 0; time < 3; time += 1) {
      expect((await server.inject({ url: '/healthz' })).statusCode).toBe(200);
    }
  });
});
