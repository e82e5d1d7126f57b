import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { setUpIndex } from '../support/index-setup.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const CHILD = fileURLToPath(new URL('../support/refresh-in-child.ts', import.meta.url));
const FILES = 12;
/** Each test starts several processes, which a busy machine takes its time for. */
const PATIENCE_MS = 60_000;

/** Starts a refresh in a process of its own; `seen` grows with its lines. */
function startRefresh(folder: string, word: string, delayMs: number) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', CHILD, folder, String(FILES), word, String(delayMs)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const seen: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => seen.push(line));
  return { child, seen, lines };
}

/** Kills the process without warning when it tells this line. */
async function killAt(line: string, { child, seen, lines }: ReturnType<typeof startRefresh>) {
  lines.on('line', (told) => {
    if (told === line) child.kill('SIGKILL');
  });
  await closed(child);
  expect(seen.at(-1)).not.toMatch(/^embedded/u);
}

async function closed(child: ChildProcess) {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
}

async function findAll(folder: string, word: string) {
  const reader = setUpIndex(folder).open();
  const hits = await reader.searchWords([word[0] + (word[1] ?? '')], { limit: 99 });
  const status = await reader.status();
  await reader.close();
  return { found: hits.length, status };
}

it('leaves the old index or the new one when a writer is killed, and goes on from there', {
  timeout: PATIENCE_MS,
}, async () => {
  const folder = temporaryFolder();
  await killAt('reading 5', startRefresh(folder, '旧词', 20));
  const { open } = setUpIndex(folder);
  expect(await open().state()).toMatchObject({ generation: 0, files: [] });

  const half = startRefresh(folder, '旧词', 20);
  await killAt('embedding 8', half);
  const { found, status } = await findAll(folder, '旧词');
  expect(found).toBe(FILES);
  expect(status.vectors).toBeGreaterThanOrEqual(8);
  expect(status.vectors).toBeLessThan(status.vectorsWanted);

  await killAt('reading 5', startRefresh(folder, '新词', 20));
  expect((await findAll(folder, '旧词')).found).toBe(FILES);
  expect((await findAll(folder, '新词')).found).toBe(0);

  const last = startRefresh(folder, '旧词', 0);
  await closed(last.child);
  // Each text stands twice, as a passage and as its only sentence, and is embedded once.
  expect(last.seen.at(-1)).toBe(`embedded ${(status.vectorsWanted - status.vectors) / 2}`);
  expect((await findAll(folder, '旧词')).status).toMatchObject({ vectors: status.vectorsWanted });
});

it('lets one process write at a time; the other waits and finds the work done', {
  timeout: PATIENCE_MS,
}, async () => {
  const folder = temporaryFolder();
  const runs = [startRefresh(folder, '同词', 15), startRefresh(folder, '同词', 15)];
  await Promise.all(runs.map(({ child }) => closed(child)));
  const embedded = runs.map(({ seen }) => Number(seen.at(-1)?.split(' ')[1]));
  expect(Math.min(...embedded)).toBe(0);
  expect(Math.max(...embedded)).toBeGreaterThan(0);
  expect((await findAll(folder, '同词')).found).toBe(FILES);
});
