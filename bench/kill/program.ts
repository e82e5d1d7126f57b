/** The program as people run it, in a process group of its own that can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface Folders {
  readonly reports: string;
  readonly index: string;
  readonly state: string;
}

export interface Ended {
  /** Null for a process that was killed. */
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
  readonly tookMs: number;
  /** Until the first word on the standard error stream; `tookMs` when it said none. */
  readonly silentMs: number;
}

export interface RunOptions {
  readonly killAfterMs?: number;
  /** The time is counted from the first word on the standard error stream: from when it is at work. */
  readonly fromFirstWord?: boolean;
  readonly input?: string;
}

export const program = join(fileURLToPath(new URL('../..', import.meta.url)), 'dist', 'main.js');
/** Whatever takes longer hangs. */
const hangsAfterMs = 120_000;

/** Groups of their own do not hear the terminal's Ctrl+C. */
const living = new Set<ChildProcess>();

/** For a bench that is ended itself. */
export function killAll(): void {
  for (const child of living) killGroup(child);
}

function start(args: readonly string[], folders: Folders, more: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    detached: true,
    env: {
      // biome-ignore lint/style/noProcessEnv: the child gets this process's environment, with other folders.
      ...process.env,
      ...{ REPORTS_DIR: folders.reports, INDEX_DIR: folders.index, STATE_DIR: folders.state },
      ...{ DATABASE_URL: '', ANSWERS: 'extractive', EMBEDDINGS: 'builtin', ANSWER_CACHE: 'off' },
      ...{ READER: 'off', MODEL_THREADS: '1', REPORT_QA_LANG: 'en', NO_COLOR: '1' },
      ...more,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  living.add(child);
  child.once('close', () => living.delete(child));
  const said = { output: '', errors: '' };
  child.stdin.on('error', () => {});
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said.output += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said.errors += chunk;
  });
  return { child, said };
}

/** Threads and children of the process go with it. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Runs a command to its end, or kills it. */
export async function run(
  args: readonly string[],
  folders: Folders,
  { killAfterMs = hangsAfterMs, fromFirstWord = false, input = '' }: RunOptions = {},
): Promise<Ended> {
  const started = performance.now();
  const { child, said } = start(args, folders);
  child.stdin.end(input);
  let silentMs: number | null = null;
  let timer = setTimeout(() => killGroup(child), fromFirstWord ? hangsAfterMs : killAfterMs);
  child.stderr.once('data', () => {
    silentMs = performance.now() - started;
    if (!fromFirstWord) return;
    clearTimeout(timer);
    timer = setTimeout(() => killGroup(child), killAfterMs);
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  const tookMs = performance.now() - started;
  return { exitCode, ...said, tookMs, silentMs: silentMs ?? tookMs };
}

export interface RunningServer {
  readonly url: string;
  /** Resolves when every process of it is gone. */
  kill(): Promise<void>;
}

/** Starts `serve`; resolves when it listens. Throws what it wrote when it ends before. */
export async function startServer(
  folders: Folders,
  more: Record<string, string>,
): Promise<RunningServer> {
  const { child, said } = start(['serve'], folders, {
    ...{ HTTP_PORT: '0', HTTP_HOST: '127.0.0.1', HTTP_REQUESTS_PER_MINUTE: '1000000' },
    ...{ LOG_LEVEL: 'error', TELEGRAM_BOT_TOKEN: '', ...more },
  });
  let isGone = false;
  const gone = once(child, 'close').then(() => {
    isGone = true;
  });
  const kill = async (): Promise<void> => {
    killGroup(child);
    await gone;
  };
  const until = performance.now() + hangsAfterMs;
  while (performance.now() < until && !isGone) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/u.exec(said.errors) ?? [];
    if (url !== undefined) return { url, kill };
    await sleep(10);
  }
  await kill();
  throw new Error(`the server does not start: ${said.errors.trim().slice(-500)}`);
}
