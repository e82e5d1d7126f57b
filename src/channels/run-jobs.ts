import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../domain/app-error.js';
import type { Job, JobQueue } from '../domain/job-queue.js';

/** What becomes of a job whose handler returned; nothing means that it is done. */
export type JobOutcome =
  /** To be tried again later; does not count as a failure. Its lane waits. */
  | { readonly postponeMs: number }
  /** Never to be tried again; the reason is a code, without a person's text. */
  | { readonly giveUp: string };

export interface JobFailure {
  /** Null when the queue itself failed. */
  readonly job: Job | null;
  /** True when the job will not be tried again. */
  readonly givenUp: boolean;
}

export interface RunJobsOptions {
  readonly queue: JobQueue;
  readonly kind: string;
  /** How many jobs run at a time, each of another lane. */
  readonly parallel: number;
  /** Does the job. It may be called again for the same job after a kill, so it has to look at `job.progress`. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that has nothing to say returns nothing.
  readonly handle: (job: Job, signal: AbortSignal) => Promise<JobOutcome | undefined | void>;
  /** Told of everything that went wrong; what it throws is lost. */
  readonly onError: (error: unknown, failure: JobFailure) => void;
  /** How often a job may throw, counted since this runner was started, before it is given up. */
  readonly maxFailures?: number;
  /** Pause after the first failure of a job; each further one doubles it. */
  readonly firstDelayMs?: number;
  readonly maxDelayMs?: number;
  /** The queue is looked at after this time at the latest, for jobs that other processes added or left behind. */
  readonly wakeAfterMs?: number;
  /** Pause after the queue failed. */
  readonly queueRetryMs?: number;
  /** The queue's, in Unix milliseconds. */
  readonly clock?: () => number;
}

export interface StopOptions {
  /** Aborts the signals of running handlers; what they throw then puts their jobs back at once. */
  readonly abort?: boolean;
}

export interface JobRunner {
  /** Looks for jobs now; to be called after `add`. */
  wake(): void;
  /** Takes no more jobs and resolves when no handler runs. Jobs that are not finished are free for the next start. */
  stop(options?: StopOptions): Promise<void>;
  /** Resolves when nothing runs and nothing is due; postponed jobs may wait still. */
  idle(): Promise<void>;
}

/** With these eight failures take a bit more than two minutes. */
const DEFAULTS = {
  maxFailures: 8,
  firstDelayMs: 1_000,
  maxDelayMs: 300_000,
  wakeAfterMs: 3_000,
  queueRetryMs: 5_000,
  clock: Date.now,
};

/** Keeps a job that is due but taken by others meanwhile from being looked for without a pause. */
const MIN_PAUSE_MS = 20;

type Settlement = { readonly finish: true } | JobOutcome;

class Runner implements JobRunner {
  readonly #options: Required<RunJobsOptions>;
  /** Ends pauses. */
  readonly #stopping = new AbortController();
  /** Ends handlers. */
  readonly #aborting = new AbortController();
  readonly #running = new Map<number, Promise<void>>();
  readonly #failures = new Map<number, number>();
  #idleWaiters: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;
  #lookAgain = false;

