/**
 * `npm run bench:faults`: what a question gets when the model or its server misbehaves, how soon a sentence of the model is told, and whether
 * memory stays flat. Runs the whole App over the shipped report against a server on this machine.
 * `npx tsx bench/model-faults.ts [answers]`: how many answers for the memory, 1,000 if not given.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openApp } from '../src/compose.js';
import { readConfig } from '../src/config.js';
import type { Answer } from '../src/domain/answer.js';
import type { App } from '../src/domain/app.js';
import { AppError } from '../src/domain/app-error.js';
import { startChatServer } from '../tests/support/chat-server.js';
import { type FaultCase, faultCases, goodReply, goodSentences } from './faults/fault-cases.js';
import { startTimedServer } from './faults/timed-server.js';

const answers = Number(process.argv[2] ?? '1000');
const question = '谁主持了会议？';
const deadlineMs = 4000;
const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'report-qa-faults-'));

async function open(env: Readonly<Record<string, string>>): Promise<App> {
  return await openApp(
    readConfig({
      env: {
        ...{ INDEX_DIR: join(folder, 'index'), STATE_DIR: join(folder, 'state') },
        ...{ OPENAI_API_KEY: 'test-key', OPENAI_MODEL: 'test-model', ANSWERS: 'llm' },
        ...{ ANSWER_TIMEOUT_MS: String(deadlineMs), OPENAI_STALL_MS: '1500', ANSWER_CACHE: 'off' },
        ...env,
      },
      cwd: folder,
      projectFolder,
    }),
  );
}

interface Outcome {
  readonly answer: Answer | null;
  readonly error: string | null;
  readonly tookMs: number;
  readonly told: readonly string[];
}

async function askOnce(app: App): Promise<Outcome> {
  const told: string[] = [];
  const started = performance.now();
  try {
    const answer = await app.ask(
      { question },
      { onEvent: (event) => void (event.type === 'sentence' && told.push(event.claim.text)) },
    );
    return { answer, error: null, tookMs: performance.now() - started, told };
  } catch (error) {
    const code = error instanceof AppError ? error.code : String(error);
    return { answer: null, error: code, tookMs: performance.now() - started, told };
  }
}

/** With everything loaded: the time of a cold start is another matter. */
async function runCase(
  { env }: FaultCase,
  app: App,
  settings: Readonly<Record<string, string>>,
): Promise<Outcome> {
  if (env === undefined) return await askOnce(app);
  const own = await open({ ...settings, ...env });
  try {
    await askOnce(own);
    return await askOnce(own);
  } finally {
    await own.close();
  }
}

/** Sentences that are neither whole sentences of the model nor those of the rules' answer. */
function partialClaims({ told, answer }: Outcome, offline: Answer): number {
  const whole = new Set<string>([
    ...goodSentences,
    ...offline.claims.map(({ text }) => text),
    ...(answer?.citations.map(({ quote }) => quote) ?? []),
  ]);
  return told.filter((text) => !whole.has(text)).length;
}

function describeOutcome({ answer, error }: Outcome): string {
  if (answer === null) return `error ${error}`;
  const flags = answer.incomplete ? ', incomplete' : '';
  return `${answer.status}, ${answer.mode}${flags}${answer.notices.map((notice) => `; ${notice}`).join('')}`;
}

async function runCases(onFailure: 'extractive' | 'error'): Promise<Outcome[]> {
  const server = await startChatServer({ chat: [goodReply] });
  const settings = { OPENAI_BASE_URL: server.url, ON_MODEL_FAILURE: onFailure };
  const app = await open(settings);
  await askOnce(app);
  const outcomes: Outcome[] = [];
  for (const fault of faultCases) {
    // A list is used up as it is served.
    server.setChat(typeof fault.chat === 'function' ? fault.chat : [...fault.chat]);
    outcomes.push(await runCase(fault, app, settings));
  }
  await app.close();
  await server.close();
  return outcomes;
}

async function printFaults(offline: Answer): Promise<void> {
  console.log(`Faults (deadline ${deadlineMs} ms)\n`);
  console.log('| fault | answer | ms | in time | partial claims | ON_MODEL_FAILURE=error |');
  console.log('|---|---|---|---|---|---|');
  const lenient = await runCases('extractive');
  const strict = await runCases('error');
  for (const [index, { name }] of faultCases.entries()) {
    const outcomes = [lenient[index], strict[index]].filter((one) => one !== undefined);
    const slowest = Math.max(...outcomes.map(({ tookMs }) => tookMs));
    const partial = outcomes.reduce((sum, one) => sum + partialClaims(one, offline), 0);
    const [answer = '', error = ''] = outcomes.map(describeOutcome);
    console.log(
      `| ${name} | ${answer} | ${Math.round(slowest)} | ${slowest <= deadlineMs ? 'yes' : 'NO'} | ${partial} | ${error.split(';')[0]} |`,
    );
  }
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function printLatency(): Promise<void> {
  const chunks = goodReply.kind === 'text' ? goodReply.chunks : [];
  const server = await startTimedServer(chunks);
  const app = await open({
    ...{ OPENAI_BASE_URL: server.url, READER: 'off' },
    // A cold start may take longer than the faults are given.
    ANSWER_TIMEOUT_MS: '30000',
  });
  const waits: number[] = [];
  for (let round = 0; round < 100; round += 1) {
    let toldAt = 0;
    await app.ask(
      { question },
      {
        onEvent({ type }) {
          if (type === 'sentence' && toldAt === 0) toldAt = performance.now();
        },
      },
    );
    waits.push(toldAt - server.lastWrittenAt);
  }
  await app.close();
  server.close();
  const [cold = 0, ...warm] = waits;
  warm.sort((a, b) => a - b);
  console.log(
    `\nFrom the model's first whole sentence on the wire to our event: p50 ${quantile(warm, 0.5).toFixed(1)} ms, p95 ${quantile(warm, 0.95).toFixed(1)} ms, the first of the process ${cold.toFixed(1)} ms (asked: at most 20)`,
  );
}

async function printMemory(): Promise<void> {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  const server = await startChatServer({ chat: [goodReply] });
  const app = await open({ OPENAI_BASE_URL: server.url, READER: 'off' });
  console.log(`\nMemory over ${answers} streamed answers`);
  const marks = new Set([0.1, 0.25, 0.5, 0.75, 1].map((share) => Math.round(answers * share)));
  for (let count = 1; count <= answers; count += 1) {
    await app.ask({ question });
    // The server shares this process, and would keep every request.
    (server.requests as unknown[]).length = 0;
    if (!marks.has(count)) continue;
    collect();
    const { rss, heapUsed, external } = process.memoryUsage();
    const [r, h, e] = [rss, heapUsed, external].map((bytes) => (bytes / 2 ** 20).toFixed(1));
    console.log(`after ${String(count).padStart(5)}: RSS ${r} MB, heap ${h} MB, external ${e} MB`);
  }
  await app.close();
  await server.close();
}

try {
  const builder = await open({ ANSWERS: 'extractive' });
  const offline = await builder.ask({ question });
  await builder.close();
  await printFaults(offline);
  await printLatency();
  await printMemory();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
