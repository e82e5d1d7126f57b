import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MemoryWatch } from './process-memory.js';
import type { StageCall, StageName, StageReply } from './stages.js';

const stageFile = fileURLToPath(new URL('./stage-child.ts', import.meta.url));

/** One stage of the benchmark in a process of its own, whose memory is watched. */
export class StageProcess {
  readonly #child: ChildProcess;
  readonly #memory: MemoryWatch;

  constructor(stage: StageName, options: object, heapMegabytes?: number) {
    this.#child = fork(stageFile, [stage, JSON.stringify(options)], {
      execArgv: [
        '--import',
        'tsx',
        ...(heapMegabytes === undefined ? [] : [`--max-old-space-size=${heapMegabytes}`]),
      ],
      // biome-ignore lint/style/noProcessEnv: a benchmark hands its own environment on.
      env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    this.#memory = new MemoryWatch(this.#child.pid ?? 0);
  }

  /** One call at a time. `Result` is what the stage's handler of this name gives. */
  async call<Result>(method: string, argument?: unknown): Promise<Result> {
    const call: StageCall = { method, argument };
    const reply = new Promise<StageReply>((resolve, reject) => {
      const ended = (code: number | null) => {
        reject(new Error(`The process of a stage ended with ${code} in “${method}”.`));
      };
      this.#child.once('exit', ended);
      this.#child.once('message', (message) => {
        this.#child.off('exit', ended);
        resolve(message as StageReply);
      });
    });
    this.#child.send(call);
    const { result, failure } = await reply;
    if (failure !== null) throw new Error(`“${method}” failed: ${failure}`);
    return result as Result;
  }

  /** Bytes; see `MemoryWatch`. */
  peakMemory(): number | null {
    return this.#memory.peak();
  }

  async end(): Promise<void> {
    this.#memory.stop();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.disconnect();
    await exit;
  }
}
