import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ChildOptions } from './child-options.js';

const childFile = fileURLToPath(new URL('./server-child.ts', import.meta.url));
const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The server as a process that is started and killed. */
export class ServerProcess {
  readonly #options: ChildOptions;
  #child: ChildProcess | null = null;
  #url = '';

  constructor(options: ChildOptions) {
    this.#options = options;
  }

  /** Of the last start. */
  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    const args = ['--import', 'tsx', childFile, JSON.stringify(this.#options)];
    const child = spawn(process.execPath, args, {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the server ended with ${code}`);
    });
    const said = once(createInterface({ input: child.stdout }), 'line');
    const [url] = (await Promise.race([said, ended])) as [string];
    ended.catch(() => undefined);
    this.#url = url;
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
}
