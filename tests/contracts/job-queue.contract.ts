import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Job, JobQueue, NewJob } from '../../src/domain/job-queue.js';
import type { CreateState, StateUnderTest } from './state-store.contract.js';

const keysOf = (jobs: readonly Job[]) => jobs.map(({ key }) => key);

type Step =
  | { readonly do: 'add'; readonly lane: number }
  | { readonly do: 'take'; readonly limit: number }
  | { readonly do: 'finish' | 'giveUp'; readonly pick: number }
  | { readonly do: 'postpone'; readonly pick: number; readonly delayMs: number }
  | { readonly do: 'advance'; readonly ms: number };

const pick = fc.nat(9);
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('add' as const), lane: fc.nat(2) }),
    fc.record({ do: fc.constant('take' as const), limit: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ do: fc.constantFrom('finish' as const, 'giveUp' as const), pick }),
    fc.record({ do: fc.constant('postpone' as const), pick, delayMs: fc.nat(3) }),
    fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 3 }) }),
  ),
  { minLength: 10, maxLength: 40 },
);

interface PlainJob {
  readonly key: string;
  readonly lane: string;
  dueAtMs: number;
  status: 'waiting' | 'taken' | 'done';
}

/** What may be taken, told the long way: the first of each lane that is not done, if it waits and is due. */
function takePlainly(jobs: readonly PlainJob[], nowMs: number, limit: number): PlainJob[] {
  const open = jobs.filter(({ status }) => status !== 'done');
  const first = open.filter((job) => open.find(({ lane }) => lane === job.lane) === job);
  return first
    .filter(({ status, dueAtMs }) => status === 'waiting' && dueAtMs <= nowMs)
    .sort((a, b) => a.dueAtMs - b.dueAtMs)
    .slice(0, limit);
}

