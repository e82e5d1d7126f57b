import { AppError } from '../domain/app-error.js';
import type { JobQueue } from '../domain/job-queue.js';
import type { Feedback, KeptAnswer, ListedFeedback } from '../domain/kept-answer.js';
import type { Exchange } from '../domain/question.js';
import type { IdempotencyKey, IdempotencyState } from '../domain/state-store.js';
import { deleteFeedbackBefore, putFeedback, readFeedback } from './feedback-rows.js';
import {
  claimRequest,
  completeRequest,
  deleteRequestsBefore,
  freeRequest,
} from './idempotency-rows.js';
import {
  deleteAnswersBefore,
  deleteAnswersOf,
  putAnswer,
  readAnswer,
  readHistory,
} from './kept-answers.js';
import { openStateDatabase } from './open-state-database.js';
import {
  deletePreferencesOf,
  deleteSilentPreferencesBefore,
  putPreference,
  readPreferences,
} from './preference-rows.js';
import { ProcessOwner } from './process-owner.js';
import { deleteFinishedJobsBefore, SqliteJobQueue } from './sqlite-job-queue.js';
import { stateFile, stateMigrations } from './state-schema.js';
import { StoreConnection } from './store-connection.js';
import { stateWording } from './store-wording.js';
import type { StoredState } from './stored-state.js';
import { addToLedger, deleteLedgerBefore, readLedger } from './token-ledger.js';

export interface SqliteStateOptions {
  /** Where `state.sqlite` is; made with the first use. */
  readonly folder: string;
  /** Unix time in milliseconds. */
  readonly clock?: () => number;
  /** How long a process of another host keeps its jobs after its last sign of life. */
  readonly leaseMs?: number;
  readonly busyTimeoutMs?: number;
}

const LEASE_MS = 30_000;
/** Two renewals may fail before a lease ends. */
const RENEWALS_PER_LEASE = 3;

class EmbeddedState implements StoredState {
  readonly jobs: JobQueue;
  readonly #options: SqliteStateOptions;
  readonly #clock: () => number;
  readonly #leaseMs: number;
  readonly #owner: ProcessOwner;
  #connection: StoreConnection | null = null;
  #renewal: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: SqliteStateOptions) {
    const { clock = Date.now, leaseMs = LEASE_MS } = options;
    this.#options = options;
    this.#clock = clock;
    this.#leaseMs = leaseMs;
    this.#owner = new ProcessOwner({ clock, leaseMs });
    this.jobs = new SqliteJobQueue({
      connection: () => this.#open(),
      owner: this.#owner,
      clock,
    });
  }

  #open(): StoreConnection {
    if (this.#connection !== null) return this.#connection;
    if (this.#closed) {
      throw new AppError('The kept state was closed.', {
        code: 'cancelled',
        hint: 'Start the program again.',
      });
    }
    const file = stateFile(this.#options.folder);
    const { busyTimeoutMs } = this.#options;
    const database = openStateDatabase({
      ...{ file, migrations: stateMigrations },
      ...(busyTimeoutMs === undefined ? {} : { busyTimeoutMs }),
    });
    const connection = new StoreConnection(database, file, stateWording);
    this.#connection = connection;
    this.#renewal = setInterval(() => this.#renew(connection), this.#leaseMs / RENEWALS_PER_LEASE);
    this.#renewal.unref();
    return connection;
  }

  #renew(connection: StoreConnection): void {
    try {
      this.#owner.renew(connection);
    } catch {
      // The next use of the state tells what is wrong with it; here nobody listens.
    }
  }

  async history(conversationId: string, limit: number): Promise<Exchange[]> {
    return readHistory(this.#open(), conversationId, limit);
  }

  async keepAnswer(kept: KeptAnswer): Promise<void> {
    putAnswer(this.#open(), kept);
  }

  async answer(id: string): Promise<KeptAnswer | null> {
    return readAnswer(this.#open(), id);
  }

  async forgetConversation(conversationId: string): Promise<number> {
    const connection = this.#open();
    const answers = connection.writing(() => {
      deletePreferencesOf(connection, conversationId);
      return deleteAnswersOf(connection, conversationId);
    });
    emptyLog(connection);
    return answers;
  }

  async forgetBefore(time: Date): Promise<void> {
    const connection = this.#open();
    const timeMs = time.getTime();
    connection.writing(() => {
      deleteFeedbackBefore(connection, timeMs);
      deleteAnswersBefore(connection, timeMs);
      deleteSilentPreferencesBefore(connection, timeMs);
      deleteFinishedJobsBefore(connection, timeMs);
      deleteRequestsBefore(connection, timeMs);
      deleteLedgerBefore(connection, time.toISOString().slice(0, 'YYYY-MM-DD'.length));
    });
    emptyLog(connection);
  }

  async preferences(conversationId: string): Promise<Readonly<Record<string, string>>> {
    return readPreferences(this.#open(), conversationId);
  }

  async setPreference(conversationId: string, name: string, value: string | null): Promise<void> {
    putPreference(this.#open(), { conversationId, name, value, atMs: this.#clock() });
  }

  async addFeedback(feedback: Feedback): Promise<void> {
    putFeedback(this.#open(), feedback, this.#clock());
  }

  async feedback(limit: number): Promise<ListedFeedback[]> {
    return readFeedback(this.#open(), limit);
  }

  async addTokens(day: string, user: string | null, tokens: number): Promise<void> {
    addToLedger(this.#open(), { day, user }, tokens);
  }

  async tokensUsed(day: string, user: string | null): Promise<number> {
    return readLedger(this.#open(), { day, user });
  }

  async beginRequest(key: IdempotencyKey, requestHash: string): Promise<IdempotencyState> {
    return claimRequest(this.#open(), this.#owner, { ...key, requestHash, atMs: this.#clock() });
  }

  async finishRequest(key: IdempotencyKey, response: unknown): Promise<void> {
    completeRequest(this.#open(), key, response);
  }

  async abandonRequest(key: IdempotencyKey): Promise<void> {
    freeRequest(this.#open(), key);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const connection = this.#connection;
    if (connection === null) return;
    this.#connection = null;
    if (this.#renewal !== null) clearInterval(this.#renewal);
    try {
      this.#owner.leave(connection);
    } catch {
      // A disk that is full keeps no process from ending, and its jobs are free when it has.
    } finally {
      connection.database.close();
    }
  }
}

/** Deleted texts stand in the write-ahead log still; a reader may keep it from being emptied, and then the next does it. */
function emptyLog(connection: StoreConnection): void {
  connection.guard(() => connection.database.pragma('wal_checkpoint(TRUNCATE)'));
}

/** The state of a folder. Nothing is read or made before the first use. */
export function openSqliteState(options: SqliteStateOptions): StoredState {
  return new EmbeddedState(options);
}
