import type { MissingVector } from '../../domain/index-writer.js';
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

const IS_MISSING = (table: Table) => `NOT EXISTS (
  SELECT 1 FROM report_qa.${table.slice(0, -1)}_vectors AS vectors
  WHERE vectors.model = $1 AND vectors.hash = wanted.embedding_hash AND vectors.id > $2)`;

const MISSING: Record<Table, string> = {
  passages: `SELECT wanted.id, wanted.embedding_hash AS hash,
      wanted.embedding_text AS "embeddingText", wanted.text AS "passageText", 0 AS start, 0 AS end
    FROM report_qa.passages AS wanted
    WHERE wanted.id >= $3 AND ${IS_MISSING('passages')} ORDER BY wanted.id LIMIT $4`,
  sentences: `SELECT wanted.id, wanted.embedding_hash AS hash,
      wanted.embedding_text AS "embeddingText", passages.text AS "passageText",
      wanted.start_at - passages.start_at AS start, wanted.end_at - passages.start_at AS end
    FROM report_qa.sentences AS wanted
    JOIN report_qa.passages AS passages ON passages.id = wanted.passage
    WHERE wanted.id >= $3 AND ${IS_MISSING('sentences')} ORDER BY wanted.id LIMIT $4`,
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

/** Finds what has no vector yet, going on where it last found something instead of at the beginning. */
export class MissingVectors {
  #from: Record<Table, number> = { passages: 0, sentences: 0 };
  #model = 0;

  /** After a flip, all is looked through again. */
  restart(): void {
    this.#from = { passages: 0, sentences: 0 };
  }

  async next(on: Queryable, model: Model | null, limit: number): Promise<MissingVector[]> {
    const id = model?.id ?? NO_MODEL.id;
    if (id !== this.#model && this.#model > 0) this.restart();
    this.#model = id;
    const passages = await this.#next(on, 'passages', model ?? NO_MODEL, limit);
    if (passages.length > 0) return passages;
    return await this.#next(on, 'sentences', model ?? NO_MODEL, limit);
  }

  async #next(on: Queryable, table: Table, model: Model, limit: number): Promise<MissingVector[]> {
    if (limit < 1) return [];
    const rows = await on.query<MissingRow>(
      MISSING[table],
      ...[model.id, model.staleUpTo, this.#from[table], limit],
    );
    this.#from[table] = rows[0]?.id ?? Number.MAX_SAFE_INTEGER;
    const found = new Map(rows.map((row) => [row.hash, textOf(row, table)]));
    return [...found].map(([hash, text]) => ({ hash, text }));
  }
}

/** Each text once. */
export async function countMissing(on: Queryable, model: Model | null): Promise<number> {
  const { id, staleUpTo } = model ?? NO_MODEL;
  const [row] = await on.query<{ texts: number }>(COUNT, id, staleUpTo);
  return row?.texts ?? 0;
}
