/**
 * `npm run bench:kill`: ends the program with SIGKILL at random moments of build, refresh, upload and delete, a quarter each,
 * and counts what is broken or lost. Exit code 1 for any loss. Needs `npm run build`.
 * `-- [--moments 200] [--seed 1] [--only refresh,upload:17]`; upload and delete are moments of one server that is killed again and again.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CallbackReceiver, startCallbackReceiver } from './kill/callback-receiver.js';
import {
  firstReports,
  foldersIn,
  type IndexingBench,
  type KilledMoment,
  killIndexing,
  measure,
  writeReport,
} from './kill/indexing-moments.js';
import { Losses, lossKinds } from './kill/losses.js';
import { killAll, program, run } from './kill/program.js';
import { KilledServer } from './kill/serving-moments.js';

const { values } = parseArgs({
  options: {
    moments: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    /** Kinds, or moments as a loss names them, with commas between them. */
    only: { type: 'string' },
  },
});

const kinds = ['build', 'refresh', 'upload', 'delete'] as const;
type Kind = (typeof kinds)[number];

const reportCount = 30;
const callbackSecret = 'kill-callback-secret';
/** The machine is for others first. */
const niceness = 15;

class Hits {
  readonly #moments = new Map<Kind, KilledMoment[]>();

  add(kind: Kind, moment: KilledMoment): void {
    this.#moments.set(kind, [...(this.#moments.get(kind) ?? []), moment]);
  }

  table(): Record<Kind, { kills: number; 'at work': number }> {
    const row = (kind: Kind) => {
      const moments = this.#moments.get(kind) ?? [];
      return { kills: moments.length, 'at work': moments.filter(({ hit }) => hit).length };
    };
    return Object.fromEntries(kinds.map((kind) => [kind, row(kind)])) as ReturnType<Hits['table']>;
  }

  /** How often each thing was under way. */
  phases(kind: Kind): string {
    const counts = new Map<string, number>();
    for (const { phase } of this.#moments.get(kind) ?? []) {
      counts.set(phase, (counts.get(phase) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([, left], [, right]) => right - left);
    return sorted.map(([phase, count]) => `${phase} ${count}`).join(', ');
  }
}

async function prepareIndex(workFolder: string, seed: string, losses: Losses) {
  const prepared = foldersIn(workFolder, 'prepared');
  for (const report of firstReports(reportCount)) writeReport(prepared.reports, report);
  const { exitCode, errors } = await run(['index'], prepared);
  if (exitCode !== 0) throw new Error(`index fails where nobody kills it: ${errors}`);
  return { workFolder, seed, reportCount, losses, prepared };
}

/** Which numbers of a kind are killed. */
function numbersOf(kind: Kind, count: number): number[] {
  const all = Array.from({ length: count }, (_, number) => number);
  if (values.only === undefined) return all;
  const wanted = values.only.split(',').map((part) => part.split(':'));
  return all.filter((number) =>
    wanted.some(([one, only]) => one === kind && (only === undefined || Number(only) === number)),
  );
}

async function killWhileIndexing(bench: IndexingBench, count: number, hits: Hits): Promise<void> {
  for (const kind of ['build', 'refresh'] as const) {
    const numbers = numbersOf(kind, count);
    if (numbers.length === 0) continue;
    const measured = await measure(bench, kind);
    const { wholeMs, workMs } = measured;
    console.log(
      `${kind}: ${wholeMs.toFixed(0)} ms when nobody kills it, ${workMs.toFixed(0)} ms of them at work`,
    );
    for (const number of numbers) {
      hits.add(kind, await killIndexing(bench, kind, { number, count, measured }));
    }
    console.log(`${kind}: killed while ${hits.phases(kind)}`);
  }
}

interface Serving {
  readonly bench: IndexingBench;
  readonly receiver: CallbackReceiver;
  readonly count: number;
  readonly hits: Hits;
}

async function killWhileServing({ bench, receiver, count, hits }: Serving): Promise<void> {
  const openServer = (number: number): KilledServer =>
    new KilledServer(bench, { name: `server-${number}`, receiver, secret: callbackSecret });
  const servers: KilledServer[] = [];
  let server: KilledServer | null = null;
  for (let number = 0; number < count; number += 1) {
    for (const kind of ['upload', 'delete'] as const) {
      if (!numbersOf(kind, count).includes(number)) continue;
      if (server === null) {
        server = openServer(servers.length);
        servers.push(server);
      }
      try {
        hits.add(kind, await server.run({ kind, number, count }));
      } catch (error) {
        bench.losses.add('broken indexes', `${kind}:${number}`, String(error));
        await server.kill();
        // What is broken stays so: the next moment gets folders of its own.
        server = null;
      }
    }
  }
  for (const one of servers) await checkServer(one, bench.losses);
  for (const kind of ['upload', 'delete'] as const) {
    console.log(`${kind}: killed while these were under way: ${hits.phases(kind)}`);
  }
  const amount = (of: 'answers' | 'feedback' | 'jobs'): number =>
    servers.reduce((sum, { acknowledged }) => sum + acknowledged[of].length, 0);
  console.log(
    `acknowledged: ${amount('answers')} answers, ${amount('feedback')} judgements, ${amount('jobs')} questions by webhook`,
  );
}

async function checkServer(server: KilledServer, losses: Losses): Promise<void> {
  try {
    await server.checkAll();
  } catch (error) {
    losses.add('broken indexes', 'the end', String(error));
  } finally {
    await server.close();
  }
}

async function main(workFolder: string): Promise<number> {
  const { moments, seed } = values;
  const count = Math.round(Number(moments) / kinds.length);
  if (!(count >= 1)) throw new Error('--moments is no number from 4.');
  if (kinds.every((kind) => numbersOf(kind, count).length === 0)) {
    throw new Error(
      `--only names no moment: ${kinds.join(', ')}, or one below ${count} as build:0.`,
    );
  }
  if (!existsSync(program)) throw new Error(`There is no ${program}: run \`npm run build\`.`);
  const began = performance.now();
  const losses = new Losses(console.error);
  const hits = new Hits();
  const bench = await prepareIndex(workFolder, seed, losses);
  await killWhileIndexing(bench, count, hits);
  const receiver = await startCallbackReceiver(callbackSecret);
  try {
    await killWhileServing({ bench, receiver, count, hits });
  } finally {
    receiver.close();
  }
  console.table(hits.table());
  console.table(Object.fromEntries(lossKinds.map((kind) => [kind, losses.of(kind)])));
  console.log(`seed ${seed}, ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
  console.log(losses.total === 0 ? 'Nothing broken, nothing lost.' : 'NOT as promised.');
  return losses.total === 0 ? 0 : 1;
}

setPriority(niceness);
const workFolder = mkdtempSync(join(tmpdir(), 'report-qa-kill-'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    killAll();
    rmSync(workFolder, { recursive: true, force: true });
    process.exit(1);
  });
}
try {
  process.exitCode = await main(workFolder);
} finally {
  rmSync(workFolder, { recursive: true, force: true });
}
