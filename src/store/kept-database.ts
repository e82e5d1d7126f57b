import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { vectorToBlob } from './vector-blob.js';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS asked (document TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept_vectors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model TEXT NOT NULL,
  hash TEXT NOT NULL,
  vector BLOB NOT NULL,
  UNIQUE (model, hash)
);`;

/** A power failure may do it, since nothing waits for the disk. */
function isDamage(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && /^SQLITE_(?:CORRUPT|NOTADB)/u.test(code);
}

const BUSY_TIMEOUT_MS = 1_000;
/** The oldest beyond these go: 80 MB of vectors of this model. */
const MOST_VECTORS = 50_000;
/** Between two looks at how many there are. */
const VECTORS_A_LOOK = 1_000;

/**
 * What questions leave behind for later ones, in a file of its own beside the index, since any number of readers write it:
 * which documents were asked for, and vectors that were made for a question. It is a cache: a fault of it is as if it
 * held nothing.
 */
export class KeptDatabase {
  readonly #file: string;
  #database: Database.Database | null = null;
  #put = 0;

  constructor(folder: string) {
    this.#file = join(folder, 'kept.sqlite');
  }

  #open(): Database.Database {
    if (this.#database !== null) return this.#database;
    const database = new Database(this.#file, { timeout: BUSY_TIMEOUT_MS });
    try {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = OFF');
      database.exec(SCHEMA);
    } catch (error) {
      database.close();
      throw error;
    }
    this.#database = database;
    return database;
  }

  #try<Result>(use: (database: Database.Database) => Result, otherwise: Result): Result {
    try {
      return use(this.#open());
    } catch (error) {
      if (isDamage(error)) this.#discard();
      return otherwise;
    }
  }

  /** The next call begins with an empty one. */
  #discard(): void {
    try {
      this.close();
      for (const ending of ['', '-wal', '-shm']) rmSync(`${this.#file}${ending}`, { force: true });
    } catch {
      // A folder that may not be written keeps what it has.
    }
  }

  noteAsked(documentIds: readonly string[]): void {
    this.#try((database) => {
      const note = database.prepare(
        'INSERT INTO asked (document, times) VALUES (?, 1) ON CONFLICT DO UPDATE SET times = times + 1',
      );
      database.transaction(() => {
        for (const id of documentIds) note.run(id);
      })();
    }, undefined);
  }

  /** The most asked first. */
  mostAsked(limit: number): string[] {
    const sql = 'SELECT document FROM asked ORDER BY times DESC, document LIMIT ?';
    return this.#try(
      (database) => (database.prepare(sql).pluck() as Database.Statement).all(limit) as string[],
      [],
    );
  }

  /** By their hashes; a vector may be of any length. */
  readVectors(fingerprint: string, hashes: readonly string[]): Map<string, Buffer> {
    return this.#try((database) => {
      const read = database
        .prepare('SELECT vector FROM kept_vectors WHERE model = ? AND hash = ?')
        .pluck();
      const found = new Map<string, Buffer>();
      for (const hash of hashes) {
        const vector = read.get(fingerprint, hash);
        if (vector !== undefined) found.set(hash, vector as Buffer);
      }
      return found;
    }, new Map<string, Buffer>());
  }

  keepVectors(fingerprint: string, vectors: ReadonlyMap<string, Float32Array>): void {
    this.#try((database) => {
      const keep = database.prepare(
        'INSERT OR IGNORE INTO kept_vectors (model, hash, vector) VALUES (?, ?, ?)',
      );
      database.transaction(() => {
        for (const [hash, vector] of vectors) keep.run(fingerprint, hash, vectorToBlob(vector));
      })();
      this.#put += vectors.size;
      if (this.#put >= VECTORS_A_LOOK) this.#forgetOldest(database);
    }, undefined);
  }

  #forgetOldest(database: Database.Database): void {
    this.#put = 0;
    database
      .prepare('DELETE FROM kept_vectors WHERE id <= (SELECT max(id) FROM kept_vectors) - ?')
      .run(MOST_VECTORS);
  }

  close(): void {
    this.#database?.close();
    this.#database = null;
  }
}
