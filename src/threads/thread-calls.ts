import type { MessagePort, Worker } from 'node:worker_threads';
import { packError, type RemoteError, unpackError } from './remote-error.js';

/** What may be called from the other side, by name. Parameters and results are cloned. */
export type Handlers = Readonly<Record<string, (...parameters: never[]) => unknown>>;

export type Port = MessagePort | Worker;

type Message =
  | { readonly id: number; readonly call: string; readonly parameters: readonly unknown[] }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: RemoteError };

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Calls between two threads, either way, as many at a time as come. */
export class ThreadCalls {
  readonly #port: Port;
  readonly #handlers: Handlers;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(port: Port, handlers: Handlers) {
    this.#port = port;
    this.#handlers = handlers;
    port.on('message', (message: Message) => this.#receive(message));
  }

  /** How many calls were not answered yet. */
  get pending(): number {
    return this.#waiting.size;
  }

  /** `Result` is the caller's word for what the other side gives. */
  call<Result>(name: string, ...parameters: readonly unknown[]): Promise<Result> {
    return new Promise<unknown>((resolve, reject) => {
      this.#lastId += 1;
      // Before it waits: what cannot be cloned is thrown here, and nobody would answer.
      this.#port.postMessage({ id: this.#lastId, call: name, parameters } satisfies Message);
      this.#waiting.set(this.#lastId, { resolve, reject });
    }) as Promise<Result>;
  }

  /** The other side is gone: nothing that waits will be answered. */
  fail(error: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #receive(message: Message): void {
    if ('call' in message) {
      void this.#answer(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('error' in message) waiting?.reject(unpackError(message.error));
    else waiting?.resolve(message.result);
  }

  async #answer({ id, call, parameters }: Extract<Message, { call: string }>): Promise<void> {
    try {
      const handler = this.#handlers[call];
      if (handler === undefined) throw new Error(`No thread knows the call ${call}.`);
      const result = await handler(...(parameters as never[]));
      this.#port.postMessage({ id, result } satisfies Message);
    } catch (error) {
      this.#port.postMessage({ id, error: packError(error) } satisfies Message);
    }
  }
}
