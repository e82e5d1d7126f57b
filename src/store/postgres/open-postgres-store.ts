import type { IndexWriter } from '../../domain/index-writer.js';
import type { StoredIndex } from '../stored-index.js';
import type { StoredState } from '../stored-state.js';
import type { WriterLock } from '../writer-lock.js';
import type { DatabaseSettings } from './database-settings.js';
import { openPostgresIndex } from './postgres-index.js';
import { openPostgresIndexWriter } from './postgres-index-writer.js';
import { openPostgresState } from './postgres-state.js';
import { createPostgresWriterLock } from './postgres-writer-lock.js';

/** Index and state in one Postgres, for any number of processes. */
export interface PostgresStore {
  openIndex(fingerprint: string): StoredIndex;
  openState(): StoredState;
  openWriter(): Promise<IndexWriter>;
  readonly lock: WriterLock;
}

/**
 * Looks whether the database can be used and brings its tables up to date. Throws `index_unwritable`,
 * `state_unwritable`, `index_too_new` or `state_too_new`.
 */
export async function openPostgresStore(settings: DatabaseSettings): Promise<PostgresStore> {
  const index = openPostgresIndex({ ...settings, fingerprint: '' });
  const state = openPostgresState(settings);
  try {
    await index.generation();
    await state.tokensUsed('', null);
  } finally {
    await index.close();
    await state.close();
  }
  return {
    openIndex: (fingerprint) => openPostgresIndex({ ...settings, fingerprint }),
    openState: () => openPostgresState(settings),
    openWriter: () => openPostgresIndexWriter(settings),
    lock: createPostgresWriterLock(settings),
  };
}
