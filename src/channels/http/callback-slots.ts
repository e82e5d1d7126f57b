export interface CallbackSlotsOptions {
  /** Exchanges with one host at a time. */
  readonly perHost: number;
  /** How many more of a host may wait here for a slot; the others go back to the queue. */
  readonly waitingPerHost: number;
  /** In [0, 1). */
  readonly random: () => number;
}

export type CallbackSlot =
  | { readonly free: true; leave(): void }
  /** When to come back. */
  | { readonly free: false; readonly waitMs: number };

/** Keeps one slow receiver from taking all the connections: each host has its own few. */
export interface CallbackSlots {
  /** Rejects with the signal's reason when it fires before there is a slot. */
  enter(host: string, id: number, signal: AbortSignal): Promise<CallbackSlot>;
}

interface HostState {
  running: number;
  readonly waiting: (() => void)[];
}

const firstPutOffMs = 250;
const maxPutOffMs = 30_000;

export function createCallbackSlots(options: CallbackSlotsOptions): CallbackSlots {
  const { perHost, waitingPerHost, random } = options;
  const hosts = new Map<string, HostState>();
  /** How often a job was sent back: a long queue must not be leafed through again and again. */
  const putOff = new Map<number, number>();

  function occupied(host: string, state: HostState): CallbackSlot {
    return {
      free: true,
      leave() {
        const next = state.waiting.shift();
        if (next !== undefined) return next();
        state.running -= 1;
        if (state.running === 0) hosts.delete(host);
      },
    };
  }

  /** The slot is handed over by whoever leaves. */
  function turn({ waiting }: HostState, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      const end = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      waiting.push(enter);
      signal.addEventListener('abort', end, { once: true });
    });
  }

  return {
    async enter(host, id, signal) {
      signal.throwIfAborted();
      const state = hosts.get(host) ?? { running: 0, waiting: [] };
      hosts.set(host, state);
      if (state.running >= perHost && state.waiting.length >= waitingPerHost) {
        const times = putOff.get(id) ?? 0;
        putOff.set(id, times + 1);
        const waitMs = Math.min(maxPutOffMs, firstPutOffMs * 2 ** times);
        return { free: false, waitMs: Math.round(waitMs * (0.5 + random() / 2)) };
      }
      putOff.delete(id);
      if (state.running >= perHost) await turn(state, signal);
      else state.running += 1;
      return occupied(host, state);
    },
  };
}
