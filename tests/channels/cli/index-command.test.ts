import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { indexCommand } from '../../../src/channels/cli/index-command.js';
import { createProgressView } from '../../../src/channels/cli/progress-view.js';
import { runCli } from '../../../src/channels/cli/run-cli.js';
import type { WatchFunction } from '../../../src/channels/cli/watch-folder.js';
import type { IndexReport } from '../../../src/domain/app.js';
import { AppError } from '../../../src/domain/app-error.js';
import type { GateReport } from '../../../src/domain/scorecard.js';
import { createFakeApp, sampleIndexReport } from '../../support/fake-app.js';
import { createMemoryIo } from '../../support/memory-io.js';

async function run(argv: string[], report: IndexReport) {
  const app = createFakeApp({ refresh: () => report });
  const io = createMemoryIo({ app });
  const exitCode = await runCli(['index', ...argv], io);
  return { exitCode, out: io.out(), err: io.err(), refreshed: app.refreshed };
}

const problem = { file: 'bad.txt', message: 'byte 12 cannot be decoded', hint: 'Save as UTF-8.' };

describe('index', () => {
  it('sums up what it did on stdout', async () => {
    const { exitCode, out, err, refreshed } = await run(['--rebuild'], sampleIndexReport());
    expect(refreshed[0]?.rebuild).toBe(true);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toBe(
      [
        'Index built (generation 3)',
        '1 report, 12 passages, 36 sentences, 48 vectors',
        '1 file read, 0 removed, 48 texts embedded in 2.3 s',
        '',
      ].join('\n'),
    );
  });

  it('says that nothing was to be done', async () => {
    const report = sampleIndexReport({ changed: false, embedded: 0 });
    expect((await run([], report)).out).toBe(
      'Index is up to date (generation 3)\n1 report, 12 passages, 36 sentences, 48 vectors\n',
    );
  });

  it('exits 1 for an error in a file, 0 for a notice, and lists both with their mend', async () => {
    const error = sampleIndexReport({ problems: [{ ...problem, severity: 'error' }] });
    expect(await run([], error)).toMatchObject({
      exitCode: 1,
      err: 'error: bad.txt — byte 12 cannot be decoded\n  hint: Save as UTF-8.\n',
    });
    const notice = sampleIndexReport({ problems: [{ ...problem, severity: 'notice' }] });
    expect(await run([], notice)).toMatchObject({ exitCode: 0 });
  });
});

describe('an index that answers worse', () => {
  const gate: GateReport = {
    ...{ stage: 'words', before: 98, now: 90.5, questions: 200, fallen: 7, kept: true },
    fell: [
      { id: 'q-1', file: 'report.jsonl', question: '谁主持会议？' },
      { id: 'q-2', file: 'report.held-out.jsonl', question: null },
    ],
  };

  it('is not put in place: exits 1, names what fell and the ways on', async () => {
    const report = sampleIndexReport({ changed: false, embedded: 0, gate });
    const { exitCode, out, err, refreshed } = await run([], report);
    expect(exitCode).toBe(1);
    expect(refreshed[0]?.gate).toEqual({ retry: true });
    expect(err).toContain('of 200 questions asked by words alone it answers 90.5 % right');
    expect(err).toContain('  7 questions that were answered right, and are not any more:');
    expect(err).toContain('  • report.jsonl  q-1  谁主持会议？\n');
    expect(err).toContain('  • report.held-out.jsonl  q-2  (held out)\n  …\n');
    expect(err).toContain('`report-qa index --force`');
    expect(err).toContain('INDEX_GATE');
    expect(out).toContain('Index left as it was (generation 3)');
  });

  it('is put in place by --force, which asks nothing', async () => {
    const { refreshed } = await run(['--force'], sampleIndexReport());
    expect(refreshed[0]).not.toHaveProperty('gate');
  });

  it('is only noted when it is in place already', async () => {
    const noticed = { ...gate, stage: 'vectors', kept: false } as const;
    const { exitCode, out, err } = await run([], sampleIndexReport({ gate: noticed }));
    expect(exitCode).toBe(0);
    expect(err).toMatch(/^note: of 200 questions asked by words and vectors the index answers/u);
    expect(err).not.toContain('--force');
    expect(out).toContain('Index built');
  });
});

