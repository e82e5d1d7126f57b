import { dirname } from 'node:path';
import { AppError } from '../domain/app-error.js';
import type {
  FileProblems,
  FinishOptions,
  IndexedFile,
  IndexWriter,
  MissingVector,
  PreparedDocument,
} from '../domain/index-writer.js';
import type { IndexStatus, ReportIndex } from '../domain/report-index.js';
import type { GateStage, Scorecard } from '../domain/scorecard.js';
import { bringUpGraph } from './bring-up-graph.js';
import {
  completeMark,
  type MissingMark,
  readFileProblems,
  readFiles,
  readGeneration,
  readMeta,
  readModel,
  readStatus,
  scorecardFrom,
  writeMeta,
} from './index-meta.js';
import { indexDatabase } from './index-schema.js';
import { KeptDatabase } from './kept-database.js';
import { MissingVectors } from './missing-vectors.js';
import {
  closeWrittenDatabase,
  deleteDatabase,
  openDatabaseForWriting,
  verifyDatabase,
} from './open-database.js';
import { EXACT_LIMIT } from './passage-vectors.js';
import { readWritten } from './sqlite-index.js';
import { StoreConnection } from './store-connection.js';
import { countUnglossed, UnglossedPassages } from './unglossed-passages.js';
import { requireSoundVector, vectorToBlob } from './vector-blob.js';
import { deleteDocumentsOf, putDocument } from './write-documents.js';

export interface SqliteIndexWriterOptions {
  readonly folder: string;
  /** Looks through the whole index first, and puts an empty one in the place of a damaged one. */
  readonly replaceDamaged?: boolean;
  /** Passages up to which no graph is made. */
  readonly exactLimit?: number;
  readonly clock?: () => Date;
}

/** Documents whose vectors are made before others. */
const MOST_ASKED = 1_000;

const PUT_VECTOR = `INSERT INTO vectors (model, hash, vector) VALUES (?, ?, ?)
  ON CONFLICT (model, hash) DO UPDATE SET vector = excluded.vector RETURNING id`;

class EmbeddedIndexWriter implements IndexWriter {
  readonly embedsCandidates = true;
  readonly glossesLater: UnglossedPassages;
  readonly #connection: StoreConnection;
  readonly #missing: MissingVectors;
  readonly #kept: KeptDatabase;
  readonly #exactLimit: number;
  readonly #clock: () => Date;

  constructor(connection: StoreConnection, options: SqliteIndexWriterOptions) {
    this.#connection = connection;
    this.glossesLater = new UnglossedPassages(connection);
    this.#kept = new KeptDatabase(options.folder);
    this.#missing = new MissingVectors(connection, () => this.#kept.mostAsked(MOST_ASKED));
    this.#exactLimit = options.exactLimit ?? EXACT_LIMIT;
    this.#clock = options.clock ?? (() => new Date());
  }

