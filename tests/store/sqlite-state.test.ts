import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStateDatabase } from '../../src/store/open-state-database.js';
import { currentProcess, isRunning } from '../../src/store/process-identity.js';
import { openSqliteState } from '../../src/store/sqlite-state.js';
import { stateMigrations } from '../../src/store/state-schema.js';
import { StoreConnection } from '../../src/store/store-connection.js';
import { stateWording } from '../../src/store/store-wording.js';
import { jobQueueContract } from '../contracts/job-queue.contract.js';
import {
  keptAnswer,
  type StateUnderTest,
  stateStoreContract,
} from '../contracts/state-store.contract.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function openState(folder: string, clock: () => number = Date.now) {
  const state = openSqliteState({ folder, clock });
  onTestFinished(() => state.close());
  return state;
}

function createState(): StateUnderTest {
  const folder = temporaryFolder();
  let nowMs = Date.parse('2026-03-01T08:00:00Z');
  return {
    open: () => openState(folder, () => nowMs),
    now: () => nowMs,
    advance: (durationMs) => {
      nowMs += durationMs;
    },
  };
}

stateStoreContract('SQLite', createState);
jobQueueContract('SQLite', createState);

function stateIn(folder: string) {
  return { folder, file: join(folder, 'state.sqlite') };
}

async function filled() {
  const { folder, file } = stateIn(temporaryFolder());
  const state = openState(folder);
  await state.keepAnswer(keptAnswer('a'));
  await state.jobs.add({ kind: 'update', key: 'k', lane: 'l', payload: '很长的问题' });
  return { folder, file, state };
}

