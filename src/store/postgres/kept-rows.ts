import { hashText } from '../write-documents.js';
import type { Queryable } from './postgres-database.js';
import { vectorFromBytes, vectorToText } from './vector-text.js';

/** The oldest beyond these go. */
const MOST_VECTORS = 50_000;

export async function noteAsked(on: Queryable, documentIds: readonly string[]): Promise<void> {
  const ids = [...new Set(documentIds)].sort();
  await on.query(
    `INSERT INTO report_qa.asked AS asked (document, times)
     SELECT document, 1 FROM unnest($1::text[]) AS document
     ON CONFLICT (document) DO UPDATE SET times = asked.times + 1`,
    ids,
  );
}

export async function readKeptVectors(
  on: Queryable,
  fingerprint: string,
  texts: readonly string[],
): Promise<Map<string, Float32Array>> {
  if (texts.length === 0) return new Map();
  const byHash = new Map(texts.map((text) => [hashText(text), text]));
  const rows = await on.query<{ hash: string; bytes: Buffer }>(
    `SELECT hash, vector_send(vector) AS bytes FROM report_qa.kept_vectors
     WHERE model = $1 AND hash = ANY($2::text[])`,
    ...[fingerprint, [...byHash.keys()]],
  );
  return new Map(
    rows.map(({ hash, bytes }) => [byHash.get(hash) as string, vectorFromBytes(bytes)]),
  );
}

export async function keepVectors(
  on: Queryable,
  fingerprint: string,
  vectors: ReadonlyMap<string, Float32Array>,
): Promise<void> {
  if (vectors.size === 0) return;
  await on.query(
    `INSERT INTO report_qa.kept_vectors (model, hash, vector)
     SELECT $1, made.hash, made.vector::vector FROM unnest($2::text[], $3::text[]) AS made (hash, vector)
     ON CONFLICT (model, hash) DO NOTHING`,
    fingerprint,
    [...vectors.keys()].map(hashText),
    [...vectors.values()].map(vectorToText),
  );
  await on.query(
    'DELETE FROM report_qa.kept_vectors WHERE id <= (SELECT max(id) FROM report_qa.kept_vectors) - $1',
    MOST_VECTORS,
  );
}
