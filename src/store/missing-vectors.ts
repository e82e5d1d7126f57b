import type { MissingVector } from '../domain/index-writer.js';
import { readModel } from './index-meta.js';
import type { StoreConnection } from './store-connection.js';

type Table = 'passages' | 'sentences';

interface MissingRow {
  readonly hash: string;
  readonly embeddingText: string | null;
  readonly passageText: string;
  readonly start: number;
  readonly end: number;
}

/** No row has this id, so a model without vectors misses all of them. */
const NO_MODEL = -1;
/** After so many texts the order is looked at again: other documents may be asked for by now. */
const TEXTS_AN_ORDER = 4_096;

const IS_MISSING = `NOT EXISTS (
  SELECT 1 FROM vectors WHERE vectors.model = ? AND vectors.hash = wanted.embedding_hash
  AND vectors.id NOT IN (SELECT id FROM vectors_to_renew))`;

const ORDER: Record<Table, string> = {
  passages: `SELECT wanted.id, wanted.embedding_hash AS hash FROM passages AS wanted
    JOIN documents ON documents.key = wanted.document
    LEFT JOIN json_each(?) AS asked ON asked.value = documents.id
    WHERE ${IS_MISSING}
    ORDER BY asked.key IS NULL, asked.key, documents.date DESC, wanted.id`,
  sentences: `SELECT wanted.id, wanted.embedding_hash AS hash FROM sentences AS wanted
    JOIN passages ON passages.id = wanted.passage
    JOIN documents ON documents.key = passages.document
    LEFT JOIN json_each(?) AS asked ON asked.value = documents.id
    WHERE wanted.embedding_hash IS NOT NULL AND ${IS_MISSING}
    ORDER BY asked.key IS NULL, asked.key, documents.date DESC, wanted.id`,
};

const TEXT: Record<Table, string> = {
  passages: `SELECT wanted.embedding_hash AS hash, wanted.embedding_text AS embeddingText,
    wanted.text AS passageText, 0 AS start, 0 AS end FROM passages AS wanted WHERE wanted.id = ?`,
  sentences: `SELECT wanted.embedding_hash AS hash, wanted.embedding_text AS embeddingText,
    passages.text AS passageText, wanted.start - passages.start AS start,
    wanted.end - passages.start AS end
    FROM sentences AS wanted JOIN passages ON passages.id = wanted.passage WHERE wanted.id = ?`,
};

function textOf(row: MissingRow, table: Table): string {
  if (row.embeddingText !== null) return row.embeddingText;
  return table === 'passages' ? row.passageText : row.passageText.slice(row.start, row.end);
}

export interface OrderedRow {
  readonly id: number;
  readonly hash: string;
}

/** Headings and footers recur all over an archive: of those that share a text, the first. */
export function firstOfEach(rows: readonly OrderedRow[]): number[] {
  const seen = new Set<string>();
  return rows.flatMap(({ id, hash }) => {
    if (seen.has(hash)) return [];
    seen.add(hash);
    return [id];
  });
}

/** Finds what has no vector yet: documents that are asked for most first, then the newest. */
export class MissingVectors {
  readonly #connection: StoreConnection;
  readonly #mostAsked: () => readonly string[];
  #queue: { readonly table: Table; readonly ids: number[] } | null = null;
  #left = 0;
  #fingerprint = '';

  /** `mostAsked` gives ids of documents, the most asked first. */
  constructor(connection: StoreConnection, mostAsked: () => readonly string[]) {
    this.#connection = connection;
    this.#mostAsked = mostAsked;
  }

  /** After a flip, all is looked through again. */
  restart(): void {
    this.#queue = null;
  }

  /** What was given out before and is still missing comes again when all else was given out. */
  next(fingerprint: string, limit: number): MissingVector[] {
    if (limit < 1) return [];
    if (fingerprint !== this.#fingerprint || this.#left <= 0) this.restart();
    this.#fingerprint = fingerprint;
    const found = new Map<string, string>();
    for (let looked = 0; found.size < limit; ) {
      if (this.#queue === null || this.#queue.ids.length === 0) {
        if (looked > 0) break;
        looked += 1;
        this.#queue = this.#order();
        this.#left = TEXTS_AN_ORDER;
      }
      const id = this.#queue.ids.pop();
      if (id === undefined) break;
      looked += 1;
      const row = this.#connection.get<MissingRow>(TEXT[this.#queue.table], id);
      if (row !== undefined) found.set(row.hash, textOf(row, this.#queue.table));
    }
    this.#left -= found.size;
    return [...found].map(([hash, text]) => ({ hash, text }));
  }

  /** Last first, so that the next one is taken from the end. */
  #order(): { table: Table; ids: number[] } {
    const model = readModel(this.#connection, this.#fingerprint)?.id ?? NO_MODEL;
    const asked = JSON.stringify(this.#mostAsked());
    for (const table of ['passages', 'sentences'] as const) {
      const rows = this.#connection.all<OrderedRow>(ORDER[table], asked, model);
      if (rows.length > 0) return { table, ids: firstOfEach(rows).reverse() };
    }
    return { table: 'sentences', ids: [] };
  }

  count(fingerprint: string): number {
    const model = readModel(this.#connection, fingerprint)?.id ?? NO_MODEL;
    const row = this.#connection.get<{ rows: number }>(
      `SELECT count(*) AS rows FROM (
         SELECT embedding_hash FROM passages
         UNION SELECT embedding_hash FROM sentences WHERE embedding_hash IS NOT NULL
       ) AS wanted WHERE ${IS_MISSING}`,
      model,
    );
    return row?.rows ?? 0;
  }
}
