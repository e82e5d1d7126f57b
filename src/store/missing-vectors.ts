import type { MissingVector } from '../domain/index-writer.js';
import { readModel } from './index-meta.js';
import type { StoreConnection } from './store-connection.js';

type Table = 'passages' | 'sentences';

interface MissingRow {
  readonly id: number;
  readonly hash: string;
  readonly embeddingText: string | null;
  readonly passageText: string;
  readonly start: number;
  readonly end: number;
}

/** No row has this id, so a model without vectors misses all of them. */
const NO_MODEL = -1;

const IS_MISSING = `NOT EXISTS (
  SELECT 1 FROM vectors WHERE vectors.model = ? AND vectors.hash = wanted.embedding_hash
  AND vectors.id NOT IN (SELECT id FROM vectors_to_renew))`;

const MISSING: Record<Table, string> = {
  passages: `SELECT wanted.id, wanted.embedding_hash AS hash, wanted.embedding_text AS embeddingText,
    wanted.text AS passageText, 0 AS start, 0 AS end
    FROM passages AS wanted WHERE wanted.id >= ? AND ${IS_MISSING} ORDER BY wanted.id`,
  sentences: `SELECT wanted.id, wanted.embedding_hash AS hash, wanted.embedding_text AS embeddingText,
    passages.text AS passageText, wanted.start - passages.start AS start,
    wanted.end - passages.start AS end
    FROM sentences AS wanted JOIN passages ON passages.id = wanted.passage
    WHERE wanted.id >= ? AND ${IS_MISSING} ORDER BY wanted.id`,
};

function textOf(row: MissingRow, table: Table): string {
  if (row.embeddingText !== null) return row.embeddingText;
  return table === 'passages' ? row.passageText : row.passageText.slice(row.start, row.end);
}

/** Finds what has no vector yet, going on where it last found something instead of at the beginning. */
export class MissingVectors {
  readonly #connection: StoreConnection;
  #from: Record<Table, number> = { passages: 0, sentences: 0 };
  #fingerprint = '';

  constructor(connection: StoreConnection) {
    this.#connection = connection;
  }

  /** After a flip, all is looked through again. */
  restart(): void {
    this.#from = { passages: 0, sentences: 0 };
  }

  next(fingerprint: string, limit: number): MissingVector[] {
    if (fingerprint !== this.#fingerprint) this.restart();
    this.#fingerprint = fingerprint;
    const passages = this.#next('passages', fingerprint, limit);
    return passages.length > 0 ? passages : this.#next('sentences', fingerprint, limit);
  }

  #next(table: Table, fingerprint: string, limit: number): MissingVector[] {
    const model = readModel(this.#connection, fingerprint)?.id ?? NO_MODEL;
    const found = new Map<string, string>();
    let first: number | null = null;
    if (limit < 1) return [];
    this.#connection.each<MissingRow>(MISSING[table], [this.#from[table], model], (row) => {
      first ??= row.id;
      found.set(row.hash, textOf(row, table));
      return found.size < limit;
    });
    this.#from[table] = first ?? Number.MAX_SAFE_INTEGER;
    return [...found].map(([hash, text]) => ({ hash, text }));
  }

  count(fingerprint: string): number {
    const model = readModel(this.#connection, fingerprint)?.id ?? NO_MODEL;
    const row = this.#connection.get<{ rows: number }>(
      `SELECT count(*) AS rows FROM (
         SELECT embedding_hash FROM passages UNION SELECT embedding_hash FROM sentences
       ) AS wanted WHERE ${IS_MISSING}`,
      model,
    );
    return row?.rows ?? 0;
  }
}
