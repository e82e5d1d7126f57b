/**
 * `npm run bench:shared -- --minutes 5`: two processes that serve and one that indexes share the Postgres of
 * TEST_DATABASE_URL. Counts errors, flips of the generation, jobs done, and answers with the same first citation as the
 * embedded store gives.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openServices } from '../src/compose.js';
import { readConfig } from '../src/config.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    /** Of the child processes that this one starts. */
    role: { type: 'string' },
    folder: { type: 'string', default: '' },
    schema: { type: 'string', default: '' },
  },
});

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const askersAProcess = 2;
const flipEveryMs = 5_000;
const jobKind = 'bench';

interface Told {
  readonly asked: number;
  readonly same: number;
  readonly jobs: number;
  readonly flips: number;
  readonly errors: readonly string[];
  readonly timesMs: readonly number[];
}

function serverUrl(): string {
  // biome-ignore lint/style/noProcessEnv: a benchmark is told its server in the environment.
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined) throw new Error('Set TEST_DATABASE_URL to a Postgres with pgvector.');
  return url;
}

function configOf(folder: string, shared: Readonly<Record<string, string>>) {
  const env = {
    ...{ ANSWERS: 'extractive', READER: 'off', MODEL_THREADS: '1', REPORT_QA_LANG: 'zh' },
    ...{ REPORTS_DIR: join(folder, 'reports'), INDEX_DIR: join(folder, 'index') },
    ...{ STATE_DIR: join(folder, 'state'), ...shared },
  };
  return readConfig({ env, cwd: folder, projectFolder });
}

function sharedConfig(folder: string, indexer: 'on' | 'off') {
  const settings = { DATABASE_URL: serverUrl(), DATABASE_SCHEMA: values.schema };
  return configOf(folder, { ...settings, DATABASE_INDEXER: indexer });
}

function readQuestions(): string[] {
  const file = join(projectFolder, 'data', 'eval', 'employment-meeting.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as { question: string }).question);
}

type Services = Awaited<ReturnType<typeof openServices>>;

async function firstCitation({ app }: Services, text: string, keep: boolean): Promise<string> {
  const answer = await app.ask({ question: text }, { refresh: 'behind', keep });
  return answer.citations[0]?.quote ?? answer.status;
}

async function serve(untilMs: number): Promise<Told> {
  const services = await openServices(sharedConfig(values.folder, 'off'));
  const expected = JSON.parse(readFileSync(join(values.folder, 'expected.json'), 'utf8')) as Record<
    string,
    string
  >;
  const questions = Object.keys(expected);
  const told = {
    asked: 0,
    same: 0,
    jobs: 0,
    flips: 0,
    errors: [] as string[],
    timesMs: [] as number[],
  };
  const ask = async (asker: number) => {
    for (let at = asker; Date.now() < untilMs; at += 1) {
      const question = questions[at % questions.length] ?? '';
      try {
        const started = performance.now();
        const first = await firstCitation(services, question, true);
        told.timesMs.push(performance.now() - started);
        told.asked += 1;
        if (first === expected[question]) told.same += 1;
        const key = `${process.pid} ${asker} ${at}`;
        await services.jobs.add({ kind: jobKind, key, lane: `lane ${at % 5}`, payload: null });
        for (const { id } of await services.jobs.take(jobKind, 3)) {
          await services.jobs.finish(id);
          told.jobs += 1;
        }
      } catch (error) {
        told.errors.push(error instanceof Error ? error.message : String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: askersAProcess }, (_, asker) => ask(asker * 17)));
  await services.app.close();
  return told;
}

/** Adds and changes a report that answers none of the questions. */
async function index(untilMs: number): Promise<Told> {
  const services = await openServices(sharedConfig(values.folder, 'on'));
  const errors: string[] = [];
  let flips = 0;
  while (Date.now() < untilMs) {
    const file = join(values.folder, 'reports', 'changing.txt');
    writeFileSync(file, `水库蓄水量第${flips}次观测记录。\n测量员记下了水位。`);
    try {
      await services.app.refresh();
      flips += 1;
    } catch (error) {
      errors.push(error instanceof Error ? error.message : String(error));
    }
    await sleep(flipEveryMs);
  }
  await services.app.close();
  return { asked: 0, same: 0, jobs: 0, flips, errors, timesMs: [] };
}

async function startChild(role: string, folder: string, schema: string): Promise<Told> {
  const args = ['--role', role, '--folder', folder, '--schema', schema];
  const child = fork(fileURLToPath(import.meta.url), [...args, '--minutes', values.minutes], {
    execArgv: ['--import', 'tsx'],
  });
  const [told] = (await once(child, 'message')) as [Told];
  return told;
}

async function prepare(folder: string): Promise<void> {
  cpSync(join(projectFolder, 'data', 'reports'), join(folder, 'reports'), { recursive: true });
  const embedded = await openServices(configOf(folder, {}));
  await embedded.app.refresh();
  const expected: Record<string, string> = {};
  for (const question of readQuestions()) {
    expected[question] = await firstCitation(embedded, question, false);
  }
  await embedded.app.close();
  writeFileSync(join(folder, 'expected.json'), JSON.stringify(expected));
}

async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'report-qa-shared-'));
  const schema = `bench_${process.pid}`;
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await prepare(folder);
    const roles = ['index', 'serve', 'serve'];
    const all = await Promise.all(roles.map((role) => startChild(role, folder, schema)));
    const sum = (of: (told: Told) => number) => all.reduce((total, told) => total + of(told), 0);
    const times = all.flatMap(({ timesMs }) => timesMs).sort((a, b) => a - b);
    const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
    const asked = sum((told) => told.asked);
    console.log(`questions ${asked}, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
    console.log(`same first citation ${((100 * sum((told) => told.same)) / asked).toFixed(1)} %`);
    console.log(`refreshes ${sum((told) => told.flips)}, jobs done ${sum((told) => told.jobs)}`);
    const errors = all.flatMap((told) => told.errors);
    console.log(`errors ${errors.length}`, [...new Set(errors)].slice(0, 5));
    process.exitCode = errors.length === 0 ? 0 : 1;
  } finally {
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await client.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.role === undefined) await run();
else {
  // The servers begin when the indexer has built what they serve.
  if (values.role === 'serve') await sleep(15_000);
  const untilMs = Date.now() + Number(values.minutes) * 60_000;
  const told = await (values.role === 'serve' ? serve(untilMs) : index(untilMs + 15_000));
  process.send?.(told, () => process.exit(0));
}
