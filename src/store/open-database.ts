import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../domain/app-error.js';
import { indexWording, type StoreWording } from './store-wording.js';
import { damagedIndex, translateSqliteError } from './translate-sqlite-error.js';

export interface DatabaseOptions {
  /** Path of the database; a writer creates its folder. */
  readonly file: string;
  /** Version of the tables, kept in `user_version`. */
  readonly version: number;
  /** SQL that makes the tables of an empty file. */
  readonly schema: string;
  /** How long one statement waits for a lock of another process. */
  readonly busyTimeoutMs?: number;
}

const BUSY_TIMEOUT_MS = 5_000;
/** Keeps the log of a big build from staying on the disk while a server holds the database open. */
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;
/** Byte 18 and 19 of a database say how it is journalled: 1 is by rollback, 2 by a write-ahead log. */
const JOURNAL_BYTES = [18, 19] as const;
const ROLLBACK_JOURNAL = 1;

/** The version that `user_version` holds; 0 for an empty file. */
export function schemaVersion(database: Database.Database): number {
  // A damaged or cut file shows itself with the first read of its tables.
  database.prepare('SELECT count(*) FROM sqlite_schema').get();
  return database.pragma('user_version', { simple: true }) as number;
}

function missingIndex(file: string): AppError {
  return new AppError(`There is no index at ${file}.`, {
    code: 'index_missing',
    hint: 'Run `npm run index`.',
  });
}

export interface FormatVersions {
  readonly found: number;
  readonly known: number;
}

/** Throws `index_too_new`, or what the wording has for it. */
export function requireKnownVersion(
  file: string,
  { found, known }: FormatVersions,
  wording: StoreWording,
): void {
  if (found <= known) return;
  throw new AppError(
    `${file} was written by a newer version of this program (format ${found}, known is ${known}).`,
    wording.tooNew,
  );
}

function guarded<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw translateSqliteError(error, file);
  }
}

/** Closes the database when `use` fails. */
export function closing<T>(database: Database.Database, use: () => T): T {
  try {
    return use();
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * SQLite needs a shared-memory file beside a database with a write-ahead log, and cannot make one in a read-only
 * folder. With no log to replay the file is whole in itself, and a copy in memory reads the same.
 */
function openCopyInMemory(file: string): Database.Database | null {
  const log = `${file}-wal`;
  if (existsSync(log) && statSync(log).size > 0) return null;
  const bytes = readFileSync(file);
  for (const offset of JOURNAL_BYTES) bytes[offset] = ROLLBACK_JOURNAL;
  return new Database(bytes, { readonly: true });
}

function isSharedMemoryFailure(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^SQLITE_(?:READONLY|CANTOPEN)/u.test(code);
}

function openReadonly(options: DatabaseOptions): Database.Database {
  const { file, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  const database = new Database(file, {
    readonly: true,
    fileMustExist: true,
    timeout: busyTimeoutMs,
  });
  try {
    schemaVersion(database);
    return database;
  } catch (error) {
    database.close();
    const copy = isSharedMemoryFailure(error) ? openCopyInMemory(file) : null;
    if (copy === null) throw error;
    return copy;
  }
}

/**
 * Opens a database that is there, for reading only; its folder may be read-only too.
 * Throws `index_missing` (also for a file of an older version), `index_too_new`, `index_damaged`, `native_module`.
 */
export function openDatabaseForReading(options: DatabaseOptions): Database.Database {
  return guarded(options.file, () => {
    if (!existsSync(options.file)) throw missingIndex(options.file);
    const database = openReadonly(options);
    return closing(database, () => {
      const version = schemaVersion(database);
      requireKnownVersion(options.file, { found: version, known: options.version }, indexWording);
      if (version < options.version) throw missingIndex(options.file);
      return database;
    });
  });
}

function createTables(database: Database.Database, options: DatabaseOptions): void {
  database.transaction(() => {
    database.exec(options.schema);
    database.pragma(`user_version = ${options.version}`);
  })();
}

function openWritable(options: DatabaseOptions): { database: Database.Database; version: number } {
  const { file, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  const database = new Database(file, { timeout: busyTimeoutMs });
  return closing(database, () => {
    const version = schemaVersion(database);
    requireKnownVersion(file, { found: version, known: options.version }, indexWording);
    return { database, version };
  });
}

/**
 * Opens a database for writing, makes folder and tables where they are missing, and replaces a file of an older
 * version. The caller holds the writer's lock.
 * Throws `index_unwritable`, `index_too_new`, `index_damaged`, `disk_full`, `native_module`.
 */
export function openDatabaseForWriting(options: DatabaseOptions): Database.Database {
  return guarded(options.file, () => {
    mkdirSync(dirname(options.file), { recursive: true });
    let { database, version } = openWritable(options);
    if (version > 0 && version < options.version) {
      database.close();
      deleteDatabase(options.file);
      ({ database, version } = openWritable(options));
    }
    return closing(database, () => {
      database.pragma('journal_mode = WAL');
      database.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
      if (version === 0) createTables(database, options);
      return database;
    });
  });
}

/**
 * Closes a written database so that it can be read in a read-only folder: without a write-ahead log, unless
 * another process is reading it now.
 */
export function closeWrittenDatabase(database: Database.Database): void {
  if (!database.open) return;
  try {
    database.pragma('busy_timeout = 0');
    database.pragma('journal_mode = DELETE');
  } catch {
    // A reader holds the database: it stays with its log, which is as good.
  }
  database.close();
}

/** Throws `index_damaged` when the pages of the database do not hold together. Reads all of it. */
export function verifyDatabase(database: Database.Database, file: string): void {
  const verdict = guarded(file, () => database.pragma('quick_check(1)', { simple: true }));
  if (verdict !== 'ok') throw damagedIndex(file);
}

/** Deletes a database whose content can be made again. A log goes first: left alone, it would be replayed into a new file. */
export function deleteDatabase(file: string): void {
  guarded(file, () => {
    for (const suffix of ['-wal', '-shm', '-journal', '']) rmSync(file + suffix, { force: true });
  });
}
