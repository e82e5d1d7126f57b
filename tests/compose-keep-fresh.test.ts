import { describe, expect, it } from 'vitest';
import { keepFresh } from '../src/compose-keep-fresh.js';
import type { IndexReport, RefreshOptions } from '../src/domain/app.js';
import { AppError } from '../src/domain/app-error.js';
import { sampleIndexReport } from './support/fake-app.js';

interface Folder {
  fresh: boolean;
  failing: boolean;
  looks: number;
}

/** A folder that is fresh after each refresh, and how often each thing happened to it. */
function setUp() {
  const folder: Folder = { fresh: true, failing: false, looks: 0 };
  const reports: IndexReport[] = [];
  const errors: unknown[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const stop = keepFresh(
    {
      intervalMs: 1,
      async needs() {
        folder.looks += 1;
        return folder.fresh ? 'nothing' : 'words';
      },
      async refresh({ signal }: RefreshOptions) {
        signals.push(signal);
        if (folder.failing) throw new Error('disk');
        folder.fresh = true;
        return sampleIndexReport();
      },
    },
    { onReport: (report) => reports.push(report), onError: (error) => errors.push(error) },
  );
  return { folder, reports, errors, signals, stop };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('keepFresh', () => {
  it('refreshes when the reports changed, once a change, and leaves fresh ones alone', async () => {
    const { folder, reports, stop } = setUp();
    await until(() => folder.looks > 3);
    expect(reports).toHaveLength(0);
    folder.fresh = false;
    await until(() => reports.length > 0);
    const looks = folder.looks;
    await until(() => folder.looks > looks + 3);
    expect(reports).toHaveLength(1);
    await stop();
  });

  it('tells a failure once, tries again, and tells the next one anew', async () => {
    const { folder, reports, errors, signals, stop } = setUp();
    Object.assign(folder, { fresh: false, failing: true });
    await until(() => signals.length >= 3);
    expect(errors).toHaveLength(1);
    folder.failing = false;
    await until(() => reports.length > 0);
    Object.assign(folder, { fresh: false, failing: true });
    await until(() => errors.length === 2);
    await stop();
  });

  it('looks again soon after a refresh that took long', async () => {
    let fresh = false;
    let looks = 0;
    // Nobody listens here: it refreshes all the same.
    const stop = keepFresh(
      {
        intervalMs: 1,
        async needs() {
          looks += 1;
          return fresh ? 'nothing' : 'words';
        },
        async refresh() {
          await new Promise((resolve) => setTimeout(resolve, 500));
          fresh = true;
          return sampleIndexReport();
        },
      },
      {},
    );
    await until(() => fresh);
    // A rest of twenty times the refresh would outlast the test's ten seconds.
    await until(() => looks >= 3);
    await stop();
    expect(looks).toBeGreaterThanOrEqual(3);
  }, 10_000);

  it('ends a running refresh when it is stopped, and looks no more', async () => {
    const { folder, signals, stop } = setUp();
    Object.assign(folder, { fresh: false });
    await until(() => signals.length > 0);
    await stop();
    expect(signals[0]?.aborted).toBe(true);
    const { looks } = folder;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(folder.looks).toBe(looks);
  });
});

/** So long that only what follows at once comes before the test's limit. */
const NEVER_MS = 3_600_000;

function reportOf(vectors: number, generation = 1, embedded = 10): IndexReport {
  const { status } = sampleIndexReport();
  return sampleIndexReport({
    ...{ generation, embedded },
    status: { ...status, generation, vectors, vectorsWanted: 30 },
  });
}

describe('keepFresh while vectors are missing', () => {
  it('goes on at once, a slice at a time, and tells of words and of the last vector', async () => {
    const told: number[] = [];
    const slices: RefreshOptions[] = [];
    const stop = keepFresh(
      {
        intervalMs: NEVER_MS,
        needs: async () => 'vectors',
        async refresh(options) {
          slices.push(options);
          return reportOf(slices.length * 10);
        },
      },
      { onReport: ({ status }) => told.push(status.vectors) },
    );
    await until(() => slices.length === 3);
    await stop();
    expect(told).toEqual([10, 30]);
    for (const { vectors, gate } of slices) {
      expect(vectors?.maxMs).toBeGreaterThan(0);
      expect(gate).toEqual({ retry: false });
    }
  });

  it('tells of another generation in the midst of it, and of other problems', async () => {
    const problem = { file: 'a.txt', message: 'No.', hint: 'Mend it.', severity: 'error' as const };
    const reports = [
      reportOf(10),
      reportOf(5, 2),
      reportOf(15, 2),
      { ...reportOf(25, 2), problems: [problem] },
    ];
    const told: IndexReport[] = [];
    let looks = 0;
    const stop = keepFresh(
      {
        intervalMs: NEVER_MS,
        needs: async () => 'vectors',
        refresh: async () => reports[looks++] ?? reportOf(30, 2),
      },
      { onReport: (report) => told.push(report) },
    );
    await until(() => looks === reports.length);
    await stop();
    expect(told).toEqual([reports[0], reports[1], reports[3]]);
  });

  it('waits for the next look where a slice made none, since another process makes them', async () => {
    let refreshes = 0;
    const stop = keepFresh(
      {
        intervalMs: NEVER_MS,
        needs: async () => 'vectors',
        async refresh() {
          refreshes += 1;
          return reportOf(10, 1, 0);
        },
      },
      {},
    );
    await until(() => refreshes > 0);
    // Longer than between two slices.
    await new Promise((wait) => setTimeout(wait, 400));
    await stop();
    expect(refreshes).toBe(1);
  });

  it('looks at an empty folder at the usual pace, unlike at a fault, and tells it once', async () => {
    const missing = new AppError('None.', { code: 'reports_missing', hint: 'Add a report.' });
    const watch = (error: Error) => {
      const seen = { looks: 0, told: 0 };
      const stop = keepFresh(
        {
          intervalMs: 10,
          async needs() {
            seen.looks += 1;
            throw error;
          },
          refresh: async () => sampleIndexReport(),
        },
        {
          onError() {
            seen.told += 1;
          },
        },
      );
      return { seen, stop };
    };
    const [empty, faulty] = [watch(missing), watch(new Error('disk'))];
    await until(() => empty.seen.looks >= 25);
    await Promise.all([empty.stop(), faulty.stop()]);
    expect(faulty.seen.looks).toBeLessThan(empty.seen.looks / 2);
    expect([empty.seen.told, faulty.seen.told]).toEqual([1, 1]);
  });
});
