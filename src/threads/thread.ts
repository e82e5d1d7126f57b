import type { Worker } from 'node:worker_threads';
import { AppError } from '../domain/app-error.js';
import { startThread } from '../models/start-thread.js';
import { type Handlers, ThreadCalls } from './thread-calls.js';

export interface ThreadOptions {
  /** What it does, for messages. */
  readonly name: string;
  /** Address of its script, without the ending. */
  readonly script: URL;
  readonly workerData: unknown;
  /** Absent: what the system has. Garbage is let grow to a multiple of what is in use, within the limit. */
  readonly maxHeapMegabytes?: number;
  /** What it may call on this side. */
  readonly handlers?: Handlers;
}

interface Running {
  readonly worker: Worker;
  readonly calls: ThreadCalls;
}

/**
 * A worker thread that starts with the first call, and anew with the next one after it crashed or was ended. It keeps the
 * process alive only while a call is pending.
 */
export class Thread {
  readonly #options: ThreadOptions;
  #running: Running | null = null;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  async call<Result>(name: string, ...parameters: readonly unknown[]): Promise<Result> {
    const running = this.#start();
    running.worker.ref();
    try {
      return await running.calls.call<Result>(name, ...parameters);
    } finally {
      if (running.calls.pending === 0) running.worker.unref();
    }
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Calls that are pending fail with `cancelled`. */
  async end(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    running.calls.fail(
      new AppError(`The ${this.#options.name} was ended.`, {
        code: 'cancelled',
        hint: 'Run the command again.',
      }),
    );
    await running.worker.terminate();
  }

  #start(): Running {
    if (this.#running !== null) return this.#running;
    const { script, workerData, maxHeapMegabytes, handlers = {} } = this.#options;
    const limits =
      maxHeapMegabytes === undefined ? {} : { maxOldGenerationSizeMb: maxHeapMegabytes };
    const worker = startThread(script, workerData, limits);
    const running = { worker, calls: new ThreadCalls(worker, handlers) };
    this.#running = running;
    const gone = (cause?: unknown): void => {
      if (this.#running === running) this.#running = null;
      running.calls.fail(this.#crashed(cause));
    };
    worker.on('error', gone);
    worker.on('exit', () => gone());
    return running;
  }

  #crashed(cause?: unknown): AppError {
    return new AppError(`The ${this.#options.name} ended unexpectedly.`, {
      code: 'internal',
      hint: 'Run the command again; it goes on where it was. If it happens again, see whether memory runs short.',
      cause,
    });
  }
}
