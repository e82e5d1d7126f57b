import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ChildOptions } from './child-options.js';

const childFile = fileURLToPath(new URL('./bot-child.ts', import.meta.url));
const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The bot as a process that is started, ended and killed. */
export class BotProcess {
  readonly #options: ChildOptions;
  readonly #real: boolean;
  #child: ChildProcess | null = null;

  /** `real`: the built program with its real answers, instead of the stand-in. */
  constructor(options: ChildOptions, real: boolean) {
    this.#options = options;
    this.#real = real;
  }

  /** Resolves when the bot has said that it runs. */
  async start(): Promise<void> {
    const { apiRoot, token, folder } = this.#options;
    const args = this.#real
      ? ['dist/main.js', 'telegram']
      : ['--import', 'tsx', childFile, JSON.stringify(this.#options)];
    const child = spawn(process.execPath, args, {
      cwd: projectFolder,
      env: {
        // biome-ignore lint/style/noProcessEnv: the child gets this process's environment and the bot's variables.
        ...process.env,
        TELEGRAM_API_ROOT: apiRoot,
        TELEGRAM_BOT_TOKEN: token,
        TELEGRAM_QUESTIONS_PER_MINUTE: '10000',
        TELEGRAM_WAITING: '10',
        STATE_DIR: folder,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.stdout?.once('data', () => resolve());
      child.once('exit', (code) => reject(new Error(`the bot ended with ${code}`)));
    });
    child.stdout?.resume();
  }

  /** Resolves when the process is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  /** Resident memory in MB: now and at its highest; null where the system does not tell. */
  memory(): { now: number; highest: number } | null {
    try {
      const text = readFileSync(`/proc/${this.#child?.pid}/status`, 'utf8');
      const read = (name: string): number =>
        Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(text)?.[1]) / 1024);
      return { now: read('VmRSS'), highest: read('VmHWM') };
    } catch {
      return null;
    }
  }
}
