import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { closing, requireKnownVersion, schemaVersion } from './open-database.js';
import { stateWording } from './store-wording.js';
import { translateSqliteError } from './translate-sqlite-error.js';

export interface StateDatabaseOptions {
  readonly file: string;
  /** SQL of each version's step; the version of the tables is their number. */
  readonly migrations: readonly string[];
  /** How long one statement waits for a lock of another process. */
  readonly busyTimeoutMs?: number;
}

const BUSY_TIMEOUT_MS = 5_000;
const WAL_RETRY_MS = 20;
/** What people wrote is nobody else's to read. */
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

function makePrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
  closeSync(openSync(file, 'a', PRIVATE_FILE));
}

function isBusy(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('SQLITE_BUSY');
}

/** SQLite does not wait for the lock that this change takes, and two processes may start at once. */
function useWriteAheadLog(database: Database.Database, patienceMs: number): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waitedMs = 0; ; waitedMs += WAL_RETRY_MS) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || waitedMs >= patienceMs) throw error;
      Atomics.wait(pause, 0, 0, WAL_RETRY_MS);
    }
  }
}

function migrate(database: Database.Database, { file, migrations }: StateDatabaseOptions): void {
  const known = migrations.length;
  const behind = () => {
    const found = schemaVersion(database);
    requireKnownVersion(file, { found, known }, stateWording);
    return migrations.slice(found);
  };
  if (behind().length === 0) return;
  database
    .transaction(() => {
      for (const step of behind()) database.exec(step);
      database.pragma(`user_version = ${known}`);
    })
    .immediate();
}

/**
 * Opens the database of the state, makes it (for its owner's eyes only) where there is none, and brings an older one up to
 * date without losing a row. Throws `state_unwritable`, `state_too_new`, `state_damaged`, `disk_full`, `native_module`.
 */
export function openStateDatabase(options: StateDatabaseOptions): Database.Database {
  const { file, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  try {
    makePrivateFile(file);
    const database = new Database(file, { timeout: busyTimeoutMs });
    return closing(database, () => {
      const found = schemaVersion(database);
      requireKnownVersion(file, { found, known: options.migrations.length }, stateWording);
      useWriteAheadLog(database, busyTimeoutMs);
      database.pragma('synchronous = FULL');
      database.pragma('foreign_keys = ON');
      database.pragma('secure_delete = ON');
      migrate(database, options);
      return database;
    });
  } catch (error) {
    throw translateSqliteError(error, file, stateWording);
  }
}
