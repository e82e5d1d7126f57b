import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DatabaseSettings } from '../../../src/store/postgres/database-settings.js';
import { openPostgresState } from '../../../src/store/postgres/postgres-state.js';
import { createPostgresWriterLock } from '../../../src/store/postgres/postgres-writer-lock.js';
import { realServerUrl, startPostgres } from '../../support/postgres-server.js';

const CHILD = fileURLToPath(new URL('../../support/postgres-in-child.ts', import.meta.url));

function start(what: string, { url, schema }: DatabaseSettings) {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, what, url, schema], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const seen: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => seen.push(line));
  return { child, seen, lines };
}

async function closed(child: ChildProcess) {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
}

function openState(settings: DatabaseSettings) {
  const state = openPostgresState(settings);
  onTestFinished(() => state.close());
  return state;
}

const isReal = realServerUrl !== undefined;

describe.runIf(isReal)('processes that share a Postgres', async () => {
  const server = isReal ? await startPostgres() : null;
  const newSettings = () => server?.newSchema() ?? { url: '', schema: '' };

  it('take up at once what a killed one has left, with its progress', async () => {
    const settings = newSettings();
    const state = openState(settings);
    for (const key of ['a', 'b']) {
      await state.jobs.add({ kind: 'update', key, lane: 'one', payload: key });
    }
    const { child, lines } = start('job', settings);
    await once(lines, 'line');
    expect(await state.jobs.take('update', 9)).toEqual([]);
    child.kill('SIGKILL');
    await closed(child);
    await expect.poll(() => state.jobs.counts('update')).toMatchObject({ waiting: 2, running: 0 });
    const taken = await state.jobs.take('update', 9);
    expect(taken).toMatchObject([{ key: 'a', progress: { messageId: 42 }, attempts: 1 }]);
    const key = { scope: 'child', key: 'request' };
    expect(await state.beginRequest(key, 'hash')).toEqual({ state: 'new' });
  });

  it('take no job twice', async () => {
    const settings = newSettings();
    const state = openState(settings);
    const keys = Array.from({ length: 40 }, (_, index) => `job-${index}`);
    for (const [index, key] of keys.entries()) {
      await state.jobs.add({ kind: 'update', key, lane: `lane-${index % 15}`, payload: null });
    }
    const runs = [start('jobs', settings), start('jobs', settings)];
    await Promise.all(runs.map(({ child }) => closed(child)));
    expect(runs.flatMap(({ seen }) => seen).sort()).toEqual(keys.sort());
  });

  it('may make the tables at the same moment', async () => {
    const settings = newSettings();
    const runs = [start('jobs', settings), start('jobs', settings)];
    await Promise.all(runs.map(({ child }) => closed(child)));
    expect(runs.map(({ child }) => child.exitCode)).toEqual([0, 0]);
  });

  it('let one index at a time, and the next when it is killed', async () => {
    const settings = newSettings();
    const { child, lines } = start('lock', settings);
    await once(lines, 'line');
    const told: string[] = [];
    const lock = createPostgresWriterLock({ ...settings, pollMs: 20 });
    const waiting = lock.acquire({
      onWaiting: () => {
        told.push('waits');
        child.kill('SIGKILL');
      },
    });
    const release = await waiting;
    expect(told).toEqual(['waits']);
    await release();
    const stop = AbortSignal.abort();
    await expect(lock.acquire({ signal: stop })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

it('names the database and the variable when it cannot be reached, without the password', async () => {
  const url = 'postgres://somebody:secret@127.0.0.1:1/reports';
  const state = openState({ url, schema: 'report_qa' });
  const error = await state.answer('a').catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'state_unwritable',
    message: 'The database postgres://127.0.0.1:1/reports cannot be reached.',
    hint: expect.stringContaining('DATABASE_URL'),
  });
  expect(JSON.stringify(error)).not.toContain('secret');
});

it.runIf(isReal)('refuses tables that a newer program has made', async () => {
  const settings = (await startPostgres()).newSchema();
  const pg = await import('pg');
  const state = openState(settings);
  await state.preferences('c');
  const client = new pg.default.Client({ connectionString: settings.url });
  await client.connect();
  await client.query(`UPDATE ${settings.schema}.versions SET version = 99`);
  await client.end();
  await expect(openState(settings).preferences('c')).rejects.toMatchObject({
    code: 'state_too_new',
    hint: expect.stringContaining('Update the program'),
  });
});
