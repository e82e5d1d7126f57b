import { describe, expect, it, onTestFinished } from 'vitest';
import { type JobFailure, type RunJobsOptions, runJobs } from '../../src/channels/run-jobs.js';
import { AppError } from '../../src/domain/app-error.js';
import type { Job, JobQueue } from '../../src/domain/job-queue.js';
import { openSqliteState } from '../../src/store/sqlite-state.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function openQueue(folder = temporaryFolder()) {
  const state = openSqliteState({ folder });
  onTestFinished(() => state.close());
  const add = (key: string, lane = key) =>
    state.jobs.add({ kind: 'update', key, lane, payload: null });
  return { folder, state, queue: state.jobs, add };
}

/** Runs with short pauses; stopped with the test. */
function start(
  queue: JobQueue,
  handle: RunJobsOptions['handle'],
  more: Partial<RunJobsOptions> = {},
) {
  const errors: ({ error: unknown; key: string | undefined } & Pick<JobFailure, 'givenUp'>)[] = [];
  const runner = runJobs({
    ...{ queue, kind: 'update', parallel: 4, handle, firstDelayMs: 1, queueRetryMs: 1 },
    onError: (error, { job, givenUp }) => errors.push({ error, key: job?.key, givenUp }),
    ...more,
  });
  onTestFinished(() => runner.stop({ abort: true }));
  return { runner, errors };
}

/** A promise that the test resolves. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** The queue, whose named method fails so many times. */
function failing(queue: JobQueue, method: 'take' | 'finish', times: number): JobQueue {
  let left = times;
  const fail = () => {
    left -= 1;
    if (left >= 0) throw new AppError('full', { code: 'disk_full', hint: 'Free some space.' });
  };
  const wrapped: JobQueue = {
    add: (job) => queue.add(job),
    take: async (kind, limit) => {
      if (method === 'take') fail();
      return queue.take(kind, limit);
    },
    saveProgress: (id, progress) => queue.saveProgress(id, progress),
    finish: async (id) => {
      if (method === 'finish') fail();
      await queue.finish(id);
    },
    postpone: (id, delayMs) => queue.postpone(id, delayMs),
    giveUp: (id, reason) => queue.giveUp(id, reason),
    counts: (kind) => queue.counts(kind),
    waitingInLane: (kind, lane) => queue.waitingInLane(kind, lane),
    nextDueAtMs: (kind) => queue.nextDueAtMs(kind),
  };
  return wrapped;
}

