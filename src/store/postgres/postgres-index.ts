import type { DocumentSummary, ReportDocument } from '../../domain/report-document.js';
import type {
  IndexedPassage,
  IndexStatus,
  PassageHit,
  ReportIndex,
  SearchOptions,
} from '../../domain/report-index.js';
import {
  type DocumentRow,
  decodeDocument,
  decodeSummary,
  SUMMARY_COLUMNS,
  type SummaryRow,
} from '../document-rows.js';
import type { IndexState } from '../index-freshness.js';
import { missingFrom } from '../index-meta.js';
import type { StoredIndex } from '../stored-index.js';
import type { DatabaseSettings } from './database-settings.js';
import { indexMigrations } from './index-migrations.js';
import {
  completeMark,
  type Pulse,
  readFileProblems,
  readFiles,
  readPulse,
  statusOf,
} from './index-rows.js';
import { keepVectors, noteAsked, readKeptVectors } from './kept-rows.js';
import { migrate } from './migrate.js';
import { PostgresDatabase, type Queryable, restoreNul } from './postgres-database.js';
import { readPassages } from './read-passages.js';
import { readSample, readVectors, searchVectors } from './search-vectors.js';
import { countPassagesWith, searchWords } from './search-words.js';
import { createTokenKeys } from './token-key.js';

export interface PostgresIndexOptions extends DatabaseSettings {
  /** Of the model whose vectors are searched. */
  readonly fingerprint: string;
  readonly poolSize?: number;
}

const POOL_SIZE = 8;
/** Of whole documents while all of them are looked through. */
const DOCUMENTS_A_READ = 20;
const WHOLE_DOCUMENTS = `SELECT key, ${SUMMARY_COLUMNS}, structure, text, checksum
  FROM report_qa.documents`;

const ANY_MODEL = 'SELECT 1 FROM report_qa.models LIMIT 1';

/** What is made once for a state of the index. */
class Remembered<Value> {
  #key = '';
  #value: Promise<Value> | null = null;

  async get(key: string, make: () => Promise<Value>): Promise<Value> {
    if (key !== this.#key || this.#value === null) {
      this.#key = key;
      const value = make();
      this.#value = value;
      value.catch(() => {
        if (this.#value === value) this.#value = null;
      });
    }
    return await this.#value;
  }
}

/** What of a database an index is read through. */
type IndexDatabase = Pick<PostgresDatabase, 'query' | 'transaction' | 'label' | 'close'>;

class SharedIndex implements StoredIndex {
  readonly #database: IndexDatabase;
  readonly #fingerprint: string;
  readonly #keyOf = createTokenKeys();
  readonly #status = new Remembered<IndexStatus>();
  readonly #sample = new Remembered<Float32Array[]>();
  readonly #prepare: () => Promise<void>;
  #ready: Promise<void> | null = null;

  constructor(database: IndexDatabase, fingerprint: string, prepare: () => Promise<void>) {
    this.#database = database;
    this.#fingerprint = fingerprint;
    this.#prepare = prepare;
  }

