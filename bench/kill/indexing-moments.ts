/** `index` killed while it builds or refreshes. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../../src/domain/answer.js';
import { faultOfAnswer } from './check-answer.js';
import { leftoversIn } from './leftovers.js';
import type { Losses } from './losses.js';
import { type MadeReport, makeReport } from './made-report.js';
import { type Ended, type Folders, run } from './program.js';
import { type Seeded, seeded } from './seeded.js';

export interface IndexingBench {
  readonly workFolder: string;
  readonly seed: string;
  readonly reportCount: number;
  readonly losses: Losses;
  /** A finished index of the reports 0 to `reportCount`. */
  readonly prepared: Folders;
}

export interface KilledMoment {
  /** Whether the process was at work when it was killed. */
  readonly hit: boolean;
  /** What it had said it does. */
  readonly phase: string;
}

type Kind = 'build' | 'refresh';

/** A killed process that was done before is tried again, sooner. */
const tries = 4;

export function foldersIn(workFolder: string, name: string): Folders {
  const folder = join(workFolder, name);
  const folders = {
    reports: join(folder, 'reports'),
    index: join(folder, 'index'),
    state: join(folder, 'state'),
  };
  for (const path of Object.values(folders)) mkdirSync(path, { recursive: true });
  return folders;
}

export function writeReport(folder: string, { file, text }: MadeReport): void {
  writeFileSync(join(folder, file), text);
}

export function firstReports(count: number): MadeReport[] {
  return Array.from({ length: count }, (_, number) => makeReport(number));
}

interface Prepared {
  readonly folders: Folders;
  /** What the folder holds now. */
  readonly reports: readonly MadeReport[];
  /** Whose answers tell most. */
  readonly asked: readonly MadeReport[];
}

function prepareBuild(bench: IndexingBench, name: string, random: Seeded): Prepared {
  const folders = foldersIn(bench.workFolder, name);
  const reports = firstReports(bench.reportCount);
  for (const report of reports) writeReport(folders.reports, report);
  return { folders, reports, asked: random.pick(reports, 6) };
}

/** A finished index, of whose reports some are gone, some changed and some new. */
function prepareRefresh(bench: IndexingBench, name: string, random: Seeded): Prepared {
  const folders = foldersIn(bench.workFolder, name);
  cpSync(bench.prepared.reports, folders.reports, { recursive: true });
  cpSync(bench.prepared.index, folders.index, { recursive: true });
  const numbers = Array.from({ length: bench.reportCount }, (_, number) => number);
  const touched = random.pick(numbers, 8);
  const removed = new Set(touched.slice(0, 3));
  for (const number of removed) rmSync(join(folders.reports, makeReport(number).file));
  const changed = touched.slice(3).map((number) => makeReport(number, 1 + random.below(5)));
  const added = Array.from({ length: 5 }, (_, index) => makeReport(bench.reportCount + index));
  for (const report of [...changed, ...added]) writeReport(folders.reports, report);
  const same = numbers
    .filter((number) => !touched.includes(number))
    .map((number) => makeReport(number));
  return {
    folders,
    reports: [...same, ...changed, ...added],
    asked: [...changed.slice(0, 2), ...added.slice(0, 2), ...random.pick(same, 2)],
  };
}

const prepare = { build: prepareBuild, refresh: prepareRefresh };

export interface Measured {
  /** Milliseconds from start to end when nobody kills it. */
  readonly wholeMs: number;
  /** Of these, from its first word on. */
  readonly workMs: number;
}

export async function measure(bench: IndexingBench, kind: Kind): Promise<Measured> {
  const name = `measured-${kind}`;
  const { folders } = prepare[kind](bench, name, seeded(name));
  const { exitCode, errors, tookMs, silentMs } = await run(['index'], folders);
  rmSync(join(bench.workFolder, name), { recursive: true });
  if (exitCode !== 0) throw new Error(`index fails where nobody kills it: ${errors}`);
  return { wholeMs: tookMs, workMs: tookMs - silentMs };
}