/** What every queue of jobs keeps to; kills are tested with real processes elsewhere. */
export function jobQueueContract(name: string, create: CreateState): void {
  describe(`${name} as a queue of jobs`, () => {
    let state: StateUnderTest;
    let queue: JobQueue;

    const add = (key: string, lane = key, changes: Partial<NewJob> = {}) =>
      queue.add({ kind: 'update', key, lane, payload: { key }, ...changes });

    beforeEach(async () => {
      state = await create();
      queue = state.open().jobs;
    });

    it('accepts a job once, also when it is done already', async () => {
      expect(await add('a')).toBe('accepted');
      expect(await add('a', 'another lane')).toBe('known');
      expect(await add('a', 'a', { kind: 'callback' })).toBe('accepted');
      const [job] = await queue.take('update', 9);
      await queue.finish(job?.id ?? 0);
      expect(await add('a')).toBe('known');
      expect(await queue.take('update', 9)).toEqual([]);
    });

    it('gives a job as it was accepted', async () => {
      await add('a', 'lane', { payload: { text: '问题', list: [1, null] } });
      expect(await queue.take('update', 1)).toEqual([
        {
          ...{ id: expect.any(Number), kind: 'update', key: 'a', lane: 'lane' },
          ...{ payload: { text: '问题', list: [1, null] }, progress: null },
          ...{ attempts: 0, acceptedAtMs: state.now() },
        },
      ]);
    });

    it('gives the oldest first, one a lane, and the next of a lane when the one before is finished', async () => {
      for (const key of ['x1', 'x2', 'y1', 'x3', 'z1']) await add(key, key[0]);
      const [first, ...others] = await queue.take('update', 2);
      expect(keysOf([first as Job, ...others])).toEqual(['x1', 'y1']);
      expect(keysOf(await queue.take('update', 9))).toEqual(['z1']);
      expect(await queue.take('update', 9)).toEqual([]);
      await queue.finish(first?.id ?? 0);
      const [second] = await queue.take('update', 9);
      expect(second?.key).toBe('x2');
      await queue.giveUp(second?.id ?? 0, 'chat_denied');
      expect(keysOf(await queue.take('update', 9))).toEqual(['x3']);
    });

    it('keeps the lane of a postponed job waiting until it is due', async () => {
      await add('x1', 'x');
      await add('x2', 'x');
      await add('y1', 'y');
      const [job, other] = await queue.take('update', 9);
      await queue.finish(other?.id ?? 0);
      await queue.postpone(job?.id ?? 0, 5_000);
      expect(await queue.nextDueAtMs('update')).toBe(state.now() + 5_000);
      state.advance(4_999);
      expect(await queue.take('update', 9)).toEqual([]);
      state.advance(1);
      expect(await queue.take('update', 9)).toMatchObject([{ key: 'x1', attempts: 1 }]);
    });

    it('hands progress to whoever takes the job up', async () => {
      await add('a');
      const process = state.open();
      const [job] = await process.jobs.take('update', 1);
      await process.jobs.saveProgress(job?.id ?? 0, { messageId: 1 });
      await process.jobs.saveProgress(job?.id ?? 0, { messageId: 2 });
      await process.close();
      expect(await queue.take('update', 1)).toMatchObject([
        { key: 'a', progress: { messageId: 2 }, payload: { key: 'a' }, attempts: 1 },
      ]);
    });

    it('leaves a job to the process that took it, while that one is there', async () => {
      await add('a');
      const [job] = await queue.take('update', 1);
      state.advance(3_600_000);
      const other = state.open().jobs;
      expect(await other.take('update', 1)).toEqual([]);
      await other.saveProgress(job?.id ?? 0, 'not mine');
      await other.postpone(job?.id ?? 0, 0);
      expect(await other.take('update', 1)).toEqual([]);
      await queue.postpone(job?.id ?? 0, 0);
      expect(await other.take('update', 1)).toMatchObject([{ progress: null }]);
    });

    it('counts what waits, runs and failed', async () => {
      for (const key of ['x1', 'x2', 'x3', 'y1', 'z1']) await add(key, key[0]);
      await add('other', 'x', { kind: 'callback' });
      const [first, second] = await queue.take('update', 3);
      await queue.giveUp(first?.id ?? 0, 'chat_denied');
      await queue.finish(second?.id ?? 0);
      expect(await queue.counts('update')).toEqual({ waiting: 2, running: 1, failed: 1 });
      expect(await queue.counts('nothing')).toEqual({ waiting: 0, running: 0, failed: 0 });
      expect(await queue.waitingInLane('update', 'x')).toBe(2);
      expect(await queue.waitingInLane('update', 'y')).toBe(0);
      expect(await queue.waitingInLane('update', 'z')).toBe(1);
    });

    it('knows when there is nothing to wait for', async () => {
      expect(await queue.nextDueAtMs('update')).toBeNull();
      await add('a');
      expect(await queue.nextDueAtMs('update')).toBe(state.now());
      await queue.take('update', 1);
      expect(await queue.nextDueAtMs('update')).toBeNull();
    });

    it('forgets finished jobs that are older than a time, and never one that waits', async () => {
      for (const key of ['done', 'failed', 'waiting', 'taken']) await add(key);
      const [done, failed, waiting] = await queue.take('update', 3);
      await queue.finish(done?.id ?? 0);
      await queue.giveUp(failed?.id ?? 0, 'internal');
      await queue.postpone(waiting?.id ?? 0, 0);
      await queue.take('update', 1);
      state.advance(1_000);
      await state.open().forgetBefore(new Date(state.now()));
      expect(await add('done')).toBe('accepted');
      expect(await add('failed')).toBe('accepted');
      expect(await add('waiting')).toBe('known');
      expect(await add('taken')).toBe('known');
    });

    it('does what a plain list would do', async () => {
      let runs = 0;
      const run = async (list: readonly Step[]) => {
        runs += 1;
        const kind = `run ${runs}`;
        const plain: PlainJob[] = [];
        const taken = new Map<PlainJob, number>();
        for (const step of list) {
          if (step.do === 'advance') state.advance(step.ms);
          else if (step.do === 'add') {
            const [key, lane] = [`${plain.length}`, `lane ${step.lane}`];
            await queue.add({ kind, key, lane, payload: null });
            plain.push({ key, lane, dueAtMs: state.now(), status: 'waiting' });
          } else if (step.do === 'take') {
            const expected = takePlainly(plain, state.now(), step.limit);
            const jobs = await queue.take(kind, step.limit);
            expect(keysOf(jobs)).toEqual(expected.map(({ key }) => key));
            for (const [index, job] of expected.entries()) {
              job.status = 'taken';
              taken.set(job, jobs[index]?.id ?? 0);
            }
          } else {
            const chosen = [...taken][step.pick % Math.max(1, taken.size)];
            if (chosen === undefined) continue;
            const [job, id] = chosen;
            taken.delete(job);
            job.status = step.do === 'postpone' ? 'waiting' : 'done';
            if (step.do === 'postpone') {
              job.dueAtMs = state.now() + step.delayMs;
              await queue.postpone(id, step.delayMs);
            } else if (step.do === 'finish') await queue.finish(id);
            else await queue.giveUp(id, 'internal');
          }
        }
        const waiting = plain.filter(({ status }) => status === 'waiting').length;
        expect(await queue.counts(kind)).toMatchObject({ waiting, running: taken.size });
      };
      await fc.assert(fc.asyncProperty(steps, run), { numRuns: 15 });
    });
  });
}
