/**
 * `npm run bench:http`: load on `POST /v1/ask`, answered offline by the real App over the reports of this repository, worked
 * out each time and remembered, and on a bare Fastify route that answers one of the same Answers. `-- --seconds 10 --connections 50`; 60 s and 50 if not given.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import fastify from 'fastify';
import { createHttpServer } from '../src/channels/http/create-http-server.js';
import { openServices } from '../src/compose.js';
import { readConfig } from '../src/config.js';

/** `app` works every answer out; `again` gives those that it gave before, as `npm start` does. */
type Served = 'app' | 'again' | 'bare';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    connections: { type: 'string', default: '50' },
    /** Of the child processes that this one starts. */
    serve: { type: 'string' },
    folder: { type: 'string' },
  },
});

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const questionsAsked = 20;

/** Every so-many-th question of the set, so that all kinds are among them. */
function readQuestions(): string[] {
  const file = join(projectFolder, 'data', 'eval', 'employment-meeting.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const step = lines.length / questionsAsked;
  return Array.from({ length: questionsAsked }, (_, position) => {
    const line = lines[Math.floor(position * step)] ?? '';
    return (JSON.parse(line) as { question: string }).question;
  });
}

/** In a child process: serves until it is told to stop. */
async function serve(what: Served, folder: string): Promise<void> {
  const { url, stop } = what === 'bare' ? await serveBare(folder) : await serveApp(folder, what);
  process.once('SIGTERM', () => {
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  console.log(url);
}

async function serveApp(folder: string, what: Served) {
  const env = {
    // biome-ignore lint/style/noProcessEnv: a benchmark hands its own environment on.
    ...process.env,
    INDEX_DIR: join(folder, 'index'),
    STATE_DIR: join(folder, 'state'),
    OPENAI_API_KEY: '',
  };
  const config = readConfig({ projectFolder, env });
  const { app } = await openServices(config, { rememberAnswers: what === 'again' });
  await app.refresh();
  const settings = {
    ...{ ...config.http, host: '127.0.0.1', port: 0, apiKeys: [], open: false },
    ...{ requestsPerMinute: 1e9, logLevel: 'error' as const },
  };
  const server = createHttpServer({ app, settings, version: 'bench' });
  const { url } = await server.start();
  return {
    url,
    async stop() {
      await server.stop();
      await app.close();
    },
  };
}

async function serveBare(folder: string) {
  const answer: unknown = JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'));
  const server = fastify();
  server.post('/v1/ask', async () => answer);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { url, stop: () => server.close() };
}

async function start(what: Served, folder: string): Promise<{ url: string; child: ChildProcess }> {
  const file = fileURLToPath(import.meta.url);
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', file, '--serve', what, '--folder', folder],
    { cwd: projectFolder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [url] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The server (${what}) ended with ${code} before it listened.`);
    }),
  ])) as [string];
  return { url, child };
}

async function measure(what: Served, url: string, questions: readonly string[]) {
  const headers = { 'content-type': 'application/json' };
  const result = await autocannon({
    url,
    connections: Number(values.connections),
    duration: Number(values.seconds),
    // A request waits for the 49 before it.
    timeout: 60,
    requests: questions.map((question) => ({
      ...{ method: 'POST' as const, path: '/v1/ask', headers },
      body: JSON.stringify({ question }),
    })),
  });
  const { latency, requests, errors, timeouts, non2xx } = result;
  console.log(
    `${what.padEnd(5)} ${requests.average.toFixed(1).padStart(9)} requests/s   ` +
      `p50 ${latency.p50} ms   p99 ${latency.p99} ms   ${requests.total} requests   ` +
      `${errors + timeouts + non2xx} errors`,
  );
  return errors + timeouts + non2xx;
}

async function keepOneAnswer(url: string, question: string, folder: string): Promise<void> {
  const response = await fetch(`${url}/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  });
  writeFileSync(join(folder, 'answer.json'), await response.text());
}

async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'report-qa-load-'));
  const questions = readQuestions();
  let failed = 0;
  try {
    for (const what of ['app', 'again', 'bare'] as const) {
      const { url, child } = await start(what, folder);
      try {
        if (what !== 'bare') {
          for (const question of questions) await keepOneAnswer(url, question, folder);
        }
        failed += await measure(what, url, questions);
      } finally {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (failed > 0) process.exitCode = 1;
}

if (values.serve === 'app' || values.serve === 'again' || values.serve === 'bare') {
  await serve(values.serve, values.folder ?? '');
} else {
  await run();
}
