import { statSync } from 'node:fs';
import { AppError } from '../domain/app-error.js';
import type { DocumentSummary, ReportDocument } from '../domain/report-document.js';
import type {
  IndexedPassage,
  IndexStatus,
  PassageHit,
  ReportIndex,
  SearchOptions,
} from '../domain/report-index.js';
import {
  type DocumentRow,
  decodeDocument,
  decodeSummary,
  SUMMARY_COLUMNS,
  type SummaryRow,
} from './document-rows.js';
import type { IndexState } from './index-freshness.js';
import {
  completeMark,
  countPassages,
  isComplete,
  missingFrom,
  readAnyModel,
  readFileProblems,
  readFiles,
  readGeneration,
  readMeta,
  readModel,
  readStatus,
  statusKey,
} from './index-meta.js';
import { indexDatabase } from './index-schema.js';
import { KeptDatabase } from './kept-database.js';
import { openDatabaseForReading, verifyDatabase } from './open-database.js';
import { EXACT_LIMIT, PassageVectors } from './passage-vectors.js';
import { readPassages } from './read-passages.js';
import { PassageCounts, searchWords } from './search-words.js';
import { StoreConnection } from './store-connection.js';
import type { StoredIndex } from './stored-index.js';
import { blobToVector, soundVector } from './vector-blob.js';
import { hashText } from './write-documents.js';

export interface SqliteIndexOptions {
  /** Where `index.sqlite` and the graph are. */
  readonly folder: string;
  /** Of the model whose vectors are searched. */
  readonly fingerprint: string;
  /** Passages up to which vectors are searched exactly, without the graph. */
  readonly exactLimit?: number;
}

interface OpenIndex {
  readonly connection: StoreConnection;
  readonly vectors: PassageVectors;
  readonly counts: PassageCounts;
  /** Rows are counted once for each state of the index: SQLite counts them by looking at all. */
  readonly counted: {
    key: string;
    status: IndexStatus | null;
    generation: number;
    passages: number;
  };
  /** Tells this file from one that has taken its place. */
  readonly identity: string;
}

/** Null for a file that is not there or cannot be looked at; why, is told by opening it. */
function identityOf(file: string): string | null {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
  } catch {
    return null;
  }
}

const WHOLE_DOCUMENTS = `SELECT ${SUMMARY_COLUMNS}, structure, text, checksum FROM documents`;

class EmbeddedIndex implements StoredIndex {
  readonly #options: SqliteIndexOptions;
  readonly #file: string;
  readonly #kept: KeptDatabase;
  /** Null: the published index is opened from its file. */
  readonly #written: StoreConnection | null;
  #open: OpenIndex | null = null;

  constructor(options: SqliteIndexOptions, written: StoreConnection | null = null) {
    this.#options = options;
    this.#written = written;
    this.#kept = new KeptDatabase(options.folder);
    this.#file = indexDatabase(options.folder).file;
  }

