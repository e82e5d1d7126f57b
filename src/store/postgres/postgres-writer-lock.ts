import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../domain/app-error.js';
import type { WriterLock } from '../writer-lock.js';
import { advisoryKey } from './advisory-key.js';
import type { DatabaseSettings } from './database-settings.js';
import { PostgresDatabase, type Session } from './postgres-database.js';

export interface PostgresWriterLockOptions extends DatabaseSettings {
  readonly pollMs?: number;
}

const POLL_MS = 200;

const TRY_LOCK = 'SELECT pg_try_advisory_lock($1, 0) AS free';
const UNLOCK = 'SELECT pg_advisory_unlock($1, 0)';

async function isFree(session: Session, key: number): Promise<boolean> {
  const [row] = await session.query<{ free: boolean }>(TRY_LOCK, key);
  return row?.free === true;
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
 * A lock that holds between the processes of all machines and goes with the connection of the process that holds it,
 * however that ends.
 */
export function createPostgresWriterLock(options: PostgresWriterLockOptions): WriterLock {
  const { url, schema, pollMs = POLL_MS } = options;
  const key = advisoryKey(schema, 'indexer');
  return {
    async acquire({ signal, onWaiting } = {}) {
      requireRunning(signal);
      const database = new PostgresDatabase({ url, schema, part: 'index', poolSize: 1 });
      let session: Session | null = null;
      const leave = async () => {
        // The lock goes with its connection.
        session?.release(true);
        await database.close();
      };
      try {
        session = await database.session();
        let free = await isFree(session, key);
        if (!free) onWaiting?.();
        while (!free) {
          await sleep(pollMs, undefined, signal === undefined ? {} : { signal }).catch(() =>
            requireRunning(signal),
          );
          free = await isFree(session, key);
        }
        const held = session;
        return async () => {
          await held.query(UNLOCK, key).catch(() => undefined);
          await leave();
        };
      } catch (error) {
        await leave().catch(() => undefined);
        throw error;
      }
    },
  };
}
