import { Writable } from 'node:stream';
import {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
} from '../../src/channels/http/create-http-server.js';
import type { HttpSettings } from '../../src/channels/http/http-settings.js';
import { createFakeApp } from './fake-app.js';

export const askKey = 'ask-key-0123456789';
export const adminKey = 'admin-key-0123456789';

/** One key of each scope. */
export const bothKeys: HttpSettings['apiKeys'] = [
  { secret: askKey, scope: 'ask' },
  { secret: adminKey, scope: 'admin' },
];

export function httpSettings(changes: Partial<HttpSettings> = {}): HttpSettings {
  return {
    host: '127.0.0.1',
    port: 0,
    apiKeys: [],
    open: false,
    allowedHosts: [],
    trustedProxies: [],
    publicUrl: null,
    requestsPerMinute: 1000,
    bodyLimitBytes: 64 * 1024,
    maxReportBytes: 64 * 1024,
    webhookSecrets: [],
    callbackSecret: null,
    callbackHosts: [],
    callbackPrivate: false,
    logQuestions: false,
    logLevel: 'silent',
    ...changes,
  };
}

/** A server over a fake App, nothing logged; `inject` works without `start`. */
export function openHttpServer(
  settings: Partial<HttpSettings> = {},
  options: Partial<HttpServerOptions> = {},
): HttpServer {
  return createHttpServer({
    app: createFakeApp(),
    version: '1.2.3',
    settings: httpSettings(settings),
    ...options,
  });
}

/** Keeps log lines in memory. */
export function memoryLog(): { readonly stream: Writable; text(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}

/** Server-sent events as `[event, data]`, read as the specification says; comments are left out. */
export function parseEvents(body: string): { event: string; data: unknown }[] {
  return body
    .split('\n\n')
    .filter((block) => block !== '' && !block.startsWith(':'))
    .map((block) => {
      const lines = block.split('\n');
      const field = (name: string) =>
        lines
          .filter((line) => line.startsWith(`${name}: `))
          .map((line) => line.slice(name.length + 2))
          .join('\n');
      return { event: field('event') || 'message', data: JSON.parse(field('data')) as unknown };
    });
}