/**
 * Moment `number` of `count`; each has its own part of the run, so that no part goes without. A quarter of them may come while
 * the program is being loaded, the others come when it is at work.
 */
export async function killIndexing(
  bench: IndexingBench,
  kind: Kind,
  moment: { readonly number: number; readonly count: number; readonly measured: Measured },
): Promise<KilledMoment> {
  const name = `${kind}:${moment.number}`;
  const random = seeded(`${bench.seed} ${name}`);
  const folder = name.replace(':', '-');
  const part = (moment.number + random.next()) / moment.count;
  const state = random.next().toString();
  const { wholeMs, workMs } = moment.measured;
  const fromFirstWord = moment.number % 4 !== 0;
  for (let attempt = 1; ; attempt += 1) {
    const prepared = prepare[kind](bench, folder, seeded(state));
    const killAfterMs = part * (fromFirstWord ? workMs : wholeMs) * 0.8 ** (attempt - 1);
    const killed = await run(['index'], prepared.folders, { killAfterMs, fromFirstWord });
    const hit = killed.exitCode === null;
    if (hit || attempt === tries) {
      await checkIndex(bench, name, prepared, moment.number % 2 === 0);
      rmSync(join(bench.workFolder, folder), { recursive: true });
      return { hit, phase: phaseOf(killed) };
    }
    rmSync(join(bench.workFolder, folder), { recursive: true });
  }
}

function phaseOf({ errors }: Ended): string {
  const last = errors.trim().split('\n').at(-1) ?? '';
  return last === ''
    ? 'starting'
    : last
        .replace(/[\d/,.%\s]+/gu, ' ')
        .trim()
        .slice(0, 40);
}

/** In half of the moments `doctor` comes first, and sees what the kill left; in the others `ask` does, and mends. */
async function checkIndex(
  bench: IndexingBench,
  name: string,
  { folders, reports, asked }: Prepared,
  doctorFirst: boolean,
): Promise<void> {
  const broken = (what: string): void => bench.losses.add('broken indexes', name, what);
  if (doctorFirst) {
    const fault = faultOfDoctor((await run(['doctor'], folders)).output);
    if (fault !== null) broken(`doctor: ${fault}`);
    for (const fault of await askAll(folders, reports)) broken(fault);
  } else {
    for (const fault of await askAll(folders, asked)) broken(fault);
    const { exitCode, output } = await run(['doctor'], folders);
    if (exitCode !== 0) broken(`doctor, in the end: ${output.trim().slice(-300)}`);
    const count = Number(/: (\d+) documents/u.exec(output)?.[1] ?? 'NaN');
    const kind = count > reports.length ? 'deleted documents that came back' : 'lost documents';
    if (count !== reports.length) {
      bench.losses.add(kind, name, `${count} documents, not ${reports.length}`);
    }
  }
  const left = leftoversIn(folders.index, bench.prepared.index);
  if (left.length > 0) bench.losses.add('files left behind', name, left.join(', '));
}

/** Null when `doctor` finds nothing worse than work that is not done yet. */
export function faultOfDoctor(output: string): string | null {
  const faults = output
    .split('\n')
    .filter((line) => line.startsWith('✗') && !/not built yet|stale \(/u.test(line));
  return faults.length > 0 || !output.includes('index') ? faults.join(' ') || output : null;
}

async function askAll(folders: Folders, reports: readonly MadeReport[]): Promise<string[]> {
  const input = reports.map(({ id, question }) => JSON.stringify({ id, question })).join('\n');
  const { exitCode, output, errors } = await run(['ask', '--input', '-'], folders, { input });
  if (exitCode !== 0) return [`ask: exit code ${exitCode}: ${errors.trim().slice(-300)}`];
  const answers = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  return reports.flatMap((report, place) => {
    const answer = answers[place];
    const fault = answer === undefined ? 'no answer' : faultOfAnswer(answer, report);
    return fault === null ? [] : [`ask: ${fault}`];
  });
}
