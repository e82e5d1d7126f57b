import { requireSoundVector } from '../vector-blob.js';
import { type Model, readModel } from './index-rows.js';
import type { PostgresDatabase, Queryable } from './postgres-database.js';
import { EXACT_LIMIT, graphExpression, graphName } from './search-vectors.js';
import { LARGEST_DIMENSIONS, vectorToText } from './vector-text.js';

export interface HashedVector {
  readonly hash: string;
  readonly vector: Float32Array;
}

/** A text may be a passage and a sentence; it is embedded once and kept with both. */
const PUT_VECTORS = (table: 'passage' | 'sentence') => `INSERT INTO report_qa.${table}_vectors
    (model, hash, id, vector)
  SELECT $1, made.hash, nextval('report_qa.vector_ids'), made.vector::vector
  FROM unnest($2::text[], $3::text[]) AS made (hash, vector)
  WHERE EXISTS (SELECT 1 FROM report_qa.${table}s AS wanted WHERE wanted.embedding_hash = made.hash)
  ORDER BY made.hash
  ON CONFLICT (model, hash) DO UPDATE SET id = excluded.id, vector = excluded.vector`;

async function modelFor(on: Queryable, fingerprint: string, dimensions: number): Promise<Model> {
  const known = await readModel(on, fingerprint);
  if (known !== null) return known;
  await on.query(
    `INSERT INTO report_qa.models (fingerprint, dimensions) VALUES ($1, $2)
     ON CONFLICT (fingerprint) DO NOTHING`,
    ...[fingerprint, dimensions],
  );
  return (await readModel(on, fingerprint)) as Model;
}

/** Throws `model_failed` for vectors that are not sound, and keeps none of them. */
export async function putVectors(
  database: PostgresDatabase,
  fingerprint: string,
  vectors: readonly HashedVector[],
): Promise<void> {
  const [first] = vectors;
  if (first === undefined) return;
  await database.transaction(async (session) => {
    const model = await modelFor(session, fingerprint, first.vector.length);
    for (const { vector } of vectors) requireSoundVector(vector, model.dimensions);
    const made = new Map(vectors.map(({ hash, vector }) => [hash, vectorToText(vector)]));
    const columns = [[...made.keys()], [...made.values()]];
    await session.query(PUT_VECTORS('passage'), model.id, ...columns);
    await session.query(PUT_VECTORS('sentence'), model.id, ...columns);
  });
}

export interface LastIds {
  readonly passage: number;
  readonly sentence: number;
}

export async function readLastIds(on: Queryable): Promise<LastIds> {
  const [row] = await on.query<LastIds>(
    `SELECT coalesce((SELECT max(id) FROM report_qa.passages), 0) AS passage,
       coalesce((SELECT max(id) FROM report_qa.sentences), 0) AS sentence`,
  );
  return row ?? { passage: 0, sentence: 0 };
}

const SHARE = (from: string, to: string) => `INSERT INTO report_qa.${to}_vectors
    (model, hash, id, vector)
  SELECT vectors.model, vectors.hash, vectors.id, vectors.vector
  FROM report_qa.${to}s AS wanted CROSS JOIN report_qa.models AS models
  JOIN report_qa.${from}_vectors AS vectors
    ON vectors.model = models.id AND vectors.hash = wanted.embedding_hash
  WHERE wanted.id > $1
  ON CONFLICT (model, hash) DO NOTHING`;

/** A text that was a sentence may have become a passage, and the other way round, since these were the last ids. */
export async function shareVectors(on: Queryable, before: LastIds): Promise<void> {
  await on.query(SHARE('sentence', 'passage'), before.passage);
  await on.query(SHARE('passage', 'sentence'), before.sentence);
}

export async function renewVectors(on: Queryable, fingerprint: string): Promise<void> {
  const model = (await readModel(on, fingerprint))?.id ?? 0;
  await on.query('DELETE FROM report_qa.passage_vectors WHERE model <> $1', model);
  await on.query('DELETE FROM report_qa.sentence_vectors WHERE model <> $1', model);
  await on.query('DELETE FROM report_qa.models WHERE id <> $1', model);
  await on.query(
    `UPDATE report_qa.models SET stale_up_to = (SELECT last_value FROM report_qa.vector_ids)`,
  );
}

const DROP_ORPHANS = (table: 'passage' | 'sentence') => `DELETE FROM report_qa.${table}_vectors
  AS vectors WHERE NOT EXISTS (
    SELECT 1 FROM report_qa.${table}s AS wanted WHERE wanted.embedding_hash = vectors.hash)`;

export async function dropOrphans(on: Queryable): Promise<void> {
  await on.query(DROP_ORPHANS('passage'));
  await on.query(DROP_ORPHANS('sentence'));
}

/** Makes the graph for a big collection, and drops it when the collection is small again. */
export async function bringUpGraph(
  database: PostgresDatabase,
  fingerprint: string,
  exactLimit: number = EXACT_LIMIT,
): Promise<void> {
  const model = await readModel(database, fingerprint);
  if (model === null) return;
  const [counted] = await database.query<{ vectors: number; graph: boolean }>(
    `SELECT (SELECT count(*) FROM report_qa.passage_vectors WHERE model = $1) AS vectors,
       to_regclass('report_qa.${graphName(model)}') IS NOT NULL AS graph`,
    model.id,
  );
  const { vectors = 0, graph = false } = counted ?? {};
  const isWanted = vectors > exactLimit && model.dimensions <= LARGEST_DIMENSIONS;
  if (isWanted === graph) return;
  await database.query(
    isWanted
      ? `CREATE INDEX ${graphName(model)} ON report_qa.passage_vectors
         USING hnsw (${graphExpression(model)} vector_cosine_ops) WHERE model = ${model.id}`
      : `DROP INDEX report_qa.${graphName(model)}`,
  );
}