describe('the file of the state', () => {
  it('is made with the first use, for its owner alone', async () => {
    const { folder, file } = stateIn(join(temporaryFolder(), 'not', 'there'));
    const state = openState(folder);
    expect(existsSync(folder)).toBe(false);
    await state.preferences('c');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(`${file}-wal`).mode & 0o077).toBe(0);
  });

  it('holds no word of what was forgotten', async () => {
    const { folder, state } = await filled();
    const secret = '绝对保密的问题';
    const everything = () =>
      Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
    const { answer } = keptAnswer('b');
    await state.keepAnswer(keptAnswer('b', { answer: { ...answer, question: secret } }));
    await state.jobs.add({ kind: 'update', key: 's', lane: 's', payload: { text: secret } });
    expect(everything().includes(secret)).toBe(true);
    for (const { id } of await state.jobs.take('update', 9)) await state.jobs.finish(id);
    await state.forgetConversation('telegram:7');
    expect(everything().includes(secret)).toBe(false);
  });

  it('keeps its rows when a newer program adds a step', async () => {
    const { folder, file, state } = await filled();
    await state.close();
    const step = "ALTER TABLE answers ADD COLUMN channel TEXT NOT NULL DEFAULT 'cli'";
    const newer = { file, migrations: [...stateMigrations, step] };
    for (const _ of ['migrates', 'finds it done']) {
      const database = openStateDatabase(newer);
      expect(database.prepare('SELECT id, channel FROM answers').all()).toEqual([
        { id: 'a', channel: 'cli' },
      ]);
      database.close();
    }
    await expect(openState(folder).answer('a')).rejects.toMatchObject({
      code: 'state_too_new',
      hint: expect.stringContaining('Update the program'),
    });
  });

  it('is left as it was when a step fails', async () => {
    const { folder, file, state } = await filled();
    await state.close();
    const failing = [...stateMigrations, 'DELETE FROM answers; SELECT nonsense FROM nowhere'];
    expect(() => openStateDatabase({ file, migrations: failing })).toThrow();
    expect(await openState(folder).answer('a')).not.toBeNull();
  });

  it.each([
    [
      'is no database',
      (file: string) => writeFileSync(file, 'no database, but long enough'.repeat(200)),
    ],
    ['was cut short', (file: string) => truncateSync(file, 5_000)],
  ])('that %s is told with the mend and stays where it is', async (_, spoil) => {
    const { folder, file, state } = await filled();
    await state.close();
    spoil(file);
    const bytes = readFileSync(file);
    await expect(openState(folder).answer('a')).rejects.toMatchObject({
      code: 'state_damaged',
      message: expect.stringContaining(file),
      hint: expect.stringContaining('move this file'),
    });
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('whose rows are not ours is damaged', async () => {
    const { file, state } = await filled();
    const database = new Database(file);
    database.exec("UPDATE answers SET kept = '{'; UPDATE jobs SET payload = '{'");
    database.close();
    await expect(state.answer('a')).rejects.toMatchObject({ code: 'state_damaged' });
    await expect(state.jobs.take('update', 1)).rejects.toMatchObject({ code: 'state_damaged' });
  });

  it('tells when it cannot be written', async () => {
    const { folder } = stateIn(join(temporaryFolder(), 'state'));
    writeFileSync(folder, 'a file in the place of the folder');
    await expect(openState(folder).preferences('c')).rejects.toMatchObject({
      code: 'state_unwritable',
      hint: expect.stringContaining('STATE_DIR'),
    });
  });

  it('tells when it is read-only', async () => {
    const { folder, file, state } = await filled();
    await state.close();
    const isRoot = process.geteuid?.() === 0;
    chmodSync(file, 0o444);
    chmodSync(folder, 0o555);
    if (isRoot) process.seteuid?.(65_534);
    try {
      await expect(openState(folder).keepAnswer(keptAnswer('b'))).rejects.toMatchObject({
        code: 'state_unwritable',
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(folder, 0o755);
    }
  });

  it('tells when the disk is full', async () => {
    const { file, state } = await filled();
    await state.close();
    const limited = openStateDatabase({ file, migrations: stateMigrations });
    limited.pragma(`max_page_count = ${limited.pragma('page_count', { simple: true })}`);
    onTestFinished(() => void limited.close());
    const connection = new StoreConnection(limited, file, stateWording);
    expect(() =>
      connection.run(
        'INSERT INTO answers (id, at_ms, question, answer, kept) VALUES (?, 0, ?, ?, ?)',
        ...['big', 'q'.repeat(100_000), '', ''],
      ),
    ).toThrowError(
      expect.objectContaining({ code: 'disk_full', hint: expect.stringContaining('STATE_DIR') }),
    );
  });

  it('is not opened again after it was closed', async () => {
    const { state } = await filled();
    await state.close();
    await state.close();
    await expect(state.answer('a')).rejects.toMatchObject({ code: 'cancelled' });
  });
});

const CHILD = fileURLToPath(new URL('../support/take-jobs-in-child.ts', import.meta.url));

function startTaking(folder: string, stuckAt: string, jobMs: number) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', CHILD, folder, stuckAt, String(jobMs)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const seen: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => seen.push(line));
  return { child, seen, lines };
}

async function closed(child: ChildProcess) {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
}

describe('processes that share the state', () => {
  it('take up at once what a killed one has left, with its progress', async () => {
    const { folder } = stateIn(temporaryFolder());
    const state = openState(folder);
    for (const key of ['a', 'b', 'c']) {
      await state.jobs.add({ kind: 'update', key, lane: 'one', payload: key });
    }
    const { child, seen, lines } = startTaking(folder, 'b', 0);
    lines.on('line', (line) => {
      if (line === 'stuck') child.kill('SIGKILL');
    });
    await closed(child);
    expect(seen).toEqual(['a', 'b', 'stuck']);
    expect(await state.jobs.counts('update')).toEqual({ waiting: 2, running: 0, failed: 0 });
    const taken = await state.jobs.take('update', 9);
    expect(taken).toMatchObject([{ key: 'b', progress: { messageId: 42 }, attempts: 1 }]);
    const key = { scope: 'child', key: 'request' };
    expect(await state.beginRequest(key, 'hash')).toEqual({ state: 'new' });
  });

  it('take no job twice', async () => {
    const { folder } = stateIn(temporaryFolder());
    const state = openState(folder);
    const keys = Array.from({ length: 40 }, (_, index) => `job-${index}`);
    for (const [index, key] of keys.entries()) {
      await state.jobs.add({ kind: 'update', key, lane: `lane-${index % 15}`, payload: null });
    }
    const runs = [startTaking(folder, '', 5), startTaking(folder, '', 5)];
    await Promise.all(runs.map(({ child }) => closed(child)));
    const seen = runs.flatMap((run) => run.seen);
    expect(seen.sort()).toEqual(keys.sort());
  });

  it('may make it at the same moment', async () => {
    const { folder } = stateIn(temporaryFolder());
    const runs = Array.from({ length: 2 }, () => startTaking(folder, '', 0));
    await Promise.all(runs.map(({ child }) => closed(child)));
    expect(runs.map(({ child }) => child.exitCode)).toEqual([0, 0]);
  });
});

describe('a lease', () => {
  /** Makes the holder of the taken job look like another process. */
  function disguise(file: string, as: Record<string, string | number>) {
    const database = new Database(file);
    const set = Object.keys(as).map((name) => `${name} = @${name}`);
    database.prepare(`UPDATE owners SET ${set.join(', ')}`).run(as);
    database.close();
  }

  async function taken() {
    const folder = temporaryFolder();
    let nowMs = 1_000_000;
    const holder = openState(folder, () => nowMs);
    await holder.jobs.add({ kind: 'update', key: 'k', lane: 'l', payload: null });
    await holder.jobs.take('update', 1);
    const other = openState(folder, () => nowMs);
    return {
      ...stateIn(folder),
      other: other.jobs,
      advance: (ms: number) => {
        nowMs += ms;
      },
    };
  }

  it('of another host holds until it ends', async () => {
    const { file, other, advance } = await taken();
    disguise(file, { host: `${hostname()} of another boot` });
    advance(29_999);
    expect(await other.take('update', 1)).toEqual([]);
    advance(1);
    expect(await other.take('update', 1)).toMatchObject([{ key: 'k', attempts: 1 }]);
  });

  it('ends at once when the process id belongs to a younger process', async () => {
    const { file, other } = await taken();
    disguise(file, { started: '1' });
    expect(await other.take('update', 1)).toMatchObject([{ key: 'k' }]);
  });

  it('decides where the system does not tell when a process was started', async () => {
    const { file, other, advance } = await taken();
    disguise(file, { started: '' });
    expect(await other.take('update', 1)).toEqual([]);
    advance(30_000);
    expect(await other.take('update', 1)).toHaveLength(1);
  });
});

it('tells a process that runs from one that does not', () => {
  const self = currentProcess();
  expect(isRunning(self)).toBe(self.started === '' ? 'unknown' : true);
  expect(isRunning({ ...self, pid: 2 ** 22 + 1 })).toBe(false);
});
