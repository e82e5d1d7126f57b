import { AppError } from '../../domain/app-error.js';
import type { JobQueue } from '../../domain/job-queue.js';
import type { Feedback, KeptAnswer, ListedFeedback } from '../../domain/kept-answer.js';
import type { Exchange } from '../../domain/question.js';
import type { IdempotencyKey, IdempotencyState } from '../../domain/state-store.js';
import type { StoredState } from '../stored-state.js';
import { putAnswer, putFeedback, readAnswer, readFeedback, readHistory } from './answer-rows.js';
import type { DatabaseSettings } from './database-settings.js';
import { migrate } from './migrate.js';
import { PostgresDatabase } from './postgres-database.js';
import { PostgresJobQueue } from './postgres-job-queue.js';
import { claimRequest, completeRequest, freeRequest } from './request-rows.js';
import { SessionOwner } from './session-owner.js';
import { stateMigrations } from './state-migrations.js';

export interface PostgresStateOptions extends DatabaseSettings {
  /** Unix time in milliseconds. */
  readonly clock?: () => number;
  /** How long a process keeps its jobs after its last sign of life, where the server cannot tell whether it lives. */
  readonly leaseMs?: number;
  readonly poolSize?: number;
}

const LEASE_MS = 30_000;
/** Two renewals may fail before a lease ends. */
const RENEWALS_PER_LEASE = 3;
/** One of them is the owner's own; the others serve short statements. */
const POOL_SIZE = 5;
const NOBODY = '';
/** One transaction; the date is for the ledger. */
const FORGET_BEFORE = `WITH forgotten AS (
    DELETE FROM report_qa.answers WHERE at_ms < $1 RETURNING id),
  feedback AS (DELETE FROM report_qa.feedback WHERE at_ms < $1),
  preferences AS (
    DELETE FROM report_qa.preferences AS preferences WHERE at_ms < $1 AND NOT EXISTS (
      SELECT 1 FROM report_qa.answers AS answers
      WHERE answers.conversation = preferences.conversation AND answers.at_ms >= $1)),
  jobs AS (DELETE FROM report_qa.jobs WHERE finished_at_ms < $1),
  requests AS (DELETE FROM report_qa.requests WHERE at_ms < $1)
  DELETE FROM report_qa.token_ledger WHERE day < $2`;

