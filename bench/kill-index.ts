/**
 * What a kill leaves: ends `report-qa index` with SIGKILL at moments spread over its run, one half of them on a new
 * index and one half on an index whose report has changed, then asks. Needs `npm run build`.
 * `npx tsx bench/kill-index.ts [kills]`, 50 if not given.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer } from '../src/domain/answer.js';
import { repairText } from '../src/text/repair-text.js';

interface Folders {
  readonly reports: string;
  readonly index: string;
}

interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly tookMs: number;
}

const QUESTION = '谁主持了会议？';
const PERSON = '蓝佛安';
// Put at the end: the answer's place stays, and the changed passages are embedded again.
const ADDITION =
  '\n会议还要求，各地每月报告一次进展。\n有关部门要在六月底前拿出办法，并向社会公布。\n';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const program = join(projectFolder, 'dist', 'main.js');
const reportFile = 'employment-meeting.txt';
const kills = Number(process.argv[2] ?? '50');
if (!Number.isInteger(kills) || kills < 1) throw new Error('The number of kills is no number.');
if (!existsSync(program)) throw new Error(`There is no ${program}: run \`npm run build\`.`);

const workFolder = mkdtempSync(join(tmpdir(), 'report-qa-kill-'));

function run(args: readonly string[], folders: Folders, killAfterMs?: number): Promise<Ended> {
  const started = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    // biome-ignore lint/style/noProcessEnv: the child gets this process's environment, with other folders.
    env: { ...process.env, REPORTS_DIR: folders.reports, INDEX_DIR: folders.index },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  const timer =
    killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      resolve({ exitCode, signal, output, tookMs: performance.now() - started });
    });
  });
}

function newFolders(name: string): Folders {
  const folders = {
    reports: join(workFolder, name, 'reports'),
    index: join(workFolder, name, 'index'),
  };
  cpSync(join(projectFolder, 'data', 'reports', reportFile), join(folders.reports, reportFile));
  return folders;
}

/** Folders with a finished index, whose report has changed since. */
function changedFolders(name: string, finished: Folders): Folders {
  const folders = newFolders(name);
  cpSync(finished.index, folders.index, { recursive: true });
  appendFileSync(join(folders.reports, reportFile), ADDITION);
  return folders;
}

/** Null for a right answer, or what is wrong with it. */
function faultOf({ exitCode, output }: Ended, folders: Folders): string | null {
  if (exitCode !== 0) return `exit code ${exitCode}`;
  const { answer, citations } = JSON.parse(output) as Answer;
  const bytes = readFileSync(join(folders.reports, reportFile));
  const text = repairText(bytes.toString('utf8').replace(/^\ufeff/u, '')).text;
  const [first] = citations;
  if (!answer.includes(PERSON) || first === undefined) return `answer ${answer}`;
  if (!first.quote.includes(PERSON)) return `quote ${first.quote}`;
  if (text.slice(first.span.start, first.span.end) !== first.quote) return 'quote not at its span';
  const current = first.sha256 === createHash('sha256').update(bytes).digest('hex');
  return current ? null : 'answer from the report as it was before';
}

async function main(): Promise<number> {
  const finished = newFolders('finished');
  const fresh = await run(['index'], finished);
  const changed = await run(['index'], changedFolders('measured', finished));
  console.log(
    `index takes ${fresh.tookMs.toFixed(0)} ms, after a change ${changed.tookMs.toFixed(0)} ms`,
  );
  let right = 0;
  let killed = 0;
  for (let number = 0; number < kills; number += 1) {
    const isFresh = number % 2 === 0;
    const name = `kill-${number}`;
    const folders = isFresh ? newFolders(name) : changedFolders(name, finished);
    // One moment in each equal part of the run, so that no part goes without.
    const moment = ((number + Math.random()) / kills) * (isFresh ? fresh : changed).tookMs;
    const { signal } = await run(['index'], folders, moment);
    if (signal === 'SIGKILL') killed += 1;
    const fault = faultOf(await run(['ask', '--json', QUESTION], folders), folders);
    if (fault === null) right += 1;
    else
      console.log(
        `${isFresh ? 'new' : 'changed'} index, killed after ${moment.toFixed(0)} ms: ${fault}`,
      );
    rmSync(join(workFolder, name), { recursive: true, force: true });
  }
  console.log(`${killed} killed while at work, ${kills - killed} were done before`);
  console.log(`${right} of ${kills} right`);
  return right === kills ? 0 : 1;
}

try {
  process.exitCode = await main();
} finally {
  rmSync(workFolder, { recursive: true, force: true });
}
