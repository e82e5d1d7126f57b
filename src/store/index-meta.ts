import type { FileProblems, IndexedFile } from '../domain/index-writer.js';
import type { IndexStatus } from '../domain/report-index.js';
import type { GateStage, Scorecard } from '../domain/scorecard.js';
import type { StoreConnection } from './store-connection.js';
import { countUnglossed, firstUnglossed } from './unglossed-passages.js';

export type MetaKey =
  | 'generation'
  | 'content_version'
  | 'built_at'
  | 'complete'
  | 'missing'
  | 'swept'
  | 'rate'
  | 'refused'
  | ScorecardKey;

export type ScorecardKey = `scorecard_${GateStage}`;

export function scorecardFrom(stored: string | null): Scorecard | null {
  return stored === null ? null : (JSON.parse(stored) as Scorecard);
}

export function readMeta(connection: StoreConnection, key: MetaKey): string | null {
  const row = connection.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key);
  return row?.value ?? null;
}

export function writeMeta(connection: StoreConnection, key: MetaKey, value: string): void {
  connection.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', key, value);
}

/** 0 before the first flip. */
export function readGeneration(connection: StoreConnection): number {
  return Number(readMeta(connection, 'generation') ?? 0);
}

export function readFiles(connection: StoreConnection): IndexedFile[] {
  return connection.all<IndexedFile>(
    'SELECT path, stamp, content_hash AS contentHash FROM files ORDER BY path',
  );
}

export function readFileProblems(connection: StoreConnection): FileProblems[] {
  return connection
    .all<{ path: string; stamp: string; failed: number; problems: string }>(
      'SELECT path, stamp, failed, problems FROM file_problems ORDER BY path',
    )
    .map(({ path, stamp, failed, problems }) => ({
      path,
      stamp,
      failed: failed === 1,
      problems: JSON.parse(problems) as FileProblems['problems'],
    }));
}

/** The number that stands for a model's fingerprint, or null while it has no vector. */
export function readModel(
  connection: StoreConnection,
  fingerprint: string,
): { readonly id: number; readonly dimensions: number } | null {
  return (
    connection.get<{ id: number; dimensions: number }>(
      'SELECT id, dimensions FROM models WHERE fingerprint = ?',
      fingerprint,
    ) ?? null
  );
}

/** The fingerprint of some model that has vectors, or null while none has. */
export function readAnyModel(connection: StoreConnection): string | null {
  const sql = 'SELECT fingerprint FROM models LIMIT 1';
  return connection.get<{ fingerprint: string }>(sql)?.fingerprint ?? null;
}

/** What `complete` holds when the generation has all vectors of the model, so that nobody needs to count them. */
export function completeMark(generation: number, fingerprint: string): string {
  return `${generation}:${fingerprint}`;
}

export function isComplete(connection: StoreConnection, fingerprint: string): boolean {
  return readMeta(connection, 'complete') === completeMark(readGeneration(connection), fingerprint);
}

/** What `missing` holds: how many texts of the generation lacked their vector when it was looked at. */
export interface MissingMark {
  readonly mark: string;
  readonly texts: number;
}

/** Null for what was said of another generation or model. */
export function missingFrom(stored: string | null, mark: string): number | null {
  if (stored === null) return null;
  const missing = JSON.parse(stored) as MissingMark;
  return missing.mark === mark ? missing.texts : null;
}

function countRows(connection: StoreConnection, table: 'documents' | 'passages' | 'sentences') {
  return connection.get<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`)?.rows ?? 0;
}

export function countPassages(connection: StoreConnection): number {
  return countRows(connection, 'passages');
}

function countPreparedSentences(connection: StoreConnection): number {
  const sql = 'SELECT count(*) AS rows FROM sentences WHERE embedding_hash IS NOT NULL';
  return connection.get<{ rows: number }>(sql)?.rows ?? 0;
}

function countVectors(connection: StoreConnection, table: 'passages' | 'sentences', model: number) {
  return (
    connection.get<{ rows: number }>(
      `SELECT count(*) AS rows FROM ${table} AS wanted
       JOIN vectors ON vectors.model = ? AND vectors.hash = wanted.embedding_hash`,
      model,
    )?.rows ?? 0
  );
}

/** Counting the vectors of more texts takes longer than a search; what the last refresh left missing says nearly the same. */
export const COUNTED_EXACTLY = 50_000;

export function rateFrom(stored: string | null): number | null {
  return stored === null ? null : Number(stored);
}

/** Changes whenever the status may. */
export function statusKey(connection: StoreConnection, fingerprint: string): string {
  return connection.transaction(() => {
    const last = connection.get<{ id: number | null }>('SELECT max(id) AS id FROM vectors');
    const complete = isComplete(connection, fingerprint);
    return [
      ...[readGeneration(connection), complete, last?.id ?? 0, readMeta(connection, 'rate')],
      firstUnglossed(connection),
    ].join(' ');
  });
}

export function readStatus(connection: StoreConnection, fingerprint: string): IndexStatus {
  return connection.transaction(() => {
    const passages = countRows(connection, 'passages');
    const sentences = countRows(connection, 'sentences');
    const wanted = passages + countPreparedSentences(connection);
    const model = readModel(connection, fingerprint);
    const missing = missingFrom(
      readMeta(connection, 'missing'),
      completeMark(readGeneration(connection), fingerprint),
    );
    const counted = (): number => {
      if (model === null) return 0;
      if (wanted > COUNTED_EXACTLY && missing !== null) return Math.max(0, wanted - missing);
      return (
        countVectors(connection, 'passages', model.id) +
        countVectors(connection, 'sentences', model.id)
      );
    };
    return {
      generation: readGeneration(connection),
      documents: countRows(connection, 'documents'),
      passages,
      sentences,
      vectors: isComplete(connection, fingerprint) ? wanted : counted(),
      vectorsWanted: wanted,
      passagesToGloss: countUnglossed(connection),
      vectorsPerSecond: rateFrom(readMeta(connection, 'rate')),
      builtAt: readMeta(connection, 'built_at'),
    };
  });
}