describe('running jobs', () => {
  it('does those of an earlier process and those that are added, in the order of their lanes', async () => {
    const { queue, add } = openQueue();
    for (const key of ['x1', 'y1', 'x2']) await add(key, key[0]);
    const done: string[] = [];
    const { runner, errors } = start(queue, async ({ key }) => {
      await Promise.resolve();
      done.push(key);
    });
    await add('x3', 'x');
    runner.wake();
    await runner.idle();
    expect(done.filter((key) => key.startsWith('x'))).toEqual(['x1', 'x2', 'x3']);
    expect(done).toHaveLength(4);
    expect(errors).toEqual([]);
    expect(await queue.counts('update')).toEqual({ waiting: 0, running: 0, failed: 0 });
  });

  it('runs no more at a time than it may, and no two of a lane', async () => {
    const { queue, add } = openQueue();
    for (let number = 0; number < 24; number++) await add(`job-${number}`, `lane-${number % 6}`);
    const running: Job[] = [];
    let most = 0;
    const { runner } = start(queue, async (job) => {
      expect(running.map(({ lane }) => lane)).not.toContain(job.lane);
      running.push(job);
      most = Math.max(most, running.length);
      await new Promise(setImmediate);
      running.splice(running.indexOf(job), 1);
    });
    await runner.idle();
    expect(most).toBe(4);
  });

  it('lets a slow lane delay no other', async () => {
    const { queue, add } = openQueue();
    const { opened, open } = gate();
    await add('slow', 'slow');
    const quick = gate();
    const { runner } = start(queue, async ({ key }) => {
      if (key === 'slow') await opened;
      else quick.open();
    });
    await add('quick');
    runner.wake();
    await quick.opened;
    expect(await queue.counts('update')).toMatchObject({ running: expect.any(Number) });
    open();
    await runner.idle();
    expect(await queue.counts('update')).toEqual({ waiting: 0, running: 0, failed: 0 });
  });

  it('finds what another process adds without being woken', async () => {
    const { queue, folder } = openQueue();
    const { opened, open } = gate();
    const { runner } = start(queue, async () => open(), { wakeAfterMs: 5 });
    await runner.idle();
    await openQueue(folder).add('from elsewhere');
    await opened;
  });

  it('tries a postponed job again when it is due', async () => {
    const { queue, add } = openQueue();
    await add('a', 'lane');
    await add('b', 'lane');
    const done: string[] = [];
    const { opened, open } = gate();
    const { errors } = start(queue, async ({ key, attempts }) => {
      done.push(`${key} ${attempts}`);
      if (key === 'b') open();
      return attempts < 10 && key === 'a' ? { postponeMs: 1 } : undefined;
    });
    await opened;
    expect(done).toEqual([...Array.from({ length: 11 }, (_, times) => `a ${times}`), 'b 0']);
    expect(errors).toEqual([]);
  });

  it('gives up what its handler gives up', async () => {
    const { queue, add } = openQueue();
    await add('a', 'lane');
    await add('b', 'lane');
    const { runner } = start(queue, async ({ key }) =>
      key === 'a' ? { giveUp: 'chat_denied' } : undefined,
    );
    await runner.idle();
    expect(await queue.counts('update')).toEqual({ waiting: 0, running: 0, failed: 1 });
  });

  it('gives up a job that fails again and again, and goes on with its lane', async () => {
    const { queue, add } = openQueue();
    await add('bad', 'lane');
    await add('good', 'lane');
    const { opened, open } = gate();
    const { errors } = start(
      queue,
      async ({ key }) => {
        if (key === 'bad') throw new TypeError('fault of ours');
        open();
      },
      { maxFailures: 3, maxDelayMs: 2 },
    );
    await opened;
    expect(errors.map(({ key, givenUp }) => [key, givenUp])).toEqual([
      ['bad', false],
      ['bad', false],
      ['bad', true],
    ]);
    expect(await queue.counts('update')).toMatchObject({ failed: 1 });
  });

  it('waits twice as long after each failure, up to a limit', async () => {
    const { queue, add } = openQueue();
    await add('bad');
    const delays: number[] = [];
    const { opened, open } = gate();
    const noting: JobQueue = Object.assign(failing(queue, 'take', 0), {
      postpone: async (id: number, delayMs: number) => {
        delays.push(delayMs);
        await queue.postpone(id, 0);
      },
      giveUp: async (id: number, reason: string) => {
        await queue.giveUp(id, reason);
        expect(reason).toBe('chat_failed');
        open();
      },
    });
    const fault = new AppError('down', { code: 'chat_failed', hint: 'Wait.' });
    start(noting, () => Promise.reject(fault), { firstDelayMs: 1_000, maxDelayMs: 30_000 });
    await opened;
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it.each(['take', 'finish'] as const)(
    'goes on when the queue could not %s for a while',
    async (method) => {
      const { queue, add } = openQueue();
      await add('a', 'lane');
      await add('b', 'lane');
      const done: string[] = [];
      const { runner, errors } = start(
        failing(queue, method, 3),
        async ({ key }) => void done.push(key),
      );
      await runner.idle();
      expect(done).toEqual(['a', 'b']);
      expect(errors).toHaveLength(3);
      expect(errors[0]).toMatchObject({ error: { code: 'disk_full' }, key: undefined });
      expect(await queue.counts('update')).toEqual({ waiting: 0, running: 0, failed: 0 });
    },
  );

  it('survives a log that fails', async () => {
    const { queue, add } = openQueue();
    await add('a');
    const { runner } = start(queue, () => Promise.reject(new Error('fault')), {
      maxFailures: 1,
      onError: () => {
        throw new Error('the log is full');
      },
    });
    await runner.idle();
    expect(await queue.counts('update')).toMatchObject({ failed: 1 });
  });
});

describe('stopping', () => {
  it('waits for what runs and begins nothing more', async () => {
    const { queue, add } = openQueue();
    for (const key of ['a', 'b', 'c']) await add(key, 'lane');
    const { opened, open } = gate();
    const begun = gate();
    const done: string[] = [];
    const { runner } = start(queue, async ({ key }, signal) => {
      begun.open();
      await opened;
      expect(signal.aborted).toBe(false);
      done.push(key);
    });
    await begun.opened;
    const stopped = runner.stop();
    runner.wake();
    open();
    await stopped;
    await runner.idle();
    expect(done).toEqual(['a']);
    expect(await queue.counts('update')).toEqual({ waiting: 2, running: 0, failed: 0 });
  });

  it('frees what it aborts for the next start, at once and without a failure', async () => {
    const { queue, add } = openQueue();
    await add('a');
    const begun = gate();
    const { runner, errors } = start(queue, async ({ id }, signal) => {
      await queue.saveProgress(id, 'half');
      begun.open();
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    });
    await begun.opened;
    await runner.stop({ abort: true });
    expect(errors).toEqual([]);
    const seen: unknown[] = [];
    await start(queue, async ({ progress }) => void seen.push(progress)).runner.idle();
    expect(seen).toEqual(['half']);
  });

  it('does not wait for a queue that stays broken', async () => {
    const { queue, state, add, folder } = openQueue();
    await add('a');
    const { opened, open } = gate();
    const broken = failing(queue, 'finish', Number.POSITIVE_INFINITY);
    const { runner } = start(broken, async () => {}, {
      queueRetryMs: 3_600_000,
      onError: open,
    });
    await opened;
    await runner.stop();
    await state.close();
    expect(await openQueue(folder).queue.take('update', 1)).toMatchObject([{ key: 'a' }]);
  });
});
