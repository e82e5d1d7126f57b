/**
 * The HTTP server in a process of its own, so that it can be killed: the real server on the real state, with shorter pauses
 * between attempts than people would want. Its one argument is a `ChildOptions` as JSON. Writes its URL when it serves.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ulid } from 'ulid';
import { createHttpServer } from '../../src/channels/http/create-http-server.js';
import { openServices, type Services } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import { openSqliteState } from '../../src/store/sqlite-state.js';
import { keepingApp } from '../../tests/support/keeping-app.js';
import { sampleAnswer } from '../../tests/support/sample-answer.js';
import type { ChildOptions } from './child-options.js';

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

async function openReal(): Promise<Services> {
  const config = readConfig({
    // biome-ignore lint/style/noProcessEnv: a benchmark hands its own environment on.
    env: { ...process.env, INDEX_DIR: join(options.folder, 'index'), STATE_DIR: options.folder },
    projectFolder,
  });
  const services = await openServices(config);
  await services.app.refresh();
  return services;
}

function openMadeUp(): Services {
  const state = openSqliteState({ folder: options.folder });
  const app = keepingApp({
    async answer({ question, id }) {
      await sleep(5 + Math.random() * 20);
      return sampleAnswer({ id: ulid(), question, questionId: id ?? null });
    },
  });
  return { app, state, jobs: state.jobs, warm: async () => {} };
}

const services = options.real ? await openReal() : openMadeUp();
const server = createHttpServer({
  ...services,
  version: 'bench',
  settings: {
    ...{ host: '127.0.0.1', port: 0, apiKeys: [], open: false, allowedHosts: [] },
    ...{ trustedProxies: [], publicUrl: null, requestsPerMinute: 1_000_000 },
    ...{ bodyLimitBytes: 65_536, maxReportBytes: 65_536, logQuestions: false, logLevel: 'error' },
    webhookSecrets: [options.webhookSecret],
    callbackSecret: options.callbackSecret,
    callbackHosts: ['127.0.0.1'],
    callbackPrivate: true,
  },
  callbacks: { firstDelayMs: 200, maxDelayMs: 2000, timeoutMs: options.timeoutMs },
});
console.log((await server.start()).url);
