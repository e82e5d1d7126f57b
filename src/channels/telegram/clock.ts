/** Time as the bot sees it, so that tests need not wait. */
export interface Clock {
  nowMs(): number;
  /** Resolves when the time has passed or the signal aborts, whichever comes first. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = Object.freeze({
  nowMs: () => Date.now(),
  wait: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    }),
});
