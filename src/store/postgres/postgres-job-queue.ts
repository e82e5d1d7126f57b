import type { Job, JobCounts, JobQueue, NewJob } from '../../domain/job-queue.js';
import { advisoryKey } from './advisory-key.js';
import type { PostgresDatabase, Queryable } from './postgres-database.js';
import type { SessionOwner } from './session-owner.js';

export interface PostgresJobQueueOptions {
  /** Called for each use, so that the database is migrated with the first. */
  readonly database: () => Promise<PostgresDatabase>;
  readonly owner: SessionOwner;
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
  readonly due_at_ms: number;
}

const PUT_JOB = `INSERT INTO report_qa.jobs
  (kind, key, lane, payload, accepted_at_ms, due_at_ms, first)
  VALUES ($1, $2, $3, $4, $5, $5, NOT EXISTS (
    SELECT 1 FROM report_qa.jobs WHERE kind = $1 AND lane = $3 AND finished_at_ms IS NULL))
  ON CONFLICT (kind, key) DO NOTHING RETURNING id`;

/** Due for longest first: of jobs that were never postponed that is the oldest. */
const TAKE_DUE = `UPDATE report_qa.jobs SET owner = $1, attempts = attempts + 1 WHERE id IN (
    SELECT id FROM report_qa.jobs
    WHERE kind = $2 AND first AND owner IS NULL AND due_at_ms <= $3
    ORDER BY due_at_ms, id LIMIT $4 FOR UPDATE SKIP LOCKED)
  RETURNING id, kind, key, lane, payload, progress, attempts - 1 AS attempts, accepted_at_ms,
    due_at_ms`;

/** What a person wrote does not stay longer than it is needed; key and lane tell a job that comes again. */
const CLOSE_JOB = `UPDATE report_qa.jobs SET finished_at_ms = $2, failure = $3, first = false,
  owner = NULL, payload = 'null', progress = NULL WHERE id = $1 AND finished_at_ms IS NULL
  RETURNING id`;

const PROMOTE_NEXT = `UPDATE report_qa.jobs SET first = true WHERE id = (
  SELECT min(id) FROM report_qa.jobs WHERE kind = $1 AND lane = $2 AND finished_at_ms IS NULL)`;

function toJob(row: JobRow): Job {
  const { id, kind, key, lane, attempts } = row;
  return {
    ...{ id, kind, key, lane, attempts, acceptedAtMs: row.accepted_at_ms },
    payload: JSON.parse(row.payload) as unknown,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as unknown),
  };
}

/** Durable jobs in Postgres, shared by processes of any number of hosts. */
export class PostgresJobQueue implements JobQueue {
  readonly #options: PostgresJobQueueOptions;

  constructor(options: PostgresJobQueueOptions) {
    this.#options = options;
  }

  async add({ kind, key, lane, payload }: NewJob): Promise<'accepted' | 'known'> {
    const database = await this.#options.database();
    const text = JSON.stringify(payload ?? null);
    return await database.transaction(async (session) => {
      await this.#lockLane(database, session, kind, lane);
      const now = this.#options.clock();
      const added = await session.query(PUT_JOB, kind, key, lane, text, now);
      return added.length === 1 ? 'accepted' : 'known';
    });
  }

  /** One at a time adds to a lane or moves it on, so that exactly one job of it is the first. */
  async #lockLane({ schema }: PostgresDatabase, session: Queryable, kind: string, lane: string) {
    await session.query(
      'SELECT pg_advisory_xact_lock($1, $2)',
      advisoryKey(schema, 'lanes'),
      advisoryKey(kind, lane),
    );
  }

  async take(kind: string, limit: number): Promise<Job[]> {
    const { owner, clock } = this.#options;
    const database = await this.#options.database();
    await owner.releaseGone();
    const due = await this.#nextDue(database, kind);
    // Without a write and a lock when there is nothing to do.
    if (due === null || due > clock()) return [];
    await owner.sign();
    const rows = await database.query<JobRow>(
      TAKE_DUE,
      ...[owner.id, kind, clock(), Math.max(0, limit)],
    );
    return await database.guard(async () =>
      rows.sort((a, b) => a.due_at_ms - b.due_at_ms || a.id - b.id).map(toJob),
    );
  }

  async saveProgress(id: number, progress: unknown): Promise<void> {
    const database = await this.#options.database();
    await database.query(
      'UPDATE report_qa.jobs SET progress = $3 WHERE id = $1 AND owner = $2',
      ...[id, this.#options.owner.id, JSON.stringify(progress ?? null)],
    );
  }

  async finish(id: number): Promise<void> {
    await this.#close(id, null);
  }

  async postpone(id: number, delayMs: number): Promise<void> {
    const database = await this.#options.database();
    const due = this.#options.clock() + Math.max(0, delayMs);
    await database.query(
      'UPDATE report_qa.jobs SET owner = NULL, due_at_ms = $3 WHERE id = $1 AND owner = $2',
      ...[id, this.#options.owner.id, Math.round(due)],
    );
  }

  async giveUp(id: number, reason: string): Promise<void> {
    await this.#close(id, reason);
  }

  /** Done is done, even when the lease was lost meanwhile. */
  async #close(id: number, failure: string | null): Promise<void> {
    const database = await this.#options.database();
    await database.transaction(async (session) => {
      const [job] = await session.query<{ kind: string; lane: string }>(
        'SELECT kind, lane FROM report_qa.jobs WHERE id = $1',
        id,
      );
      if (job === undefined) return;
      await this.#lockLane(database, session, job.kind, job.lane);
      const closed = await session.query(CLOSE_JOB, id, this.#options.clock(), failure);
      if (closed.length > 0) await session.query(PROMOTE_NEXT, job.kind, job.lane);
    });
  }

  async counts(kind: string): Promise<JobCounts> {
    const database = await this.#options.database();
    await this.#options.owner.releaseGone();
    const [row] = await database.query<JobCounts>(
      `SELECT count(*) FILTER (WHERE finished_at_ms IS NULL AND owner IS NULL) AS waiting,
         count(*) FILTER (WHERE owner IS NOT NULL) AS running,
         count(*) FILTER (WHERE failure IS NOT NULL) AS failed
       FROM report_qa.jobs WHERE kind = $1 AND (finished_at_ms IS NULL OR failure IS NOT NULL)`,
      kind,
    );
    return row ?? { waiting: 0, running: 0, failed: 0 };
  }

  async waitingInLane(kind: string, lane: string): Promise<number> {
    const database = await this.#options.database();
    const [row] = await database.query<{ jobs: number }>(
      `SELECT count(*) AS jobs FROM report_qa.jobs
       WHERE kind = $1 AND lane = $2 AND finished_at_ms IS NULL`,
      ...[kind, lane],
    );
    return row?.jobs ?? 0;
  }

  async nextDueAtMs(kind: string): Promise<number | null> {
    const database = await this.#options.database();
    await this.#options.owner.releaseGone();
    return await this.#nextDue(database, kind);
  }

  async #nextDue(database: PostgresDatabase, kind: string): Promise<number | null> {
    const [row] = await database.query<{ due: number | null }>(
      `SELECT min(due_at_ms) AS due FROM report_qa.jobs
       WHERE kind = $1 AND first AND owner IS NULL`,
      kind,
    );
    return row?.due ?? null;
  }
}
