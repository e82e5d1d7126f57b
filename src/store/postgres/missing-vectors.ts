import type { MissingVector } from '../../domain/index-writer.js';
import { firstOfEach, type OrderedRow } from '../missing-vectors.js';
import type { Model } from './index-rows.js';
import { type Queryable, restoreNul } from './postgres-database.js';

type Table = 'passages' | 'sentences';

interface MissingRow {
  readonly id: number;
  readonly hash: string;
  readonly embeddingText: string | null;
  readonly passageText: string;
  readonly start: number;
  readonly end: number;
}

const IS_MISSING = (table: Table) => `wanted.embedding_hash IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM report_qa.${table.slice(0, -1)}_vectors AS vectors
  WHERE vectors.model = $1 AND vectors.hash = wanted.embedding_hash AND vectors.id > $2)`;

/** After so many texts the order is looked at again: other documents may be asked for by now. */
const TEXTS_AN_ORDER = 4_096;

const MOST_ASKED_THEN_NEWEST =
  'ORDER BY asked.times DESC NULLS LAST, documents.date DESC NULLS LAST, wanted.id';

const ORDER: Record<Table, string> = {
  passages: `SELECT wanted.id, wanted.embedding_hash AS hash FROM report_qa.passages AS wanted
    JOIN report_qa.documents AS documents ON documents.key = wanted.document
    LEFT JOIN report_qa.asked AS asked ON asked.document = documents.id
    WHERE ${IS_MISSING('passages')} ${MOST_ASKED_THEN_NEWEST} LIMIT ${TEXTS_AN_ORDER}`,
  sentences: `SELECT wanted.id, wanted.embedding_hash AS hash FROM report_qa.sentences AS wanted
    JOIN report_qa.passages AS passages ON passages.id = wanted.passage
    JOIN report_qa.documents AS documents ON documents.key = passages.document
    LEFT JOIN report_qa.asked AS asked ON asked.document = documents.id
    WHERE ${IS_MISSING('sentences')} ${MOST_ASKED_THEN_NEWEST} LIMIT ${TEXTS_AN_ORDER}`,
};

const TEXTS: Record<Table, string> = {
  passages: `SELECT wanted.id, wanted.embedding_hash AS hash,
      wanted.embedding_text AS "embeddingText", wanted.text AS "passageText", 0 AS start, 0 AS end
    FROM report_qa.passages AS wanted WHERE wanted.id = ANY($1::bigint[])`,
  sentences: `SELECT wanted.id, wanted.embedding_hash AS hash,
      wanted.embedding_text AS "embeddingText", passages.text AS "passageText",
      wanted.start_at - passages.start_at AS start, wanted.end_at - passages.start_at AS end
    FROM report_qa.sentences AS wanted
    JOIN report_qa.passages AS passages ON passages.id = wanted.passage
    WHERE wanted.id = ANY($1::bigint[])`,
};

const COUNT = `SELECT count(*) AS texts FROM (
    SELECT embedding_hash FROM report_qa.passages AS wanted WHERE ${IS_MISSING('passages')}
    UNION SELECT embedding_hash FROM report_qa.sentences AS wanted WHERE ${IS_MISSING('sentences')}
  ) AS texts`;

/** No vector has this model, so all are missing. */
const NO_MODEL: Model = { id: -1, dimensions: 0, staleUpTo: 0 };

function textOf(row: MissingRow, table: Table): string {
  if (row.embeddingText !== null) return restoreNul(row.embeddingText);
  const text = restoreNul(row.passageText);
  return table === 'passages' ? text : text.slice(row.start, row.end);
}

/** Finds what has no vector yet: documents that are asked for most first, then the newest. */
export class MissingVectors {
  #queue: { readonly table: Table; readonly ids: number[] } | null = null;

  /** After a flip, all is looked through again. */
  restart(): void {
    this.#queue = null;
  }

  /** What was given out before and is still missing comes again when all else was given out. */
  async next(on: Queryable, model: Model | null, limit: number): Promise<MissingVector[]> {
    if (limit < 1) return [];
    if (this.#queue === null || this.#queue.ids.length === 0) {
      this.#queue = await this.#order(on, model ?? NO_MODEL);
    }
    const { table, ids } = this.#queue;
    const wanted = ids.splice(0, limit);
    const rows = await on.query<MissingRow>(TEXTS[table], wanted);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const found = new Map<string, string>();
    for (const id of wanted) {
      const row = byId.get(id);
      if (row !== undefined) found.set(row.hash, textOf(row, table));
    }
    return [...found].map(([hash, text]) => ({ hash, text }));
  }

  async #order(on: Queryable, model: Model): Promise<{ table: Table; ids: number[] }> {
    for (const table of ['passages', 'sentences'] as const) {
      const rows = await on.query<OrderedRow>(ORDER[table], model.id, model.staleUpTo);
      if (rows.length > 0) return { table, ids: firstOfEach(rows) };
    }
    return { table: 'sentences', ids: [] };
  }
}

/** Each text once. */
export async function countMissing(on: Queryable, model: Model | null): Promise<number> {
  const { id, staleUpTo } = model ?? NO_MODEL;
  const [row] = await on.query<{ texts: number }>(COUNT, id, staleUpTo);
  return row?.texts ?? 0;
}