  /** What failed once is tried again with the next call. */
  async #open(): Promise<IndexDatabase> {
    this.#ready ??= this.#prepare().catch((error: unknown) => {
      this.#ready = null;
      throw error;
    });
    await this.#ready;
    return this.#database;
  }

  async #pulse(): Promise<Pulse> {
    return await readPulse(await this.#open(), this.#fingerprint);
  }

  async generation(): Promise<number> {
    return (await this.#pulse()).generation;
  }

  async status(): Promise<IndexStatus> {
    const pulse = await this.#pulse();
    const status = await this.#status.get(stateKey(pulse), () =>
      statusOf(this.#database, pulse, this.#fingerprint),
    );
    return { ...status, vectorsPerSecond: pulse.vectorsPerSecond };
  }

  async state(): Promise<IndexState | null> {
    const database = await this.#open();
    return await database.transaction(async (session) => {
      const { generation, contentVersion, complete, missing, refused, model } = await readPulse(
        session,
        this.#fingerprint,
      );
      if (generation === 0) return null;
      const mark = completeMark(generation, this.#fingerprint);
      return {
        ...{ generation, contentVersion, refused },
        files: await readFiles(session),
        problems: await readFileProblems(session),
        modelChanged: model === null && (await session.query(ANY_MODEL)).length > 0,
        vectorsComplete: complete === mark,
        vectorsMissing: missingFrom(missing, mark),
      };
    }, 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
  }

  async verify(): Promise<void> {
    const database = await this.#open();
    for (let last = 0; ; ) {
      const rows = await database.query<DocumentRow & { key: number }>(
        `${WHOLE_DOCUMENTS} WHERE key > $1 ORDER BY key LIMIT ${DOCUMENTS_A_READ}`,
        last,
      );
      if (rows.length === 0) return;
      for (const row of rows) this.#decode(row);
      last = rows.at(-1)?.key ?? last;
    }
  }

  #decode(row: DocumentRow): ReportDocument {
    return decodeDocument(withNul(row), this.#database.label);
  }

  async passageCount(): Promise<number> {
    return (await this.#pulse()).counts.passages;
  }

  async keepsSentences(): Promise<boolean> {
    const { sentences, preparedSentences = sentences } = (await this.#pulse()).counts;
    return preparedSentences > 0;
  }

  async documents(): Promise<DocumentSummary[]> {
    const rows = await (await this.#open()).query<SummaryRow>(
      `SELECT ${SUMMARY_COLUMNS} FROM report_qa.documents ORDER BY file, key`,
    );
    return rows.map((row) => decodeSummary(withNul(row)));
  }

  async document(id: string): Promise<ReportDocument | null> {
    const [row] = await (await this.#open()).query<DocumentRow>(
      `${WHOLE_DOCUMENTS} WHERE id = $1`,
      id,
    );
    return row === undefined ? null : this.#decode(row);
  }

  async searchWords(tokens: readonly string[], options: SearchOptions): Promise<PassageHit[]> {
    const pulse = await this.#pulse();
    return await searchWords(this.#database, { tokens, keyOf: this.#keyOf, pulse }, options);
  }

  async searchVectors(vector: Float32Array, options: SearchOptions): Promise<PassageHit[]> {
    const { model } = await this.#pulse();
    return model === null ? [] : await searchVectors(this.#database, model, vector, options);
  }

  async passages(ids: readonly number[]): Promise<IndexedPassage[]> {
    return await readPassages(await this.#open(), ids);
  }

  async passageVectors(ids: readonly number[]): Promise<Map<number, Float32Array>> {
    const { model } = await this.#pulse();
    return model === null ? new Map() : await readVectors(this.#database, model, 'passage', ids);
  }

  async sentenceVectors(ids: readonly number[]): Promise<Map<number, Float32Array>> {
    const { model } = await this.#pulse();
    return model === null ? new Map() : await readVectors(this.#database, model, 'sentence', ids);
  }

  async sampleVectors(limit: number): Promise<Float32Array[]> {
    const pulse = await this.#pulse();
    const { model } = pulse;
    if (model === null) return [];
    return await this.#sample.get(`${limit} ${stateKey(pulse)}`, () =>
      readSample(this.#database, model, limit),
    );
  }

  async passageFrequency(tokens: readonly string[]): Promise<Map<string, number>> {
    return await countPassagesWith(await this.#open(), tokens, this.#keyOf);
  }

  async noteAsked(documentIds: readonly string[]): Promise<void> {
    await noteAsked(await this.#open(), documentIds);
  }

  async keptVectors(texts: readonly string[]): Promise<Map<string, Float32Array>> {
    return await readKeptVectors(await this.#open(), this.#fingerprint, texts);
  }

  async keepVectors(vectors: ReadonlyMap<string, Float32Array>): Promise<void> {
    await keepVectors(await this.#open(), this.#fingerprint, vectors);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}

function stateKey({ generation, lastVector, complete }: Pulse): string {
  return `${generation} ${lastVector} ${complete}`;
}

/** The rows' texts as they were before they were stored. */
function withNul<Row extends object>(row: Row): Row {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'string' ? restoreNul(value) : value,
  ]);
  return Object.fromEntries(entries) as Row;
}

/**
 * The index in a Postgres for reading, opened with the first call. Methods throw `index_unwritable` when the database
 * cannot be used, `index_damaged` or `index_too_new`; a later call tries again, so no restart is needed.
 */
export function openPostgresIndex(options: PostgresIndexOptions): StoredIndex {
  const { url, schema, fingerprint, poolSize = POOL_SIZE } = options;
  const database = new PostgresDatabase({ url, schema, part: 'index', poolSize });
  return new SharedIndex(database, fingerprint, () => migrate(database, indexMigrations));
}

class WrittenIndex extends SharedIndex {
  override async noteAsked(): Promise<void> {}

  override async close(): Promise<void> {}
}

/** What `on` reads, in the midst of a transaction too, whose flip need not come; closing it leaves `on` open. */
export function readWritten(on: Queryable, label: string, fingerprint: string): ReportIndex {
  let last: Promise<unknown> = Promise.resolve();
  // A connection takes one statement after the other.
  const query: Queryable['query'] = (sql, ...parameters) => {
    const result = last.then(() => on.query<never>(sql, ...parameters));
    last = result.catch(() => undefined);
    return result;
  };
  const database: IndexDatabase = {
    ...{ query, label },
    transaction: (use) => use({ query }),
    async close() {},
  };
  return new WrittenIndex(database, fingerprint, async () => {});
}
