import { AppError } from '../../src/domain/app-error.js';
import type { CaseResult, Step } from './fuzz-case.js';

const RUNS = 3;
const LIMIT_MS = 1_000;
/** The reader's windows are read two at a time. */
const MODEL_THREADS = 2;
/** Who waits so much longer than the limit is stuck, however little it works. */
const STUCK_FACTOR = 5;
/** Files over this have so much longer as they are larger: plain prose takes about half the limit at this length. */
const LIMIT_BYTES = 100_000;

export function limitFor(bytes: number): number {
  return LIMIT_MS * Math.max(1, bytes / LIMIT_BYTES);
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Over the limit by the clock, and not because the machine was busy with something else. */
export function isHang({ name, tookMs, processorMs: used, limitMs }: Step): boolean {
  const threads = name === 'ask with models' ? MODEL_THREADS : 1;
  return tookMs > limitMs && (used > threads * limitMs || tookMs > STUCK_FACTOR * limitMs);
}

/** Runs a step; one over the limit is run again up to twice and counts by its fastest run, since machines are noisy. */
export async function runStep<T>(
  { name, limitMs }: Pick<Step, 'name' | 'limitMs'>,
  steps: Step[],
  run: (again: boolean) => T | Promise<T>,
): Promise<T> {
  let fastest: Step = { name, limitMs, tookMs: Infinity, processorMs: Infinity };
  for (let runs = 1; ; runs += 1) {
    const [started, used] = [performance.now(), processorMs()];
    const outcome = await settle(() => run(runs > 1));
    const tookMs = performance.now() - started;
    if (tookMs < fastest.tookMs) {
      fastest = { name, limitMs, tookMs, processorMs: processorMs() - used };
    }
    if (fastest.tookMs > limitMs && runs < RUNS) continue;
    steps.push(fastest);
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }
}

async function settle<T>(
  run: () => T | Promise<T>,
): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error };
  }
}

export interface Findings {
  readonly steps: Step[];
  readonly faults: string[];
  asked: number;
  quotes: number;
}

/** The outcome of a case: errors that are not among the foreseen codes are crashes. */
export async function judgeCase(
  number: number,
  foreseen: ReadonlySet<string>,
  run: (findings: Findings) => Promise<void>,
): Promise<CaseResult> {
  const findings: Findings = { steps: [], faults: [], asked: 0, quotes: 0 };
  try {
    await run(findings);
    return { number, outcome: 'accepted', code: null, stack: null, ...findings };
  } catch (error) {
    if (error instanceof AppError && foreseen.has(error.code)) {
      return { number, outcome: 'refused', code: error.code, stack: null, ...findings };
    }
    const code = error instanceof AppError ? error.code : nameOf(error);
    return { number, outcome: 'crashed', code, stack: stackOf(error), ...findings };
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Places only: a message may repeat a text. */
function stackOf(error: unknown): string {
  const lines = String(error instanceof Error ? error.stack : '').split('\n');
  const places = lines.filter((line) => /^\s+at /u.test(line)).slice(0, 8);
  return places.join('\n');
}