  async contentVersion(): Promise<string | null> {
    return readMeta(this.#connection, 'content_version');
  }

  async files(): Promise<IndexedFile[]> {
    return readFiles(this.#connection);
  }

  async fileProblems(): Promise<FileProblems[]> {
    return readFileProblems(this.#connection);
  }

  async begin(contentVersion: string): Promise<void> {
    this.#connection.execute('BEGIN IMMEDIATE');
    this.#missing.restart();
    writeMeta(this.#connection, 'content_version', contentVersion);
  }

  async putFile(
    file: IndexedFile,
    documents: AsyncIterable<PreparedDocument> | Iterable<PreparedDocument>,
  ): Promise<void> {
    const connection = this.#connection;
    connection.execute('SAVEPOINT file');
    try {
      deleteDocumentsOf(connection, file.path);
      for await (const document of documents) putDocument(connection, document);
      connection.run(
        'INSERT OR REPLACE INTO files (path, stamp, content_hash) VALUES (?, ?, ?)',
        ...[file.path, file.stamp, file.contentHash],
      );
    } catch (error) {
      connection.execute('ROLLBACK TO file; RELEASE file');
      throw error;
    }
    connection.execute('RELEASE file');
  }

  async touchFile(path: string, stamp: string): Promise<void> {
    this.#connection.run('UPDATE files SET stamp = ? WHERE path = ?', stamp, path);
  }

  async removeFile(path: string): Promise<void> {
    deleteDocumentsOf(this.#connection, path);
    this.#connection.run('DELETE FROM files WHERE path = ?', path);
  }

  async renewVectors(fingerprint: string): Promise<void> {
    const model = readModel(this.#connection, fingerprint)?.id ?? -1;
    this.#connection.run('DELETE FROM vectors WHERE model <> ?', model);
    this.#connection.run('DELETE FROM models WHERE id <> ?', model);
    this.#connection.run('INSERT OR IGNORE INTO vectors_to_renew SELECT id FROM vectors');
    writeMeta(this.#connection, 'complete', '');
  }

  async candidate(fingerprint: string): Promise<ReportIndex> {
    const folder = dirname(this.#connection.file);
    return readWritten(this.#connection, { folder, fingerprint, exactLimit: this.#exactLimit });
  }

  async scorecard(stage: GateStage): Promise<Scorecard | null> {
    return scorecardFrom(readMeta(this.#connection, `scorecard_${stage}`));
  }

  async putScorecard(scorecard: Scorecard): Promise<void> {
    writeMeta(this.#connection, `scorecard_${scorecard.stage}`, JSON.stringify(scorecard));
  }

  async refused(): Promise<string | null> {
    return readMeta(this.#connection, 'refused') || null;
  }

  async noteRefused(mark: string): Promise<void> {
    writeMeta(this.#connection, 'refused', mark);
  }

  async publish(): Promise<number> {
    const generation = readGeneration(this.#connection) + 1;
    writeMeta(this.#connection, 'generation', String(generation));
    writeMeta(this.#connection, 'built_at', this.#clock().toISOString());
    writeMeta(this.#connection, 'refused', '');
    this.#connection.execute('COMMIT');
    this.#missing.restart();
    return generation;
  }

  async rollback(): Promise<void> {
    if (!this.#connection.database.inTransaction) return;
    this.#connection.execute('ROLLBACK');
    this.#missing.restart();
  }

  async putFileProblems(problems: readonly FileProblems[]): Promise<void> {
    const connection = this.#connection;
    connection.transaction(() => {
      connection.run('DELETE FROM file_problems');
      for (const { path, stamp, failed, problems: list } of problems) {
        connection.run(
          'INSERT INTO file_problems (path, stamp, failed, problems) VALUES (?, ?, ?, ?)',
          ...[path, stamp, failed ? 1 : 0, JSON.stringify(list)],
        );
      }
    });
  }

  async missingVectors(fingerprint: string, limit: number): Promise<MissingVector[]> {
    return this.#missing.next(fingerprint, limit);
  }

  async countMissingVectors(fingerprint: string): Promise<number> {
    return this.#missing.count(fingerprint);
  }

  async putVectors(
    fingerprint: string,
    vectors: readonly { readonly hash: string; readonly vector: Float32Array }[],
  ): Promise<void> {
    const connection = this.#connection;
    connection.transaction(() => {
      for (const { hash, vector } of vectors) {
        const model = this.#modelFor(fingerprint, vector.length);
        requireSoundVector(vector, model.dimensions);
        const row = connection.get<{ id: number }>(
          PUT_VECTOR,
          model.id,
          hash,
          vectorToBlob(vector),
        );
        connection.run('DELETE FROM vectors_to_renew WHERE id = ?', row?.id);
      }
    });
  }

  async noteRate(vectorsPerSecond: number): Promise<void> {
    writeMeta(this.#connection, 'rate', String(vectorsPerSecond));
  }

  #modelFor(fingerprint: string, dimensions: number): { id: number; dimensions: number } {
    const known = readModel(this.#connection, fingerprint);
    if (known !== null) return known;
    const sql = 'INSERT INTO models (fingerprint, dimensions) VALUES (?, ?)';
    return { id: this.#connection.run(sql, fingerprint, dimensions), dimensions };
  }

  async finish(fingerprint: string, options: FinishOptions = {}): Promise<void> {
    const { file } = this.#connection;
    this.#dropOrphans();
    const mark = completeMark(readGeneration(this.#connection), fingerprint);
    const wasComplete = readMeta(this.#connection, 'complete') === mark;
    const texts = wasComplete ? 0 : this.#missing.count(fingerprint);
    const graph = {
      ...{ folder: dirname(file), fingerprint, exactLimit: this.#exactLimit },
      ...{ isComplete: texts === 0, ...options },
    };
    await this.#connection.guardAsync(() => bringUpGraph(this.#connection, graph));
    if (wasComplete) return;
    writeMeta(this.#connection, 'missing', JSON.stringify({ mark, texts } satisfies MissingMark));
    if (texts === 0 && countUnglossed(this.#connection) === 0)
      writeMeta(this.#connection, 'complete', mark);
  }

  #dropOrphans(): void {
    const generation = readMeta(this.#connection, 'generation') ?? '0';
    if (readMeta(this.#connection, 'swept') === generation) return;
    this.#connection.transaction(() => {
      this.#connection.run(
        `DELETE FROM vectors
         WHERE NOT EXISTS (SELECT 1 FROM passages WHERE embedding_hash = vectors.hash)
         AND NOT EXISTS (SELECT 1 FROM sentences WHERE embedding_hash = vectors.hash)`,
      );
      this.#connection.run('DELETE FROM vectors_to_renew WHERE id NOT IN (SELECT id FROM vectors)');
      writeMeta(this.#connection, 'swept', generation);
    });
  }

  async status(fingerprint: string): Promise<IndexStatus> {
    return readStatus(this.#connection, fingerprint);
  }

  async close(): Promise<void> {
    await this.rollback();
    this.#kept.close();
    closeWrittenDatabase(this.#connection.database);
  }
}

function openChecked(options: SqliteIndexWriterOptions): StoreConnection {
  const database = indexDatabase(options.folder);
  const connection = new StoreConnection(openDatabaseForWriting(database), database.file);
  if (options.replaceDamaged !== true) return connection;
  try {
    verifyDatabase(connection.database, connection.file);
    return connection;
  } catch (error) {
    connection.database.close();
    throw error;
  }
}

/**
 * Opens the index of a folder for writing and makes it where it is missing; the caller holds the writer's lock.
 * Throws `index_unwritable`, `index_too_new`, `index_damaged`, `disk_full` or `native_module`.
 */
export function openSqliteIndexWriter(options: SqliteIndexWriterOptions): IndexWriter {
  try {
    return new EmbeddedIndexWriter(openChecked(options), options);
  } catch (error) {
    const isDamaged = error instanceof AppError && error.code === 'index_damaged';
    if (!isDamaged || options.replaceDamaged !== true) throw error;
    deleteDatabase(indexDatabase(options.folder).file);
    return new EmbeddedIndexWriter(openChecked(options), options);
  }
}
