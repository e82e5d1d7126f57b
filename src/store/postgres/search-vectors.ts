import type { PassageHit, SearchOptions } from '../../domain/report-index.js';
import { requireSoundVector } from '../vector-blob.js';
import type { Model } from './index-rows.js';
import type { Queryable } from './postgres-database.js';
import { vectorFromBytes, vectorToText } from './vector-text.js';

/**
 * Up to so many passages, all vectors are compared, which is exact. Above, `finish` makes an HNSW graph, and a search uses
 * it as soon as it stands.
 */
export const EXACT_LIMIT = 20_000;

/** Texts repeat and may be gone, so more vectors than passages are looked at. */
const OVERSAMPLING = 2;
/** `hnsw.ef_search` of our connections; a graph gives no more hits than that. */
const MOST_FROM_GRAPH = 200;

/** A graph needs the number of dimensions, and is made for one model. */
export function graphName(model: Model): string {
  return `passage_vectors_graph_${model.id}`;
}

export function graphExpression({ dimensions }: Model): string {
  return `(vector::vector(${dimensions}))`;
}

function searchAll(model: Model): string {
  return `WITH nearest AS MATERIALIZED (
      SELECT hash, ${graphExpression(model)} <=> $1::vector(${model.dimensions}) AS distance
      FROM report_qa.passage_vectors WHERE model = ${model.id}
      ORDER BY ${graphExpression(model)} <=> $1::vector(${model.dimensions}) LIMIT $2)
    SELECT passages.id AS "passageId", 1 - nearest.distance AS score FROM nearest
    JOIN report_qa.passages AS passages ON passages.embedding_hash = nearest.hash
    ORDER BY score DESC, passages.id LIMIT $3`;
}

/** The distances are found before they are sorted, so that no graph takes the place of the documents' own passages. */
const SEARCH_WITHIN = `WITH near AS MATERIALIZED (
    SELECT passages.id, vectors.vector <=> $1::vector AS distance
    FROM report_qa.documents AS documents
    JOIN report_qa.passages AS passages ON passages.document = documents.key
    JOIN report_qa.passage_vectors AS vectors
      ON vectors.model = $2 AND vectors.hash = passages.embedding_hash
    WHERE documents.id = ANY($4))
  SELECT id AS "passageId", 1 - distance AS score FROM near ORDER BY score DESC, id LIMIT $3`;

/** Best first; passages without a vector are not found. Throws `model_failed` for a vector that is not sound. */
export async function searchVectors(
  on: Queryable,
  model: Model,
  query: Float32Array,
  { limit, documentIds }: SearchOptions,
): Promise<PassageHit[]> {
  requireSoundVector(query, model.dimensions);
  if (limit < 1) return [];
  const vector = vectorToText(query);
  if (documentIds !== undefined) {
    return await on.query<PassageHit>(SEARCH_WITHIN, vector, model.id, limit, documentIds);
  }
  const looked = Math.min(limit * OVERSAMPLING, Math.max(limit, MOST_FROM_GRAPH));
  return await on.query<PassageHit>(searchAll(model), vector, looked, limit);
}

interface VectorRow {
  readonly id: number;
  readonly bytes: Buffer;
}

const BY_ID = (table: 'passage' | 'sentence') => `SELECT wanted.id,
    vector_send(vectors.vector) AS bytes
  FROM report_qa.${table}s AS wanted JOIN report_qa.${table}_vectors AS vectors
    ON vectors.model = $1 AND vectors.hash = wanted.embedding_hash
  WHERE wanted.id = ANY($2::bigint[])`;

export async function readVectors(
  on: Queryable,
  model: Model,
  table: 'passage' | 'sentence',
  ids: readonly number[],
): Promise<Map<number, Float32Array>> {
  if (ids.length === 0) return new Map();
  const rows = await on.query<VectorRow>(BY_ID(table), model.id, ids);
  return new Map(rows.map(({ id, bytes }) => [id, vectorFromBytes(bytes)]));
}

const SAMPLE = `WITH live AS MATERIALIZED (
    SELECT passages.id, passages.embedding_hash AS hash,
      row_number() OVER (ORDER BY passages.id) - 1 AS place, count(*) OVER () AS live
    FROM report_qa.passages AS passages JOIN report_qa.passage_vectors AS vectors
      ON vectors.model = $1 AND vectors.hash = passages.embedding_hash),
  chosen AS (SELECT DISTINCT (step * live / least($2, live)) AS place
    FROM (SELECT max(live) AS live FROM live) AS counted, generate_series(0, $2 - 1) AS step
    WHERE step < live)
  SELECT live.id, vector_send(vectors.vector) AS bytes FROM live JOIN chosen USING (place)
  JOIN report_qa.passage_vectors AS vectors ON vectors.model = $1 AND vectors.hash = live.hash
  ORDER BY live.id`;

/** At most `limit` passages' vectors, spread evenly over all. */
export async function readSample(
  on: Queryable,
  model: Model,
  limit: number,
): Promise<Float32Array[]> {
  if (limit < 1) return [];
  const rows = await on.query<VectorRow>(SAMPLE, model.id, Math.floor(limit));
  return rows.map(({ bytes }) => vectorFromBytes(bytes));
}