describe('progress', () => {
  it('is a line at each phase and every few seconds off a terminal', () => {
    let now = 0;
    const io = createMemoryIo();
    const view = createProgressView(io, { delayMs: 0, isTask: true, now: () => now });
    view.update({ phase: 'reading', done: 0, total: null });
    for (let done = 0; done <= 10; done += 1) {
      now += 500;
      view.update({ phase: 'embedding', done, total: 10 });
    }
    view.update({ phase: 'done', done: 10, total: 10 });
    view.stop();
    expect(io.err()).toBe(
      'Reading reports\nComputing vectors 0/10\nComputing vectors 6/10  2.0/s  2 seconds left\n',
    );
  });

  it('is a bar on a terminal, which is gone afterwards', async () => {
    const io = createMemoryIo({ columns: 80 });
    const view = createProgressView(io, { delayMs: 0, isTask: true });
    view.update({ phase: 'embedding', done: 6, total: 12 });
    while (!io.err().includes('6/12')) await new Promise((resolve) => setImmediate(resolve));
    view.stop();
    const shown = io.err();
    expect(shown).toContain('Computing vectors  ████████████░░░░░░░░░░░░  6/12');
    view.update({ phase: 'embedding', done: 7, total: 12 });
    expect(io.err()).toBe(shown);
  });

  it.each([true, false])(
    'says that words can be asked where building is the task (%s)',
    (isTask) => {
      const io = createMemoryIo({ columns: 200 });
      const view = createProgressView(io, { delayMs: 0, isTask });
      view.update({ phase: 'searchable', done: 2000, total: 12_345 });
      view.stop();
      expect(io.err().replaceAll('\n', ' ').includes('12,345 vectors follow')).toBe(isTask);
    },
  );

  it('shows nothing before its delay', () => {
    let now = 0;
    const io = createMemoryIo();
    const view = createProgressView(io, { delayMs: 1000, isTask: true, now: () => now });
    view.update({ phase: 'reading', done: 0, total: 1 });
    expect(io.err()).toBe('');
    now = 1000;
    view.update({ phase: 'reading', done: 1, total: 1 });
    expect(io.err()).not.toBe('');
  });
});

describe('index --watch', () => {
  interface Scene {
    readonly touch: () => void;
    readonly fail: () => void;
    readonly end: () => Promise<number>;
    readonly refreshedTimes: (times: number) => Promise<void>;
    readonly gates: () => unknown[];
    readonly out: () => string;
    readonly err: () => string;
  }

  function watching(reports: (IndexReport | Error)[], canWatch = true, pollMs = 5): Scene {
    let onChange = (): void => {};
    let onError = (_: Error): void => {};
    const watch: WatchFunction = (_, listener) => {
      if (!canWatch) throw new Error('ENOSPC');
      onChange = listener;
      return {
        on(_event, errorListener) {
          onError = errorListener;
        },
        close() {},
      };
    };
    const app = createFakeApp({
      refresh: () => {
        const report = reports.shift() ?? sampleIndexReport({ changed: false });
        if (report instanceof Error) throw report;
        return report;
      },
    });
    const controller = new AbortController();
    const io = createMemoryIo({ app, signal: controller.signal });
    const ended = indexCommand({ watch: true }, io, { watch, debounceMs: 5, pollMs });
    return {
      touch: () => onChange(),
      fail: () => onError(new Error('gone')),
      async end() {
        controller.abort();
        return ended;
      },
      async refreshedTimes(times) {
        while (app.refreshed.length < times) await new Promise((resolve) => setTimeout(resolve, 1));
      },
      gates: () => app.refreshed.map(({ gate }) => gate),
      out: io.out,
      err: io.err,
    };
  }

  it('makes one refresh of many changes at once, and ends with 0', async () => {
    const scene = watching([sampleIndexReport(), sampleIndexReport({ generation: 4 })]);
    await scene.refreshedTimes(1);
    for (let time = 0; time < 20; time += 1) scene.touch();
    await scene.refreshedTimes(2);
    expect(await scene.end()).toBe(0);
    expect(scene.out().match(/generation \d/gu)).toEqual(['generation 3', 'generation 4']);
    expect(scene.err()).toContain('Watching reports. Ctrl-C ends.');
    // What was refused is not built again at each look, only by the command itself.
    expect(scene.gates()).toEqual([{ retry: true }, { retry: false }]);
  });

  it('goes on after a failure, and says nothing where nothing changed', async () => {
    const failure = new AppError('The disk is full.', {
      code: 'disk_full',
      hint: 'Free some space.',
    });
    const scene = watching([sampleIndexReport(), failure]);
    await scene.refreshedTimes(1);
    scene.touch();
    await scene.refreshedTimes(2);
    scene.touch();
    await scene.refreshedTimes(3);
    await scene.end();
    expect(scene.err()).toContain('error: The disk is full.');
    expect(scene.out().match(/generation/gu)).toHaveLength(1);
  });

  it('looks at intervals where watching is not possible, or stops being so', async () => {
    const unable = watching([], false);
    await unable.refreshedTimes(3);
    expect(await unable.end()).toBe(0);
    const failing = watching([]);
    await failing.refreshedTimes(1);
    failing.fail();
    await failing.refreshedTimes(3);
    expect(await failing.end()).toBe(0);
  });

  it('notices a file that is really written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'report-qa-watch-'));
    const app = createFakeApp();
    const controller = new AbortController();
    const io = createMemoryIo({ app, signal: controller.signal, reportsFolder: () => folder });
    const ended = indexCommand({ watch: true }, io, { debounceMs: 5 });
    while (app.refreshed.length < 2) {
      writeFileSync(join(folder, 'a.txt'), String(Math.random()));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    controller.abort();
    expect(await ended).toBe(0);
    rmSync(folder, { recursive: true });
  });
});
