import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { CallbackOptions } from '../../../src/channels/http/callback-options.js';
import { isCallbackAddress } from '../../../src/channels/http/is-callback-address.js';
import type { ResolveHost } from '../../../src/channels/http/resolve-callback.js';
import {
  createWebhookServer,
  openWebhookServer,
  postWebhook,
  startReceiver,
  type WebhookServer,
} from '../../support/webhook-setup.js';

const onInternet = [{ address: '93.184.216.34', family: 4 }];
const resolveTo = (...addresses: readonly string[]): ResolveHost => {
  return async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};
const fast: Partial<CallbackOptions> = { firstDelayMs: 1, maxDelayMs: 2, random: () => 0 };

const forbidden = [
  '127.0.0.1',
  '127.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '0.0.0.0',
  '0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '0xa9fea9fe',
  '192.0.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[::127.0.0.1]',
  '[fe80::1]',
  '[fd00::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[2002:7f00:1::]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2001:0:1::1]',
  '[fd00:ec2::254]',
] as const;
const hostnameOf = (host: string) => new URL(`https://${host}/`).hostname.replace(/^\[|\]$/gu, '');

/** The list of hosts has all of them: they are refused for what they are. */
const callbackHosts = [
  ...['hooks.example.org', '*.example.net', 'bücher.example'],
  ...forbidden.map(hostnameOf),
];
let resolve: ResolveHost = async () => onInternet;
const folder = mkdtempSync(join(tmpdir(), 'report-qa-'));
const shared = createWebhookServer(
  folder,
  { callbackHosts, callbackPrivate: false },
  { callbacks: { resolve: (hostname) => resolve(hostname) } },
);
afterEach(() => {
  resolve = async () => onInternet;
});
afterAll(async () => {
  await shared.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Asks a server that was not started, so that what it accepts stays in the queue. */
async function accept(callbackUrl: string, { server, state }: WebhookServer = shared) {
  const waiting = async () => (await state.jobs.counts('webhook-question')).waiting;
  const before = await waiting();
  const body = JSON.stringify({ question: '谁主持了会议？', callbackUrl });
  const { status, json } = await postWebhook(server, { body });
  expect((await waiting()) - before).toBe(status === 202 ? 1 : 0);
  return { status, code: json.code };
}

const refusal = { status: 400, code: 'callback_refused' };

describe('the target of a callback', () => {
  it.each([
    'https://hooks.example.org/hook?token=1#part',
    'https://HOOKS.example.org:8443/hook',
    'https://a.example.net/',
    'https://a.b.example.net/',
    'https://xn--bcher-kva.example/',
    'https://bücher.example/',
  ])('may be %s when the list of hosts has it', async (url) => {
    expect(await accept(url)).toEqual({ status: 202, code: undefined });
  });

  it.each([
    ['another host', 'https://example.com/'],
    ['a listed host as the beginning of another', 'https://hooks.example.org.evil.com/'],
    ['a listed host as the end of another', 'https://evilhooks.example.org/'],
    ['a wildcard without its dot', 'https://evilexample.net/'],
    ['the parent of a wildcard', 'https://example.net/'],
    ['a wildcard with nothing before it', 'https://.example.net/'],
    ['a listed host below another', 'https://a.hooks.example.org/'],
    ['a listed host with a dot behind it', 'https://hooks.example.org./'],
    ['a listed host as user name', 'https://hooks.example.org@evil.com/'],
    ['a user name', 'https://me@hooks.example.org/'],
    ['a password', 'https://me:secret@hooks.example.org/'],
    ['a listed host as path', 'https://evil.com/hooks.example.org'],
    ['a backslash before a listed host', 'https://evil.com\\@hooks.example.org/'],
    ['http', 'http://hooks.example.org/'],
    ['ftp', 'ftp://hooks.example.org/'],
    ['file', 'file:///etc/passwd'],
    ['gopher', 'gopher://hooks.example.org/'],
    ['javascript', 'javascript:alert(1)'],
    ['data', 'data:text/plain,hello'],
    ['no scheme', '//hooks.example.org/'],
    ['a path', '/hook'],
    ['text', 'hello'],
  ])('is refused: %s', async (_name, url) => {
    expect(await accept(url)).toEqual(refusal);
  });

  it.each(forbidden)('is refused at %s even when the list has it', async (host) => {
    expect(await accept(`https://${host}/`)).toEqual(refusal);
  });

  it.each([
    ['this machine', ['127.0.0.1']],
    ['a private network', ['10.1.2.3']],
    ['the metadata service', ['169.254.169.254']],
    ['this machine in IPv6', ['::1']],
    ['a mapped address', ['::ffff:10.0.0.1']],
    ['the Internet and this machine', ['93.184.216.34', '127.0.0.1']],
    ['nothing', []],
  ])('is refused when its name resolves to %s', async (_name, addresses) => {
    resolve = resolveTo(...addresses);
    expect(await accept('https://hooks.example.org/')).toEqual(refusal);
  });

  it('is refused when its name is not known, and accepted when the resolver fails for now', async () => {
    const failing = (code: string): ResolveHost => {
      return async () => Promise.reject(Object.assign(new Error(code), { code }));
    };
    const url = 'https://hooks.example.org/';
    resolve = failing('ENOTFOUND');
    expect(await accept(url)).toEqual(refusal);
    resolve = failing('EAI_AGAIN');
    expect(await accept(url)).toMatchObject({ status: 202 });
  });

  it('may be private with CALLBACK_PRIVATE only, and listed even then', async () => {
    const opened = openWebhookServer(
      { callbackHosts: ['localhost', '10.0.0.1', '0.0.0.0'] },
      { callbacks: { resolve: resolveTo('127.0.0.1') } },
    );
    expect(await accept('http://localhost:1/', opened)).toMatchObject({ status: 202 });
    expect(await accept('https://10.0.0.1/', opened)).toMatchObject({ status: 202 });
    expect(await accept('https://10.0.0.2/', opened)).toEqual(refusal);
    expect(await accept('https://0.0.0.0/', opened)).toEqual(refusal);
  });

  it('needs CALLBACK_SECRET, which the refusal names', async () => {
    const { server } = openWebhookServer({ callbackSecret: null });
    const body = JSON.stringify({ question: 'a', callbackUrl: 'http://127.0.0.1/' });
    const { status, json } = await postWebhook(server, { body });
    expect([status, json.code]).toEqual([400, 'callbacks_off']);
    expect(json.hint).toContain('CALLBACK_SECRET');
  });

  it('is never repeated in the refusal', async () => {
    const { server } = openWebhookServer();
    const body = JSON.stringify({ question: 'a', callbackUrl: 'https://secret-host.example/x' });
    const { json } = await postWebhook(server, { body });
    expect(JSON.stringify(json)).not.toContain('secret-host');
  });

  it('takes public addresses only', () => {
    for (const address of ['93.184.216.34', '2606:2800:220:1::1', '::ffff:93.184.216.34']) {
      expect(isCallbackAddress(address, false)).toBe(true);
    }
    for (const address of ['', 'example.org', '1.2.3', 'fe80::1%lo']) {
      expect(isCallbackAddress(address, false)).toBe(false);
    }
  });
});

describe('the connection of a callback', () => {
  const named = { callbackHosts: ['hooks.example.org'] };

  async function ask(server: ReturnType<typeof openWebhookServer>['server'], callbackUrl: string) {
    const body = JSON.stringify({ question: '谁主持了会议？', callbackUrl });
    expect((await postWebhook(server, { body })).status).toBe(202);
  }

  it('goes to the address that was checked, under the name that was asked', async () => {
    const receiver = await startReceiver();
    const { port } = new URL(receiver.url);
    let resolved = 0;
    const resolve: ResolveHost = async () => {
      resolved += 1;
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const { server } = openWebhookServer(named, { callbacks: { resolve } });
    await server.start();
    await ask(server, `http://hooks.example.org:${port}/hook`);
    await receiver.until(1);
    expect(receiver.received[0]?.headers.host).toBe(`hooks.example.org:${port}`);
    // Once when it was accepted, once for the attempt.
    expect(resolved).toBe(2);
  });

  it('is not made when the name has moved to a private address since', async () => {
    const receiver = await startReceiver();
    let resolved = 0;
    let fourTimes = () => {};
    const tried = new Promise<void>((done) => {
      fourTimes = done;
    });
    const resolve: ResolveHost = async () => {
      resolved += 1;
      if (resolved === 4) fourTimes();
      return resolved === 1 ? onInternet : [{ address: '127.0.0.1', family: 4 }];
    };
    const { server, state } = openWebhookServer(
      { ...named, callbackPrivate: false },
      { callbacks: { ...fast, resolve } },
    );
    await server.start();
    await ask(server, `https://hooks.example.org:${new URL(receiver.url).port}/hook`);
    await tried;
    expect(receiver.received).toHaveLength(0);
    await server.stop();
    expect((await state.jobs.counts('webhook-callback')).waiting).toBe(1);
  });

  it('does not follow redirects', async () => {
    const inner = await startReceiver();
    const outer = await startReceiver((response, before) => {
      const redirects = [301, 302, 303, 307, 308];
      response.writeHead(redirects[before] ?? 200, { location: inner.url }).end();
    });
    const { server } = openWebhookServer({}, { callbacks: fast });
    await server.start();
    await ask(server, outer.url);
    await outer.until(6);
    expect(inner.received).toHaveLength(0);
  });
});
