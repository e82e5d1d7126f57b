import type { IdempotencyKey, IdempotencyState } from '../../domain/state-store.js';
import type { PostgresDatabase } from './postgres-database.js';
import type { SessionOwner } from './session-owner.js';

interface RequestRow {
  readonly request_hash: string;
  readonly response: string | null;
}

export interface BeginningRequest extends IdempotencyKey {
  readonly requestHash: string;
  readonly atMs: number;
}

const CLAIM = `INSERT INTO report_qa.requests (scope, key, request_hash, owner, at_ms)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (scope, key) DO NOTHING RETURNING scope`;

const READ = 'SELECT request_hash, response FROM report_qa.requests WHERE scope = $1 AND key = $2';

function stateOf({ request_hash, response }: RequestRow, hash: string): IdempotencyState {
  if (request_hash !== hash) return { state: 'mismatch' };
  if (response === null) return { state: 'running' };
  return { state: 'done', response: JSON.parse(response) as unknown };
}

/** A key that a gone process has left unfinished is free. */
export async function claimRequest(
  database: PostgresDatabase,
  owner: SessionOwner,
  { scope, key, requestHash, atMs }: BeginningRequest,
): Promise<IdempotencyState> {
  const read = async () => (await database.query<RequestRow>(READ, scope, key))[0];
  let known = await read();
  if (known?.response === null) {
    await owner.releaseGone();
    known = await read();
  }
  for (;;) {
    const row = known;
    if (row !== undefined) return await database.guard(async () => stateOf(row, requestHash));
    await owner.sign();
    const claimed = await database.query(
      CLAIM,
      ...[scope, key, requestHash, owner.id, Math.round(atMs)],
    );
    if (claimed.length > 0) return { state: 'new' };
    // Somebody was faster, and may have given it up again by now.
    known = await read();
  }
}

export async function completeRequest(
  database: PostgresDatabase,
  { scope, key }: IdempotencyKey,
  response: unknown,
): Promise<void> {
  await database.query(
    'UPDATE report_qa.requests SET response = $3, owner = NULL WHERE scope = $1 AND key = $2',
    ...[scope, key, JSON.stringify(response ?? null)],
  );
}

export async function freeRequest(
  database: PostgresDatabase,
  { scope, key }: IdempotencyKey,
): Promise<void> {
  await database.query(
    'DELETE FROM report_qa.requests WHERE scope = $1 AND key = $2 AND response IS NULL',
    ...[scope, key],
  );
}
