import type { FileProblems, IndexedFile } from '../../domain/index-writer.js';
import type { IndexStatus } from '../../domain/report-index.js';
import { COUNTED_EXACTLY, missingFrom, type ScorecardKey } from '../index-meta.js';
import type { Queryable } from './postgres-database.js';

export type MetaKey =
  | 'generation'
  | 'content_version'
  | 'built_at'
  | 'complete'
  | 'swept'
  | 'counts'
  | 'token_count'
  | 'rate'
  | 'missing'
  | 'refused'
  | ScorecardKey;

export async function readMeta(on: Queryable, key: MetaKey): Promise<string | null> {
  const [row] = await on.query<{ value: string }>(
    'SELECT value FROM report_qa.meta WHERE key = $1',
    key,
  );
  return row?.value ?? null;
}

export async function writeMeta(on: Queryable, key: MetaKey, value: string): Promise<void> {
  await on.query(
    `INSERT INTO report_qa.meta (key, value) VALUES ($1, $2)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    ...[key, value],
  );
}

/** 0 before the first flip. */
export async function readGeneration(on: Queryable): Promise<number> {
  return Number((await readMeta(on, 'generation')) ?? 0);
}

export async function readFiles(on: Queryable): Promise<IndexedFile[]> {
  return await on.query<IndexedFile>(
    'SELECT path, stamp, content_hash AS "contentHash" FROM report_qa.files ORDER BY path COLLATE "C"',
  );
}

export async function readFileProblems(on: Queryable): Promise<FileProblems[]> {
  const rows = await on.query<Omit<FileProblems, 'problems'> & { problems: string }>(
    'SELECT path, stamp, failed, problems FROM report_qa.file_problems ORDER BY path COLLATE "C"',
  );
  return rows.map((row) => ({
    ...row,
    problems: JSON.parse(row.problems) as FileProblems['problems'],
  }));
}

export interface Model {
  readonly id: number;
  readonly dimensions: number;
  /** Vectors with ids up to this one are to be made again. */
  readonly staleUpTo: number;
}

/** Null while the model has no vector. */
export async function readModel(on: Queryable, fingerprint: string): Promise<Model | null> {
  const [row] = await on.query<Model>(
    `SELECT id, dimensions, stale_up_to AS "staleUpTo" FROM report_qa.models WHERE fingerprint = $1`,
    fingerprint,
  );
  return row ?? null;
}

/** What `complete` holds when the generation has all vectors of the model, so that nobody needs to count them. */
export function completeMark(generation: number, fingerprint: string): string {
  return `${generation}:${fingerprint}`;
}

/** Kept with each flip, since Postgres counts rows by reading them. */
export interface IndexCounts {
  readonly documents: number;
  readonly passages: number;
  readonly sentences: number;
  /** Sentences that are prepared for a vector; absent in what older versions kept: all of them. */
  readonly preparedSentences?: number;
}

export async function countRows(on: Queryable): Promise<IndexCounts & { readonly tokens: number }> {
  const [row] = await on.query<IndexCounts & { tokens: number }>(
    `SELECT (SELECT count(*) FROM report_qa.documents) AS documents,
       (SELECT count(*) FROM report_qa.sentences) AS sentences,
       (SELECT count(embedding_hash) FROM report_qa.sentences) AS "preparedSentences",
       count(*) AS passages, coalesce(sum(tokens), 0)::bigint AS tokens
     FROM report_qa.passages`,
  );
  return row ?? { documents: 0, passages: 0, sentences: 0, tokens: 0 };
}

/** What tells whether anything changed: read with one statement, before what is remembered is used. */
export interface Pulse {
  readonly generation: number;
  readonly counts: IndexCounts;
  /** Of all passages together. */
  readonly tokens: number;
  readonly builtAt: string | null;
  readonly vectorsPerSecond: number | null;
  readonly complete: string;
  readonly missing: string | null;
  readonly refused: string | null;
  readonly contentVersion: string | null;
  readonly model: Model | null;
  readonly lastVector: number;
}

interface PulseRow {
  readonly meta: Partial<Record<MetaKey, string>>;
  readonly model: Model | null;
  readonly lastVector: number;
}

/** Without the scorecards, which are long, and which no question needs. */
const READ_PULSE = `SELECT
  (SELECT coalesce(json_object_agg(key, value), '{}') FROM report_qa.meta
    WHERE NOT starts_with(key, 'scorecard_')) AS meta,
  (SELECT json_build_object('id', id, 'dimensions', dimensions, 'staleUpTo', stale_up_to)
    FROM report_qa.models WHERE fingerprint = $1) AS model,
  (SELECT last_value FROM report_qa.vector_ids) AS "lastVector"`;

const NO_COUNTS: IndexCounts = { documents: 0, passages: 0, sentences: 0 };

export async function readPulse(on: Queryable, fingerprint: string): Promise<Pulse> {
  const [row] = await on.query<PulseRow>(READ_PULSE, fingerprint);
  const meta = row?.meta ?? {};
  const counts = meta.counts === undefined ? NO_COUNTS : (JSON.parse(meta.counts) as IndexCounts);
  return {
    generation: Number(meta.generation ?? 0),
    counts,
    tokens: Number(meta.token_count ?? 0),
    builtAt: meta.built_at ?? null,
    vectorsPerSecond: meta.rate === undefined ? null : Number(meta.rate),
    complete: meta.complete ?? '',
    missing: meta.missing ?? null,
    refused: meta.refused || null,
    contentVersion: meta.content_version ?? null,
    model: row?.model ?? null,
    lastVector: row?.lastVector ?? 0,
  };
}

const COUNT_VECTORS = `SELECT
  (SELECT count(*) FROM report_qa.passages AS wanted JOIN report_qa.passage_vectors AS vectors
    ON vectors.model = $1 AND vectors.hash = wanted.embedding_hash)
  + (SELECT count(*) FROM report_qa.sentences AS wanted JOIN report_qa.sentence_vectors AS vectors
    ON vectors.model = $1 AND vectors.hash = wanted.embedding_hash) AS vectors`;

/** Counts vectors only while some are missing. */
export async function statusOf(
  on: Queryable,
  pulse: Pulse,
  fingerprint: string,
): Promise<IndexStatus> {
  const { generation, builtAt, complete, model, vectorsPerSecond } = pulse;
  const { documents, passages, sentences, preparedSentences = sentences } = pulse.counts;
  const vectorsWanted = passages + preparedSentences;
  let vectors = vectorsWanted;
  const mark = completeMark(generation, fingerprint);
  const missing = missingFrom(pulse.missing, mark);
  if (complete !== mark && vectorsWanted > COUNTED_EXACTLY && missing !== null) {
    vectors = Math.max(0, vectorsWanted - missing);
  } else if (complete !== mark) {
    const rows = model === null ? [] : await on.query<{ vectors: number }>(COUNT_VECTORS, model.id);
    vectors = rows[0]?.vectors ?? 0;
  }
  return {
    ...{ generation, documents, passages, sentences, vectors, vectorsWanted },
    ...{ passagesToGloss: 0, vectorsPerSecond, builtAt },
  };
}
