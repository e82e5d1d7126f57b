import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { AppError } from '../domain/app-error.js';
import { translateSqliteError } from './translate-sqlite-error.js';

export interface LockOptions {
  readonly signal?: AbortSignal;
  /** Called once, when another writer holds the lock. */
  readonly onWaiting?: () => void;
}

/** Lets one writer at a time at an index. */
export interface WriterLock {
  /** Resolves with what gives the lock back. Throws `cancelled` when the signal ends the waiting. */
  acquire(options?: LockOptions): Promise<() => void | Promise<void>>;
}

export interface WriterLockOptions {
  readonly folder: string;
  readonly pollMs?: number;
}

const POLL_MS = 100;

function tryLock(file: string): Database.Database | null {
  let database: Database.Database | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    database = new Database(file, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    const { code } = error as { code?: unknown };
    if (code === 'SQLITE_BUSY') return null;
    if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') throw damagedLock(file, error);
    throw translateSqliteError(error, dirname(file));
  }
}

function damagedLock(file: string, cause: unknown): AppError {
  return new AppError(`The lock ${file} of the index is damaged.`, {
    code: 'index_damaged',
    hint: `Delete ${file} and run the command again; nothing is kept in it.`,
    cause,
  });
}

function requireRunning(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new AppError('Stopped while waiting for another process that builds the index.', {
    code: 'cancelled',
    hint: 'Run the command again.',
    cause: signal.reason,
  });
}

/**
 * A lock that holds between processes and goes with the process that holds it, however that ends: an open
 * transaction on a tiny database, which the operating system gives up for a dead one.
 */
export function createWriterLock({ folder, pollMs = POLL_MS }: WriterLockOptions): WriterLock {
  const file = join(folder, 'writer.lock');
  return {
    async acquire({ signal, onWaiting } = {}) {
      requireRunning(signal);
      let database = tryLock(file);
      if (database === null) onWaiting?.();
      while (database === null) {
        await sleep(pollMs, undefined, signal === undefined ? {} : { signal }).catch(() =>
          requireRunning(signal),
        );
        database = tryLock(file);
      }
      const held = database;
      return () => {
        held.close();
      };
    },
  };
}
