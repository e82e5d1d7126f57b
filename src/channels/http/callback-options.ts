import type { CallbackBackoff } from './callback-delay.js';
import { type ResolveHost, resolveBySystem } from './resolve-callback.js';

/** How callbacks are sent; tests and benches change it, people do not. */
export interface CallbackOptions extends CallbackBackoff {
  /** A callback that was refused for so long is given up with its next failure. */
  readonly giveUpAfterMs: number;
  /** For the whole exchange, the name's resolution included. */
  readonly timeoutMs: number;
  /** Callbacks under way, of all hosts. */
  readonly parallel: number;
  readonly parallelPerHost: number;
  /** Of the callbacks under way, how many more may wait for their host. */
  readonly waitingPerHost: number;
  /** Questions that are answered at a time. */
  readonly parallelQuestions: number;
  /** How often the server's own failure may keep a question from being answered before its caller is told. */
  readonly maxAskFailures: number;
  readonly resolve: ResolveHost;
  /** Certificates to trust instead of the system's. */
  readonly ca?: string;
}

const hourMs = 3_600_000;

/** With these pauses a callback is tried about 30 times in 24 hours. */
export const callbackDefaults: CallbackOptions = Object.freeze({
  firstDelayMs: 5000,
  maxDelayMs: hourMs,
  random: Math.random,
  giveUpAfterMs: 24 * hourMs,
  timeoutMs: 10_000,
  parallel: 64,
  parallelPerHost: 8,
  waitingPerHost: 16,
  parallelQuestions: 4,
  maxAskFailures: 6,
  resolve: resolveBySystem,
});