  constructor(options: RunJobsOptions) {
    this.#options = { ...DEFAULTS, ...options };
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  wake(): void {
    if (this.#stopped) return;
    if (this.#looking !== null) {
      this.#lookAgain = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#looking = this.#look().then((pauseMs) => {
      this.#looking = null;
      if (this.#stopped) return;
      if (this.#lookAgain) this.wake();
      else this.#timer = setTimeout(() => this.wake(), pauseMs);
    });
  }

  async idle(): Promise<void> {
    if (this.#stopped) return this.stop();
    await new Promise<void>((resolve) => {
      this.#idleWaiters.push(resolve);
      this.wake();
    });
  }

  async stop({ abort = false }: StopOptions = {}): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    if (abort) {
      const reason = new AppError('The program is being stopped.', {
        code: 'cancelled',
        hint: 'Start it again; what was accepted is done then.',
      });
      this.#aborting.abort(reason);
    }
    await this.#looking;
    await Promise.all(this.#running.values());
    this.#tellIdle();
  }

  /** Never rejects; gives the pause until the next look. */
  async #look(): Promise<number> {
    try {
      do {
        this.#lookAgain = false;
        await this.#fill();
      } while (this.#lookAgain && !this.#stopped);
      const pauseMs = await this.#pauseMs();
      if (this.#running.size === 0 && !this.#lookAgain) this.#tellIdle();
      return pauseMs;
    } catch (error) {
      this.#report(error, { job: null, givenUp: false });
      // A wake that came meanwhile would find the queue no better.
      this.#lookAgain = false;
      return this.#options.queueRetryMs;
    }
  }

  async #fill(): Promise<void> {
    const { queue, kind, parallel } = this.#options;
    while (!this.#stopped && this.#running.size < parallel) {
      const jobs = await queue.take(kind, parallel - this.#running.size);
      if (jobs.length === 0) return;
      for (const job of jobs) {
        if (this.#stopped) await queue.postpone(job.id, 0);
        else this.#start(job);
      }
    }
  }

  async #pauseMs(): Promise<number> {
    const { queue, kind, parallel, wakeAfterMs, clock } = this.#options;
    if (this.#stopped || this.#running.size >= parallel) return wakeAfterMs;
    const due = await queue.nextDueAtMs(kind);
    if (due === null) return wakeAfterMs;
    return Math.min(wakeAfterMs, Math.max(MIN_PAUSE_MS, due - clock()));
  }

  #start(job: Job): void {
    const run = this.#run(job).then(() => {
      this.#running.delete(job.id);
      this.wake();
    });
    this.#running.set(job.id, run);
  }

  /** Never rejects. A job that the queue cannot note as done keeps its place until it can. */
  async #run(job: Job): Promise<void> {
    const settlement = await this.#handle(job);
    for (;;) {
      try {
        await this.#settle(job, settlement);
        return;
      } catch (error) {
        this.#report(error, { job: null, givenUp: false });
        if (this.#stopped) return;
        const { signal } = this.#stopping;
        await sleep(this.#options.queueRetryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #handle(job: Job): Promise<Settlement> {
    try {
      const outcome = await this.#options.handle(job, this.#aborting.signal);
      this.#failures.delete(job.id);
      return typeof outcome === 'object' ? outcome : { finish: true };
    } catch (error) {
      if (this.#aborting.signal.aborted) return { postponeMs: 0 };
      return this.#afterFailure(job, error);
    }
  }

  #afterFailure(job: Job, error: unknown): Settlement {
    const { maxFailures, firstDelayMs, maxDelayMs } = this.#options;
    const failures = (this.#failures.get(job.id) ?? 0) + 1;
    const givenUp = failures >= maxFailures;
    if (givenUp) this.#failures.delete(job.id);
    else this.#failures.set(job.id, failures);
    this.#report(error, { job, givenUp });
    if (givenUp) return { giveUp: error instanceof AppError ? error.code : 'internal' };
    return { postponeMs: Math.min(firstDelayMs * 2 ** (failures - 1), maxDelayMs) };
  }

  async #settle({ id }: Job, settlement: Settlement): Promise<void> {
    const { queue } = this.#options;
    if ('postponeMs' in settlement) await queue.postpone(id, settlement.postponeMs);
    else if ('giveUp' in settlement) await queue.giveUp(id, settlement.giveUp);
    else await queue.finish(id);
  }

  #report(error: unknown, failure: JobFailure): void {
    try {
      this.#options.onError(error, failure);
    } catch {
      // A logger that fails must not end the work.
    }
  }

  #tellIdle(): void {
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const resolve of waiters) resolve();
  }
}

/** Does the jobs of one kind until it is stopped; begins at once with those that an earlier process left. */
export function runJobs(options: RunJobsOptions): JobRunner {
  const runner = new Runner(options);
  runner.wake();
  return runner;
}
