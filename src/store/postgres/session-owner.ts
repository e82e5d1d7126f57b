import { randomInt, randomUUID } from 'node:crypto';
import { advisoryKey } from './advisory-key.js';
import type { PostgresDatabase, Session } from './postgres-database.js';

export interface SessionOwnerOptions {
  readonly database: PostgresDatabase;
  /** Unix time in milliseconds. */
  readonly clock: () => number;
  readonly leaseMs: number;
}

const LARGEST_KEY = 2 ** 31 - 1;

/**
 * Its lock is not held, and the server has not restarted since it was taken; after a restart, when nobody holds a lock
 * any more, the lease tells. `objsubid` 2 are locks by two numbers.
 */
const IS_GONE = `owners.id <> $1 AND NOT EXISTS (
    SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
    AND classid = ($2::bigint & 4294967295)::oid AND objid = owners.lock_key::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
  AND (owners.server_started = pg_postmaster_start_time()::text OR owners.leased_until_ms <= $3)`;

const RELEASE_GONE = `WITH gone AS (
    DELETE FROM report_qa.owners AS owners WHERE ${IS_GONE} RETURNING owners.id),
  jobs AS (UPDATE report_qa.jobs SET owner = NULL WHERE owner IN (SELECT id FROM gone)),
  requests AS (DELETE FROM report_qa.requests WHERE owner IN (SELECT id FROM gone))
  SELECT count(*) FROM gone`;

const SIGN = `INSERT INTO report_qa.owners (id, lock_key, server_started, leased_until_ms)
  VALUES ($1, $2, pg_postmaster_start_time()::text, $3)
  ON CONFLICT (id) DO UPDATE SET server_started = excluded.server_started,
    leased_until_ms = excluded.leased_until_ms`;

/**
 * This opening of the state as the holder of jobs and requests, and what becomes of those whose process is gone. A
 * connection that holds a lock ends with its process, wherever that runs, so what it held is free at once.
 */
export class SessionOwner {
  readonly id = randomUUID();
  readonly #options: SessionOwnerOptions;
  readonly #lockKey = randomInt(LARGEST_KEY);
  readonly #lockSpace: number;
  #session: Session | null = null;
  #signing: Promise<void> | null = null;

  constructor(options: SessionOwnerOptions) {
    this.#options = options;
    this.#lockSpace = advisoryKey(options.database.schema, 'owners');
  }

  /** To be called before something is taken. */
  async sign(): Promise<void> {
    if (this.#session !== null) return;
    this.#signing ??= this.#takeLock().finally(() => {
      this.#signing = null;
    });
    await this.#signing;
  }

  async #takeLock(): Promise<void> {
    const session = await this.#options.database.session();
    try {
      await session.query('SELECT pg_advisory_lock($1, $2)', this.#lockSpace, this.#lockKey);
      await session.query(SIGN, this.id, this.#lockKey, this.#leaseEnd());
    } catch (error) {
      session.release(true);
      throw error;
    }
    this.#session = session;
    // Until `renew` or the next taking comes, others may take up what this process holds.
    void session.lost.then(() => {
      if (this.#session !== session) return;
      this.#session = null;
      session.release(true);
    });
  }

  #leaseEnd(): number {
    return this.#options.clock() + this.#options.leaseMs;
  }

  /** For the timer: shows that the process lives, and takes the lock again when its connection was lost. */
  async renew(): Promise<void> {
    if (this.#session === null) {
      const held = 'SELECT 1 FROM report_qa.owners WHERE id = $1';
      if ((await this.#options.database.query(held, this.id)).length > 0) await this.sign();
      return;
    }
    await this.#session.query(SIGN, this.id, this.#lockKey, this.#leaseEnd());
  }

  /** Gives back everything that this opening holds. */
  async leave(): Promise<void> {
    await this.#signing?.catch(() => undefined);
    const session = this.#session;
    if (session === null) return;
    this.#session = null;
    try {
      await session.query('SELECT pg_advisory_unlock($1, $2)', this.#lockSpace, this.#lockKey);
      await this.#options.database.query(
        `WITH jobs AS (UPDATE report_qa.jobs SET owner = NULL WHERE owner = $1),
         requests AS (DELETE FROM report_qa.requests WHERE owner = $1)
         DELETE FROM report_qa.owners WHERE id = $1`,
        this.id,
      );
    } finally {
      session.release(true);
    }
  }

  /** Frees what gone processes held. */
  async releaseGone(): Promise<void> {
    const { database, clock } = this.#options;
    await database.query(RELEASE_GONE, this.id, this.#lockSpace, clock());
  }
}