  /** A rebuild of a damaged index puts another file in its place, which a server must see too. */
  #index(): OpenIndex {
    if (this.#written !== null) {
      this.#open ??= this.#over(this.#written, '');
      return this.#open;
    }
    const identity = identityOf(this.#file);
    if (this.#open !== null && identity === this.#open.identity) return this.#open;
    this.#close();
    const database = openDatabaseForReading(indexDatabase(this.#options.folder));
    this.#open = this.#over(new StoreConnection(database, this.#file), identity ?? '');
    return this.#open;
  }

  #over(connection: StoreConnection, identity: string): OpenIndex {
    const { folder, fingerprint, exactLimit = EXACT_LIMIT } = this.#options;
    const vectors = new PassageVectors(connection, { folder, fingerprint, exactLimit });
    const counted = { key: '', status: null, generation: -1, passages: 0 };
    return { connection, vectors, counts: new PassageCounts(connection), counted, identity };
  }

  #connectionIfBuilt(): StoreConnection | null {
    try {
      return this.#index().connection;
    } catch (error) {
      if (error instanceof AppError && error.code === 'index_missing') return null;
      throw error;
    }
  }

  #close(): void {
    if (this.#written === null) this.#open?.connection.database.close();
    this.#open = null;
  }

  async generation(): Promise<number> {
    return readGeneration(this.#index().connection);
  }

  async status(): Promise<IndexStatus> {
    const { connection, counted } = this.#index();
    const key = statusKey(connection, this.#options.fingerprint);
    if (counted.status === null || key !== counted.key) {
      counted.key = key;
      counted.status = readStatus(connection, this.#options.fingerprint);
    }
    return counted.status;
  }

  async state(): Promise<IndexState | null> {
    const connection = this.#connectionIfBuilt();
    if (connection === null) return null;
    const { fingerprint } = this.#options;
    return connection.transaction(() => ({
      generation: readGeneration(connection),
      contentVersion: readMeta(connection, 'content_version'),
      files: readFiles(connection),
      problems: readFileProblems(connection),
      refused: readMeta(connection, 'refused') || null,
      modelChanged:
        readModel(connection, fingerprint) === null && readAnyModel(connection) !== null,
      vectorsComplete: isComplete(connection, fingerprint),
      vectorsMissing: missingFrom(
        readMeta(connection, 'missing'),
        completeMark(readGeneration(connection), fingerprint),
      ),
    }));
  }

  async verify(): Promise<void> {
    const { connection } = this.#index();
    verifyDatabase(connection.database, this.#file);
    connection.each<DocumentRow>(WHOLE_DOCUMENTS, [], (row) => {
      decodeDocument(row, this.#file);
      return true;
    });
  }

  async passageCount(): Promise<number> {
    const { connection, counted } = this.#index();
    const generation = readGeneration(connection);
    if (counted.generation !== generation) {
      counted.generation = generation;
      counted.passages = countPassages(connection);
    }
    return counted.passages;
  }

  async keepsSentences(): Promise<boolean> {
    const sql = 'SELECT 1 FROM sentences WHERE embedding_hash IS NOT NULL LIMIT 1';
    return this.#index().connection.get(sql) !== undefined;
  }

  async documents(): Promise<DocumentSummary[]> {
    return this.#index()
      .connection.all<SummaryRow>(`SELECT ${SUMMARY_COLUMNS} FROM documents ORDER BY file, key`)
      .map(decodeSummary);
  }

  async document(id: string): Promise<ReportDocument | null> {
    const { connection } = this.#index();
    const row = connection.get<DocumentRow>(`${WHOLE_DOCUMENTS} WHERE id = ?`, id);
    return row === undefined ? null : decodeDocument(row, this.#file);
  }

  async searchWords(tokens: readonly string[], options: SearchOptions): Promise<PassageHit[]> {
    return searchWords(this.#index().connection, tokens, options);
  }

  async searchVectors(vector: Float32Array, options: SearchOptions): Promise<PassageHit[]> {
    const { vectors } = this.#index();
    const { limit, documentIds } = options;
    return documentIds === undefined
      ? vectors.search(vector, limit)
      : vectors.searchWithin(vector, limit, documentIds);
  }

  async passages(ids: readonly number[]): Promise<IndexedPassage[]> {
    return readPassages(this.#index().connection, ids);
  }

  async passageVectors(ids: readonly number[]): Promise<Map<number, Float32Array>> {
    return this.#vectorsOf('passages', ids);
  }

  async sentenceVectors(ids: readonly number[]): Promise<Map<number, Float32Array>> {
    return this.#vectorsOf('sentences', ids);
  }

  #vectorsOf(table: 'passages' | 'sentences', ids: readonly number[]): Map<number, Float32Array> {
    const { connection } = this.#index();
    const found = new Map<number, Float32Array>();
    connection.transaction(() => {
      const model = readModel(connection, this.#options.fingerprint);
      for (const id of model === null ? [] : ids) {
        const row = connection.get<{ vector: Buffer }>(
          `SELECT vectors.vector FROM ${table} AS wanted
           JOIN vectors ON vectors.model = ? AND vectors.hash = wanted.embedding_hash
           WHERE wanted.id = ?`,
          model?.id,
          id,
        );
        if (row !== undefined) found.set(id, blobToVector(row.vector, this.#file));
      }
    });
    return found;
  }

  async sampleVectors(limit: number): Promise<Float32Array[]> {
    return this.#index().vectors.sample(limit);
  }

  async passageFrequency(tokens: readonly string[]): Promise<Map<string, number>> {
    return this.#index().counts.of(tokens);
  }

  async noteAsked(documentIds: readonly string[]): Promise<void> {
    if (this.#written === null) this.#kept.noteAsked(documentIds);
  }

  async keptVectors(texts: readonly string[]): Promise<Map<string, Float32Array>> {
    const hashes = new Map(texts.map((text) => [hashText(text), text]));
    const found = this.#kept.readVectors(this.#options.fingerprint, [...hashes.keys()]);
    const vectors = new Map<string, Float32Array>();
    for (const [hash, blob] of found) {
      const vector = soundVector(blob);
      if (vector !== null) vectors.set(hashes.get(hash) as string, vector);
    }
    return vectors;
  }

  async keepVectors(vectors: ReadonlyMap<string, Float32Array>): Promise<void> {
    const hashed = new Map([...vectors].map(([text, vector]) => [hashText(text), vector]));
    this.#kept.keepVectors(this.#options.fingerprint, hashed);
  }

  async close(): Promise<void> {
    this.#close();
    this.#kept.close();
  }
}

/**
 * The index of a folder for reading, opened with the first call. Methods throw `index_missing`, `index_damaged`,
 * `index_too_new` or `native_module`; a later call opens anew, so a mended index is used without a restart.
 */
export function openSqliteIndex(options: SqliteIndexOptions): StoredIndex {
  return new EmbeddedIndex(options);
}

/** What the connection reads, in the midst of a transaction too, whose flip need not come. */
export function readWritten(written: StoreConnection, options: SqliteIndexOptions): ReportIndex {
  return new EmbeddedIndex(options, written);
}
