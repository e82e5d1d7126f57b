import type { Clock } from './clock.js';

export interface PacedMessageOptions<Content> {
  readonly write: (content: Content) => Promise<void>;
  readonly intervalMs: number;
  readonly clock: Clock;
  /** Contents with the same key look the same, and are not written again. */
  readonly keyOf: (content: Content) => string;
}

export interface PacedMessage<Content> {
  /** Shows it when its time has come, unless something newer came meanwhile. Never throws. */
  show(content: Content): void;
  /** Ends it: what waits is dropped, what is on its way is waited for, and so is the interval after it. */
  settle(): Promise<void>;
}

/**
 * A message that grows by edits, at most one an interval. A failed write is dropped, since a newer one follows; the
 * final text is its caller's to write.
 */
export function createPacedMessage<Content>(
  options: PacedMessageOptions<Content>,
): PacedMessage<Content> {
  const { clock, intervalMs } = options;
  const ended = new AbortController();
  const { signal } = ended;
  let waiting: Content | null = null;
  let shown: string | null = null;
  let running: Promise<void> | null = null;
  let nextMs = clock.nowMs() + intervalMs;
  let wrote = false;

  const run = async () => {
    while (waiting !== null && !signal.aborted) {
      await clock.wait(Math.max(0, nextMs - clock.nowMs()), signal);
      const content: Content = waiting;
      waiting = null;
      if (signal.aborted || options.keyOf(content) === shown) continue;
      shown = options.keyOf(content);
      nextMs = clock.nowMs() + intervalMs;
      wrote = true;
      await options.write(content).catch(() => {});
    }
    running = null;
  };
  return {
    show(content) {
      if (signal.aborted) return;
      waiting = content;
      running ??= run();
    },
    async settle() {
      ended.abort();
      await running;
      if (wrote) await clock.wait(Math.max(0, nextMs - clock.nowMs()));
    },
  };
}
