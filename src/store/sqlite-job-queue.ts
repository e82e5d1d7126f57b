import type { Job, JobCounts, JobQueue, NewJob } from '../domain/job-queue.js';
import type { ProcessOwner } from './process-owner.js';
import type { StoreConnection } from './store-connection.js';

export interface SqliteJobQueueOptions {
  /** Called for each use, so that the database is opened with the first. */
  readonly connection: () => StoreConnection;
  readonly owner: ProcessOwner;
  readonly clock: () => number;
}

interface JobRow {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly lane: string;
  readonly payload: string;
  readonly progress: string | null;
  readonly attempts: number;
  readonly accepted_at_ms: number;
}

const IS_LANE_FREE = `SELECT NOT EXISTS (
  SELECT 1 FROM jobs WHERE kind = ? AND lane = ? AND finished_at_ms IS NULL) AS free`;

const PUT_JOB = `INSERT INTO jobs (kind, key, lane, payload, accepted_at_ms, due_at_ms, first)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, key) DO NOTHING`;

/** Due for longest first: of jobs that were never postponed that is the oldest. */
const DUE_JOBS = `SELECT id, kind, key, lane, payload, progress, attempts, accepted_at_ms FROM jobs
  WHERE kind = ? AND first = 1 AND owner IS NULL AND due_at_ms <= ?
  ORDER BY due_at_ms, id LIMIT ?`;

/** What a person wrote does not stay longer than it is needed; key and lane tell a job that comes again. */
const CLOSE_JOB = `UPDATE jobs SET finished_at_ms = ?, failure = ?, first = 0, owner = NULL,
  payload = 'null', progress = NULL WHERE id = ? AND finished_at_ms IS NULL
  RETURNING kind, lane`;

const PROMOTE_NEXT = `UPDATE jobs SET first = 1 WHERE id = (
  SELECT min(id) FROM jobs WHERE kind = ? AND lane = ? AND finished_at_ms IS NULL)`;

function toJob(row: JobRow): Job {
  const { id, kind, key, lane, attempts } = row;
  return {
    ...{ id, kind, key, lane, attempts, acceptedAtMs: row.accepted_at_ms },
    payload: JSON.parse(row.payload) as unknown,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as unknown),
  };
}

/** Durable jobs in the state's database, shared by the processes of a host. */
export class SqliteJobQueue implements JobQueue {
  readonly #options: SqliteJobQueueOptions;

  constructor(options: SqliteJobQueueOptions) {
    this.#options = options;
  }

  async add({ kind, key, lane, payload }: NewJob): Promise<'accepted' | 'known'> {
    const connection = this.#options.connection();
    const now = this.#options.clock();
    return connection.writing(() => {
      const free = connection.get<{ free: number }>(IS_LANE_FREE, kind, lane)?.free;
      const text = JSON.stringify(payload ?? null);
      const added = connection.change(PUT_JOB, kind, key, lane, text, now, now, free);
      return added === 1 ? 'accepted' : 'known';
    });
  }

  async take(kind: string, limit: number): Promise<Job[]> {
    const { connection: open, owner, clock } = this.#options;
    const connection = open();
    owner.releaseGone(connection);
    const due = () => connection.all<JobRow>(DUE_JOBS, kind, clock(), Math.max(0, limit));
    // Without the write lock of another process, and without a write when there is nothing to do.
    if (due().length === 0) return [];
    return connection.writing(() => {
      const rows = due();
      owner.sign(connection);
      for (const { id } of rows) {
        connection.run(
          'UPDATE jobs SET owner = ?, attempts = attempts + 1 WHERE id = ?',
          ...[owner.id, id],
        );
      }
      return rows.map(toJob);
    });
  }

  async saveProgress(id: number, progress: unknown): Promise<void> {
    this.#options
      .connection()
      .run(
        'UPDATE jobs SET progress = ? WHERE id = ? AND owner = ?',
        ...[JSON.stringify(progress ?? null), id, this.#options.owner.id],
      );
  }

  async finish(id: number): Promise<void> {
    this.#close(id, null);
  }

  async postpone(id: number, delayMs: number): Promise<void> {
    const due = this.#options.clock() + Math.max(0, delayMs);
    this.#options
      .connection()
      .run(
        'UPDATE jobs SET owner = NULL, due_at_ms = ? WHERE id = ? AND owner = ?',
        ...[due, id, this.#options.owner.id],
      );
  }

  async giveUp(id: number, reason: string): Promise<void> {
    this.#close(id, reason);
  }

  /** Done is done, even when the lease was lost meanwhile. */
  #close(id: number, failure: string | null): void {
    const connection = this.#options.connection();
    connection.writing(() => {
      const closed = connection.get<{ kind: string; lane: string }>(
        CLOSE_JOB,
        ...[this.#options.clock(), failure, id],
      );
      if (closed !== undefined) connection.run(PROMOTE_NEXT, closed.kind, closed.lane);
    });
  }

  async counts(kind: string): Promise<JobCounts> {
    const connection = this.#options.connection();
    this.#options.owner.releaseGone(connection);
    const count = (where: string) =>
      connection.get<{ jobs: number }>(
        `SELECT count(*) AS jobs FROM jobs WHERE kind = ? AND ${where}`,
        kind,
      )?.jobs ?? 0;
    return connection.transaction(() => {
      const running = count('owner IS NOT NULL');
      const waiting = count('finished_at_ms IS NULL') - running;
      return { waiting, running, failed: count('failure IS NOT NULL') };
    });
  }

  async waitingInLane(kind: string, lane: string): Promise<number> {
    const row = this.#options
      .connection()
      .get<{ jobs: number }>(
        'SELECT count(*) AS jobs FROM jobs WHERE kind = ? AND lane = ? AND finished_at_ms IS NULL',
        ...[kind, lane],
      );
    return row?.jobs ?? 0;
  }

  async nextDueAtMs(kind: string): Promise<number | null> {
    const connection = this.#options.connection();
    this.#options.owner.releaseGone(connection);
    const row = connection.get<{ due: number | null }>(
      'SELECT min(due_at_ms) AS due FROM jobs WHERE kind = ? AND first = 1 AND owner IS NULL',
      kind,
    );
    return row?.due ?? null;
  }
}

/** Finished and given up ones; those that wait stay however long they do. */
export function deleteFinishedJobsBefore(connection: StoreConnection, timeMs: number): void {
  connection.run('DELETE FROM jobs WHERE finished_at_ms < ?', timeMs);
}