class SharedState implements StoredState {
  readonly jobs: JobQueue;
  readonly #database: PostgresDatabase;
  readonly #owner: SessionOwner;
  readonly #clock: () => number;
  readonly #renewMs: number;
  #ready: Promise<PostgresDatabase> | null = null;
  #renewal: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: PostgresStateOptions) {
    const { clock = Date.now, leaseMs = LEASE_MS, poolSize = POOL_SIZE, url, schema } = options;
    const database = new PostgresDatabase({ url, schema, part: 'state', poolSize });
    this.#database = database;
    this.#clock = clock;
    this.#renewMs = leaseMs / RENEWALS_PER_LEASE;
    this.#owner = new SessionOwner({ database, clock, leaseMs });
    this.jobs = new PostgresJobQueue({ database: () => this.#open(), owner: this.#owner, clock });
  }

  /** What failed once is tried again with the next call. */
  #open(): Promise<PostgresDatabase> {
    if (this.#closed) {
      throw new AppError('The kept state was closed.', {
        code: 'cancelled',
        hint: 'Start the program again.',
      });
    }
    this.#ready ??= this.#prepare().catch((error: unknown) => {
      this.#ready = null;
      throw error;
    });
    return this.#ready;
  }

  async #prepare(): Promise<PostgresDatabase> {
    await migrate(this.#database, stateMigrations);
    if (!this.#closed && this.#renewal === null) {
      // The next use of the state tells what is wrong with it; here nobody listens.
      const renew = () => void this.#owner.renew().catch(() => undefined);
      this.#renewal = setInterval(renew, this.#renewMs);
      this.#renewal.unref();
    }
    return this.#database;
  }

  async history(conversationId: string, limit: number): Promise<Exchange[]> {
    return await readHistory(await this.#open(), conversationId, limit);
  }

  async keepAnswer(kept: KeptAnswer): Promise<void> {
    await putAnswer(await this.#open(), kept);
  }

  async answer(id: string): Promise<KeptAnswer | null> {
    return await readAnswer(await this.#open(), id);
  }

  async forgetConversation(conversationId: string): Promise<number> {
    const database = await this.#open();
    const forgotten = await database.query(
      `WITH preferences AS (DELETE FROM report_qa.preferences WHERE conversation = $1)
       DELETE FROM report_qa.answers WHERE conversation = $1 RETURNING id`,
      conversationId,
    );
    return forgotten.length;
  }

  async forgetBefore(time: Date): Promise<void> {
    const database = await this.#open();
    const day = time.toISOString().slice(0, 'YYYY-MM-DD'.length);
    await database.query(FORGET_BEFORE, time.getTime(), day);
  }

  async preferences(conversationId: string): Promise<Readonly<Record<string, string>>> {
    const database = await this.#open();
    const rows = await database.query<{ name: string; value: string }>(
      'SELECT name, value FROM report_qa.preferences WHERE conversation = $1 ORDER BY name',
      conversationId,
    );
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  }

  async setPreference(conversationId: string, name: string, value: string | null): Promise<void> {
    const database = await this.#open();
    if (value === null) {
      const remove = 'DELETE FROM report_qa.preferences WHERE conversation = $1 AND name = $2';
      await database.query(remove, conversationId, name);
      return;
    }
    await database.query(
      `INSERT INTO report_qa.preferences (conversation, name, value, at_ms)
       VALUES ($1, $2, $3, $4) ON CONFLICT (conversation, name)
       DO UPDATE SET value = excluded.value, at_ms = excluded.at_ms`,
      ...[conversationId, name, value, this.#clock()],
    );
  }

  async addFeedback(feedback: Feedback): Promise<void> {
    await putFeedback(await this.#open(), feedback, this.#clock());
  }

  async feedback(limit: number): Promise<ListedFeedback[]> {
    return await readFeedback(await this.#open(), limit);
  }

  async addTokens(day: string, user: string | null, tokens: number): Promise<void> {
    const database = await this.#open();
    await database.query(
      `INSERT INTO report_qa.token_ledger AS ledger (day, "user", tokens) VALUES ($1, $2, $3)
       ON CONFLICT (day, "user") DO UPDATE SET tokens = ledger.tokens + excluded.tokens`,
      ...[day, user ?? NOBODY, tokens],
    );
  }

  async tokensUsed(day: string, user: string | null): Promise<number> {
    const database = await this.#open();
    const [row] = await database.query<{ tokens: number }>(
      `SELECT coalesce(sum(tokens), 0)::bigint AS tokens FROM report_qa.token_ledger
       WHERE day = $1 AND ($2::text IS NULL OR "user" = $2)`,
      ...[day, user],
    );
    return row?.tokens ?? 0;
  }

  async beginRequest(key: IdempotencyKey, requestHash: string): Promise<IdempotencyState> {
    const request = { ...key, requestHash, atMs: this.#clock() };
    return await claimRequest(await this.#open(), this.#owner, request);
  }

  async finishRequest(key: IdempotencyKey, response: unknown): Promise<void> {
    await completeRequest(await this.#open(), key, response);
  }

  async abandonRequest(key: IdempotencyKey): Promise<void> {
    await freeRequest(await this.#open(), key);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#renewal !== null) clearInterval(this.#renewal);
    await this.#ready?.catch(() => undefined);
    if (this.#renewal !== null) clearInterval(this.#renewal);
    // A database that is gone keeps no process from ending, and its jobs are free when it has.
    await this.#owner.leave().catch(() => undefined);
    await this.#database.close();
  }
}

/** The state in a Postgres. Nothing is read or made before the first use. */
export function openPostgresState(options: PostgresStateOptions): StoredState {
  return new SharedState(options);
}
