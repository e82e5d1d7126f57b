export interface NewJob {
  readonly kind: string;
  /** The same work has the same key; it is accepted once within the time that finished jobs are kept. */
  readonly key: string;
  /** Jobs of one lane are done one after the other, in the order in which they were accepted. */
  readonly lane: string;
  /** Kept as JSON. */
  readonly payload: unknown;
}

export interface Job extends NewJob {
  readonly id: number;
  /** What `saveProgress` kept last, of an earlier attempt perhaps; null at first. */
  readonly progress: unknown;
  /** How often it was taken before. */
  readonly attempts: number;
  /** Unix time in milliseconds. */
  readonly acceptedAtMs: number;
}

export interface JobCounts {
  readonly waiting: number;
  readonly running: number;
  readonly failed: number;
}

/**
 * Durable work: a job that was accepted is done at least once, whatever is killed meanwhile. A taken job is leased to this process; the lease is
 * renewed while the process lives, and a job of a process that is gone can be taken again at once.
 */
export interface JobQueue {
  /** On disk when it resolves. `known`: accepted before. */
  add(job: NewJob): Promise<'accepted' | 'known'>;
  /** Due jobs, oldest first, at most one a lane and none of a lane in which an earlier job is not finished. */
  take(kind: string, limit: number): Promise<Job[]>;
  /** Kept as JSON with the job, for whoever takes it up after a kill. */
  saveProgress(id: number, progress: unknown): Promise<void>;
  finish(id: number): Promise<void>;
  /** Gives it back; its lane waits for it. */
  postpone(id: number, delayMs: number): Promise<void>;
  /** It will never be done; its lane goes on. `reason` holds no text of a person. */
  giveUp(id: number, reason: string): Promise<void>;
  counts(kind: string): Promise<JobCounts>;
  /** How many jobs of this lane are not finished. */
  waitingInLane(kind: string, lane: string): Promise<number>;
  /** Unix time in milliseconds when the next job that can be taken is due; null when there is none. */
  nextDueAtMs(kind: string): Promise<number | null>;
}
