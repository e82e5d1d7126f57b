/** The part of the composition that renews the index behind the questions of a server. */
import { setTimeout } from 'node:timers/promises';
import type { IndexReport, KeepFreshOptions, RefreshOptions } from './domain/app.js';

export interface KeepFreshParts {
  /** Whether the index is what the reports make of it now. */
  readonly isFresh: () => Promise<boolean>;
  readonly refresh: (options: RefreshOptions) => Promise<IndexReport>;
  readonly intervalMs?: number;
}

const defaultIntervalMs = 2000;
/** Looking takes at most a twentieth of the time, however large the folder is. */
const restPerLook = 20;

/**
 * Looks at the reports at intervals, since servers run where nothing tells of changes (containers, network folders), and refreshes
 * when something changed. A refresh that fails is told once and tried again when the next look finds the index stale, at growing intervals.
 */
export function keepFresh(
  { isFresh, refresh, intervalMs = defaultIntervalMs }: KeepFreshParts,
  options: KeepFreshOptions,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let failures = 0;
  let lookedMs = 0;
  const look = async (): Promise<void> => {
    try {
      const started = performance.now();
      const fresh = await isFresh();
      // Without the refresh, which may take long and says nothing of the next look.
      lookedMs = performance.now() - started;
      if (fresh) {
        failures = 0;
        return;
      }
      const { onProgress } = options;
      const report = await refresh({ signal, ...(onProgress ? { onProgress } : {}) });
      options.onReport?.(report);
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!signal.aborted && failures === 1) options.onError?.(error);
    }
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await look();
      const delayMs = Math.max(intervalMs * 2 ** Math.min(failures, 5), lookedMs * restPerLook);
      await setTimeout(delayMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  const running = run();
  return async () => {
    stopping.abort();
    await running;
  };
}
