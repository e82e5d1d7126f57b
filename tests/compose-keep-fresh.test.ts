import { describe, expect, it } from 'vitest';
import { keepFresh } from '../src/compose-keep-fresh.js';
import type { IndexReport, RefreshOptions } from '../src/domain/app.js';
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
