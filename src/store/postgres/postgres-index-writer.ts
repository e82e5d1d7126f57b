import type {
  FileProblems,
  FinishOptions,
  IndexedFile,
  IndexWriter,
  MissingVector,
  PreparedDocument,
} from '../../domain/index-writer.js';
import type { IndexStatus, ReportIndex } from '../../domain/report-index.js';
import type { GateStage, Scorecard } from '../../domain/scorecard.js';
import { type MissingMark, scorecardFrom } from '../index-meta.js';
import { advisoryKey } from './advisory-key.js';
import type { DatabaseSettings } from './database-settings.js';
import { indexMigrations } from './index-migrations.js';
import {
  completeMark,
  countRows,
  readFileProblems,
  readFiles,
  readGeneration,
  readMeta,
  readModel,
  readPulse,
  statusOf,
  writeMeta,
} from './index-rows.js';
import { migrate } from './migrate.js';
import { countMissing, MissingVectors } from './missing-vectors.js';
import { PostgresDatabase, type Queryable, type Session } from './postgres-database.js';
import { readWritten } from './postgres-index.js';
import { createTokenKeys } from './token-key.js';
import {
  bringUpGraph,
  dropOrphans,
  type HashedVector,
  type LastIds,
  putVectors,
  readLastIds,
  renewVectors,
  shareVectors,
} from './vector-rows.js';
import {
  deleteDocumentsOf,
  noteChange,
  putDocument,
  type TokenChanges,
  writeTokenChanges,
} from './write-documents.js';

export interface PostgresIndexWriterOptions extends DatabaseSettings {
  /** Passages up to which no graph is made. */
  readonly exactLimit?: number;
  readonly clock?: () => Date;
}

/** One for the transaction, the others for vectors that are put side by side. */
const POOL_SIZE = 3;
/** From so many passages on, searching is measurably faster when the tables were vacuumed after the flip. */
const VACUUM_FROM = 10_000;

class SharedIndexWriter implements IndexWriter {
  /** Vectors are put on connections of their own, which do not see the candidate. */
  readonly embedsCandidates = false;
  readonly glossesLater = null;
  readonly #database: PostgresDatabase;
  readonly #options: PostgresIndexWriterOptions;
  readonly #missing = new MissingVectors();
  readonly #keyOf = createTokenKeys();
  #changes: TokenChanges = new Map();
  #before: LastIds = { passage: 0, sentence: 0 };
  #session: Session | null = null;

  constructor(database: PostgresDatabase, options: PostgresIndexWriterOptions) {
    this.#database = database;
    this.#options = options;
  }

