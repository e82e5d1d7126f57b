import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { AppError } from '../domain/app-error.js';
import type { WorkerCall, WorkerReply } from './model-worker-protocol.js';
import { NativeGate } from './native-gate.js';
import { throwIfCancelled } from './throw-if-cancelled.js';

export interface ModelThreadOptions {
  /** What the thread does, for messages. */
  readonly name: string;
  /** The gate is for the worker's native code; it is new for each worker. */
  readonly start: (gate: SharedArrayBuffer) => Worker;
  /** Cheap check of what the worker is about to load; may throw. */
  readonly beforeStart: () => void;
}

export interface CallOptions {
  /** Goes before the calls that wait. */
  readonly urgent?: boolean;
  /** Takes the call back while it waits; one that runs is not stopped. */
  readonly signal?: AbortSignal | undefined;
  readonly transfer?: readonly ArrayBuffer[];
}

interface Pending extends CallOptions {
  readonly request: unknown;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Longer than any native call lasts: one batch or one load. */
const GATE_TIMEOUT_MS = 5_000;
const CLOSE_POLL_MS = 5;

/**
 * One worker thread that answers one call at a time. It starts with the first call or `warm`, starts anew after a crash
 * (the calls that were waiting fail with `model_failed`), and keeps the process alive only while a call is pending.
 */
export class ModelThread<Request, Reply> {
  readonly #options: ModelThreadOptions;
  readonly #queue: Pending[] = [];
  #worker: Worker | null = null;
  #gate: NativeGate | null = null;
  #running: Pending | null = null;
  #lastId = 0;
  #closing: Promise<void> | null = null;

  constructor(options: ModelThreadOptions) {
    this.#options = options;
  }

  /** Never throws; what is wrong is told to the first call. */
  warm(): void {
    if (this.#closing !== null) return;
    try {
      this.#start();
    } catch {
      // The first call fails in the same way, and has somebody to tell it to.
    }
  }

  call(request: Request, options: CallOptions = {}): Promise<Reply> {
    return new Promise<unknown>((resolve, reject) => {
      const pending = { ...options, request, resolve, reject };
      if (options.urgent) this.#queue.unshift(pending);
      else this.#queue.push(pending);
      this.#next();
    }) as Promise<Reply>;
  }

  /** Lets the call that runs come to its end; those that wait fail with `cancelled`. */
  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    for (const waiting of this.#queue.splice(0)) waiting.reject(this.#closed());
    while (this.#running !== null || this.#gate?.tryShut() === false) await delay(CLOSE_POLL_MS);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #next(): void {
    if (this.#running !== null) return;
    const pending = this.#queue.shift();
    if (pending === undefined) {
      this.#worker?.unref();
      return;
    }
    this.#running = pending;
    try {
      throwIfCancelled(pending.signal);
      if (this.#closing !== null) throw this.#closed();
      const worker = this.#start();
      worker.ref();
      this.#lastId += 1;
      const call: WorkerCall = { id: this.#lastId, request: pending.request };
      worker.postMessage(call, pending.transfer ?? []);
    } catch (error) {
      this.#settle((running) => running.reject(error));
    }
  }

  #settle(tell: (running: Pending) => void): void {
    const running = this.#running;
    this.#running = null;
    if (running !== null) tell(running);
    this.#next();
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    this.#options.beforeStart();
    const shared = NativeGate.allocate();
    const gate = new NativeGate(shared);
    const worker = this.#options.start(shared);
    this.#worker = worker;
    this.#gate = gate;
    const shutGate = (): void => gate.shut(GATE_TIMEOUT_MS);
    process.once('exit', shutGate);
    worker.on('message', (reply: WorkerReply) => this.#answered(reply));
    worker.on('error', (cause) => this.#crashed(worker, cause));
    worker.on('exit', () => {
      process.off('exit', shutGate);
      this.#crashed(worker);
    });
    // After the listeners: adding one for messages takes `unref` back.
    worker.unref();
    return worker;
  }

  #answered(reply: WorkerReply): void {
    if (reply.id !== this.#lastId) return;
    if ('reply' in reply) {
      this.#settle((running) => running.resolve(reply.reply));
      return;
    }
    const native = reply.failure === 'native_module';
    const error = new AppError(`The ${this.#options.name} failed: ${reply.message}`, {
      code: reply.failure,
      hint: native
        ? 'Run `npm ci` again on this machine: onnxruntime-node does not fit its system.'
        : 'Run `npm run doctor`: it compares the model files with what was shipped.',
    });
    this.#settle((running) => running.reject(error));
  }

  #crashed(worker: Worker, cause?: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#gate = null;
    const error = new AppError(`The thread of the ${this.#options.name} ended unexpectedly.`, {
      code: 'model_failed',
      hint: 'Ask again; it starts anew. If it happens again, run `npm run doctor` and see whether memory runs short.',
      cause,
    });
    for (const waiting of this.#queue.splice(0)) waiting.reject(error);
    this.#settle((running) => running.reject(error));
  }

  #closed(): AppError {
    return new AppError(`The ${this.#options.name} is closed.`, {
      code: 'cancelled',
      hint: 'Start the program again.',
    });
  }
}
