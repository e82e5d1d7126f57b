/** The part of the composition that renews the index behind the questions of a server. */
import { setTimeout } from 'node:timers/promises';
import type { IndexNeeds } from './compose-freshen.js';
import type { IndexReport, KeepFreshOptions, RefreshOptions } from './domain/app.js';
import { AppError } from './domain/app-error.js';

export interface KeepFreshParts {
  /** What the index lacks of what the reports make of it now. */
  readonly needs: () => Promise<IndexNeeds>;
  readonly refresh: (options: RefreshOptions) => Promise<IndexReport>;
  readonly intervalMs?: number;
}

const defaultIntervalMs = 2000;
/**
 * Vectors are made for so long at a time: a changed report waits no longer for its turn, in this process or another. To
 * look for what to embed first takes a second or two of it in an archive.
 */
const vectorsMs = 20_000;
/** Between two such times: enough for another process that waits for its turn. */
const breathMs = 300;
/** Looking takes at most a twentieth of the time, however large the folder is. */
const restPerLook = 20;

function isEmptyFolder(error: unknown): boolean {
  return error instanceof AppError && error.code === 'reports_missing';
}

/** Whether there is something to tell: a flip, or the last vector of one. */
function isNews(report: IndexReport, before: IndexReport | null): boolean {
  const { generation, vectors, vectorsWanted } = report.status;
  const wasComplete = before !== null && before.status.vectors >= before.status.vectorsWanted;
  if (report.gate !== null || before === null || generation !== before.generation) return true;
  if (JSON.stringify(report.problems) !== JSON.stringify(before.problems)) return true;
  return !wasComplete && vectors >= vectorsWanted;
}

/**
 * Looks at the reports at intervals, since servers run where nothing tells of changes (containers, network folders), and refreshes
 * when something changed. A refresh that fails is told once and tried again when the next look finds the index stale, at growing intervals.
 */
export function keepFresh(
  { needs, refresh, intervalMs = defaultIntervalMs }: KeepFreshParts,
  options: KeepFreshOptions,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let failures = 0;
  let lookedMs = 0;
  let told: IndexReport | null = null;
  /** Whether there is more to do at once. */
  const look = async (): Promise<boolean> => {
    try {
      const started = performance.now();
      const isFresh = (await needs()) === 'nothing';
      // Without the refresh, which may take long and says nothing of the next look.
      lookedMs = performance.now() - started;
      if (isFresh) {
        failures = 0;
        return false;
      }
      const { onProgress } = options;
      const report = await refresh({
        ...{ signal, vectors: { maxMs: vectorsMs }, gate: { retry: false } },
        ...(onProgress ? { onProgress } : {}),
      });
      if (isNews(report, told)) options.onReport?.(report);
      told = report;
      failures = 0;
      const { vectors, vectorsWanted, passagesToGloss } = report.status;
      return passagesToGloss > 0 || (report.embedded > 0 && vectors < vectorsWanted);
    } catch (error) {
      if (!signal.aborted && failures === 0) options.onError?.(error);
      // Somebody is about to put the first report into an empty folder, and looking costs nothing.
      failures = isEmptyFolder(error) ? 1 : failures + 1;
      return false;
    }
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const isMore = await look();
      const slower = 2 ** Math.min(Math.max(0, failures - 1), 5);
      const restMs = Math.max(intervalMs * slower, lookedMs * restPerLook);
      const delayMs = isMore ? breathMs : restMs;
      await setTimeout(delayMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  const running = run();
  return async () => {
    stopping.abort();
    await running;
  };
}