  /** Within the transaction its own changes are seen. */
  get #reading(): Queryable {
    return this.#session ?? this.#database;
  }

  /** Between `begin` and `publish`. */
  get #writing(): Session {
    if (this.#session === null) throw new Error('The writer was not begun.');
    return this.#session;
  }

  async contentVersion(): Promise<string | null> {
    return await readMeta(this.#reading, 'content_version');
  }

  async files(): Promise<IndexedFile[]> {
    return await readFiles(this.#reading);
  }

  async fileProblems(): Promise<FileProblems[]> {
    return await readFileProblems(this.#reading);
  }

  async begin(contentVersion: string): Promise<void> {
    const session = await this.#database.session();
    this.#session = session;
    this.#changes = new Map();
    await session.query('BEGIN');
    // The indexer's lock is a connection's; should that be lost, this one still lets no second writer in.
    const key = advisoryKey(this.#database.schema, 'publish');
    await session.query('SELECT pg_advisory_xact_lock($1, 0)', key);
    this.#before = await readLastIds(session);
    await writeMeta(session, 'content_version', contentVersion);
  }

  async putFile(
    file: IndexedFile,
    documents: AsyncIterable<PreparedDocument> | Iterable<PreparedDocument>,
  ): Promise<void> {
    const session = this.#writing;
    const changes: TokenChanges = new Map();
    await session.query('SAVEPOINT file');
    try {
      await deleteDocumentsOf(session, file.path, changes);
      for await (const document of documents) {
        await putDocument(session, document, { keyOf: this.#keyOf, changes });
      }
      await session.query(
        `INSERT INTO report_qa.files (path, stamp, content_hash) VALUES ($1, $2, $3)
         ON CONFLICT (path) DO UPDATE SET stamp = excluded.stamp,
           content_hash = excluded.content_hash`,
        ...[file.path, file.stamp, file.contentHash],
      );
    } catch (error) {
      await session.query('ROLLBACK TO SAVEPOINT file');
      throw error;
    }
    await session.query('RELEASE SAVEPOINT file');
    for (const [token, by] of changes) noteChange(this.#changes, token, by);
  }

  async touchFile(path: string, stamp: string): Promise<void> {
    const touch = 'UPDATE report_qa.files SET stamp = $2 WHERE path = $1';
    await this.#writing.query(touch, path, stamp);
  }

  async removeFile(path: string): Promise<void> {
    await deleteDocumentsOf(this.#writing, path, this.#changes);
    await this.#writing.query('DELETE FROM report_qa.files WHERE path = $1', path);
  }

  async renewVectors(fingerprint: string): Promise<void> {
    await renewVectors(this.#writing, fingerprint);
    await writeMeta(this.#writing, 'complete', '');
  }

  /** Brings up to date what searches read besides the rows themselves. */
  async #settle(session: Session): Promise<void> {
    await writeTokenChanges(session, this.#changes);
    this.#changes = new Map();
    await shareVectors(session, this.#before);
    const { tokens, ...counts } = await countRows(session);
    await writeMeta(session, 'counts', JSON.stringify(counts));
    await writeMeta(session, 'token_count', String(tokens));
  }

  async candidate(fingerprint: string): Promise<ReportIndex> {
    if (this.#session !== null) await this.#settle(this.#session);
    return readWritten(this.#reading, this.#database.label, fingerprint);
  }

  async scorecard(stage: GateStage): Promise<Scorecard | null> {
    return scorecardFrom(await readMeta(this.#reading, `scorecard_${stage}`));
  }

  async putScorecard(scorecard: Scorecard): Promise<void> {
    await writeMeta(this.#reading, `scorecard_${scorecard.stage}`, JSON.stringify(scorecard));
  }

  async refused(): Promise<string | null> {
    return (await readMeta(this.#reading, 'refused')) || null;
  }

  async noteRefused(mark: string): Promise<void> {
    await writeMeta(this.#database, 'refused', mark);
  }

  async publish(): Promise<number> {
    const session = this.#writing;
    const { clock = () => new Date() } = this.#options;
    await this.#settle(session);
    const generation = (await readGeneration(session)) + 1;
    await writeMeta(session, 'generation', String(generation));
    await writeMeta(session, 'built_at', clock().toISOString());
    await writeMeta(session, 'refused', '');
    await session.query('COMMIT');
    this.#session = null;
    session.release();
    this.#missing.restart();
    return generation;
  }

  async rollback(): Promise<void> {
    const session = this.#session;
    if (session === null) return;
    this.#session = null;
    try {
      await session.query('ROLLBACK');
      session.release();
    } catch {
      // With its connection the transaction ends too.
      session.release(true);
    }
  }

  async putFileProblems(problems: readonly FileProblems[]): Promise<void> {
    await this.#database.transaction(async (session) => {
      await session.query('DELETE FROM report_qa.file_problems');
      for (const { path, stamp, failed, problems: list } of problems) {
        await session.query(
          `INSERT INTO report_qa.file_problems (path, stamp, failed, problems)
           VALUES ($1, $2, $3, $4)`,
          ...[path, stamp, failed, JSON.stringify(list)],
        );
      }
    });
  }

  async missingVectors(fingerprint: string, limit: number): Promise<MissingVector[]> {
    const model = await readModel(this.#database, fingerprint);
    return await this.#missing.next(this.#database, model, limit);
  }

  async countMissingVectors(fingerprint: string): Promise<number> {
    const { generation, complete, model } = await readPulse(this.#database, fingerprint);
    if (complete === completeMark(generation, fingerprint)) return 0;
    return await countMissing(this.#database, model);
  }

  async putVectors(fingerprint: string, vectors: readonly HashedVector[]): Promise<void> {
    await putVectors(this.#database, fingerprint, vectors);
  }

  async noteRate(vectorsPerSecond: number): Promise<void> {
    await writeMeta(this.#database, 'rate', String(vectorsPerSecond));
  }

  async finish(fingerprint: string, { signal }: FinishOptions = {}): Promise<void> {
    const generation = (await readMeta(this.#database, 'generation')) ?? '0';
    if ((await readMeta(this.#database, 'swept')) !== generation) await this.#sweep(generation);
    signal?.throwIfAborted();
    await bringUpGraph(this.#database, fingerprint, this.#options.exactLimit);
    const mark = completeMark(Number(generation), fingerprint);
    if ((await readMeta(this.#database, 'complete')) === mark) return;
    const texts = await this.countMissingVectors(fingerprint);
    await writeMeta(
      this.#database,
      'missing',
      JSON.stringify({ mark, texts } satisfies MissingMark),
    );
    if (texts === 0) await writeMeta(this.#database, 'complete', mark);
  }

  /** Once after each flip. */
  async #sweep(generation: string): Promise<void> {
    await dropOrphans(this.#database);
    const { passages } = await countRows(this.#database);
    if (passages >= VACUUM_FROM) {
      for (const table of ['postings', 'passages', 'sentences', 'tokens', 'passage_vectors']) {
        await this.#database.query(`VACUUM (ANALYZE) report_qa.${table}`);
      }
    }
    await writeMeta(this.#database, 'swept', generation);
  }

  async status(fingerprint: string): Promise<IndexStatus> {
    const pulse = await readPulse(this.#database, fingerprint);
    return await statusOf(this.#database, pulse, fingerprint);
  }

  async close(): Promise<void> {
    await this.rollback();
    await this.#database.close();
  }
}

/**
 * Opens the index of a Postgres for writing and makes its tables where they are missing; the caller holds the writer's
 * lock. Throws `index_unwritable` or `index_too_new`.
 */
export async function openPostgresIndexWriter(
  options: PostgresIndexWriterOptions,
): Promise<IndexWriter> {
  const { url, schema } = options;
  const database = new PostgresDatabase({ url, schema, part: 'index', poolSize: POOL_SIZE });
  try {
    await migrate(database, indexMigrations);
  } catch (error) {
    await database.close();
    throw error;
  }
  return new SharedIndexWriter(database, options);
}
