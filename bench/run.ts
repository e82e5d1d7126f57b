/**
 * `npm run bench`: cold starts as multiples of `node -e 0`, and the parts of a warm question.
 * Machines are noisy, so each figure is the median of pairs that were run one right after the other.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(project, 'dist', 'main.js');
const rounds = Number(process.argv[2] ?? 9);
const question = '谁主持了会议？';

function timed(args: readonly string[], environment: Record<string, string> = {}): number {
  const started = performance.now();
  // biome-ignore lint/style/noProcessEnv: a benchmark hands its own environment on.
  const env = { ...process.env, ...environment };
  const result = spawnSync(process.execPath, args, {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const tookMs = performance.now() - started;
  if (result.status !== 0) {
    throw new Error(`node ${args.join(' ')} ended with ${result.status}: ${result.stderr}`);
  }
  return tookMs;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function compare(name: string, asked: number, run: () => number): void {
  const ratios: number[] = [];
  const times: number[] = [];
  const bases: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const base = timed(['-e', '0']);
    const time = run();
    bases.push(base);
    times.push(time);
    ratios.push(time / base);
  }
  console.log(
    `${name.padEnd(44)} ${median(ratios).toFixed(1).padStart(6)} × node -e 0 (asked: at most ${asked})` +
      `   ${median(times).toFixed(0)} ms, node ${median(bases).toFixed(0)} ms`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'report-qa-bench-'));
try {
  const built = { INDEX_DIR: join(folder, 'built') };
  timed([main, 'ask', question], built);
  compare('cold ask, built index, reader', 26, () => timed([main, 'ask', question], built));
  compare('cold ask, built index, READER=off', 16, () =>
    timed([main, 'ask', question], { ...built, READER: 'off' }),
  );
  let run = 0;
  compare('first ask, no index', 60, () => {
    run += 1;
    return timed([main, 'ask', question], { INDEX_DIR: join(folder, `first-${run}`) });
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
