import type { Clock } from '../../src/channels/telegram/clock.js';

/** Time that passes when it is told to. */
export function manualClock() {
  let nowMs = 0;
  let waiting: { atMs: number; end: () => void }[] = [];
  const clock: Clock = {
    nowMs: () => nowMs,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted === true) return resolve();
        waiting.push({ atMs: nowMs + ms, end: resolve });
        signal?.addEventListener('abort', () => resolve());
      }),
  };
  const pass = async (ms: number) => {
    // What was begun just now has to come to its first wait.
    await new Promise((resolve) => setImmediate(resolve));
    for (const until = nowMs + ms; nowMs < until; ) {
      nowMs += 100;
      for (const { end } of waiting.filter(({ atMs }) => atMs <= nowMs)) end();
      waiting = waiting.filter(({ atMs }) => atMs > nowMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { clock, pass };
}
