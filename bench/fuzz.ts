/**
 * Whether any report or question breaks the program: mutated reports go through loading, preparing and, every tenth, the index
 * and questions; mutated questions are asked, every twentieth with the real models. Whatever comes out is held against the
 * files, quote by quote. Exit code 1 after a crash, a step of over a second, or a quote that is not exact.
 * `npm run bench:fuzz -- [--reports 10000] [--questions 10000] [--seed 1]`; one case again: `--seed 1 --replay report:123`,
 * with `--show` to print its text.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CaseKind, FuzzTask } from './fuzz/fuzz-case.js';
import { runChild } from './fuzz/run-child.js';
import { TALLY_HEAD, Tally } from './fuzz/tally.js';

const PROGRESS_EVERY = 500;
/** So many processes in a row that end without a result tell of the bench, not of a case. */
const MAX_FRUITLESS = 3;

const { values } = parseArgs({
  options: {
    reports: { type: 'string', default: '10000' },
    questions: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    'index-every': { type: 'string', default: '10' },
    'models-every': { type: 'string', default: '20' },
    replay: { type: 'string' },
    show: { type: 'boolean', default: false },
  },
});

function wholeNumber(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} is no whole number.`);
  return number;
}

const folder = mkdtempSync(join(tmpdir(), 'report-qa-fuzz-'));
const common = {
  folder,
  seed: wholeNumber('seed', values.seed),
  indexEvery: Math.max(1, wholeNumber('index-every', values['index-every'])),
  modelsEvery: wholeNumber('models-every', values['models-every']),
  show: values.show,
};

async function run(task: FuzzTask): Promise<Tally> {
  const tally = new Tally(task.kind);
  const started = performance.now();
  let next = task.first;
  let fruitless = 0;
  while (next < task.end) {
    const first = next;
    const { end, detail } = await runChild({ ...task, first }, (result) => {
      tally.add(result);
      next = result.number + 1;
      if (tally.cases % PROGRESS_EVERY !== 0) return;
      const seconds = (performance.now() - started) / 1000;
      console.error(
        `${task.kind}s: ${tally.cases} of ${task.end - task.first}, ${seconds.toFixed(0)} s`,
      );
    });
    if (end === 'done') break;
    fruitless = next === first ? fruitless + 1 : 0;
    if (fruitless === MAX_FRUITLESS) throw new Error(`No case can be run: ${detail}.`);
    tally.cases += 1;
    if (end === 'hung') tally.hang(next, 'gave no sign of life and was killed');
    else tally.crash(next, `the process ended with ${detail}`);
    next += 1;
  }
  return tally;
}

function tasks(): FuzzTask[] {
  if (values.replay === undefined) {
    const whole = (kind: CaseKind, name: string, count: string): FuzzTask => ({
      ...common,
      kind,
      first: 0,
      end: wholeNumber(name, count),
    });
    return [
      whole('report', 'reports', values.reports),
      whole('question', 'questions', values.questions),
    ];
  }
  const [kind, number = ''] = values.replay.split(':');
  if (kind !== 'report' && kind !== 'question')
    throw new Error('--replay is like report:123 or question:123.');
  const first = wholeNumber('replay', number);
  return [{ ...common, kind, first, end: first + 1 }];
}

async function main(): Promise<number> {
  console.error(`seed ${common.seed}; one case again: --seed ${common.seed} --replay report:123`);
  const tallies: Tally[] = [];
  for (const task of tasks()) if (task.end > task.first) tallies.push(await run(task));
  console.log(
    `\nseed ${common.seed}\n\n${TALLY_HEAD}\n${tallies.map((tally) => tally.row()).join('\n')}\n`,
  );
  const violations = tallies.flatMap((tally) => tally.violations);
  for (const violation of violations) console.log(violation);
  return violations.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
