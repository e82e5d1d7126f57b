import type { IdempotencyKey, IdempotencyState } from '../domain/state-store.js';
import type { ProcessOwner } from './process-owner.js';
import type { StoreConnection } from './store-connection.js';

interface RequestRow {
  readonly request_hash: string;
  readonly response: string | null;
  readonly owner: string | null;
}

export interface BeginningRequest extends IdempotencyKey {
  readonly requestHash: string;
  readonly atMs: number;
}

const READ_REQUEST =
  'SELECT request_hash, response, owner FROM requests WHERE scope = ? AND key = ?';

function stateOf(connection: StoreConnection, row: RequestRow, hash: string): IdempotencyState {
  if (row.request_hash !== hash) return { state: 'mismatch' };
  const { response } = row;
  if (response === null) return { state: 'running' };
  return { state: 'done', response: connection.guard(() => JSON.parse(response) as unknown) };
}

/** A key that a gone process has left unfinished is free. */
export function claimRequest(
  connection: StoreConnection,
  owner: ProcessOwner,
  { scope, key, requestHash, atMs }: BeginningRequest,
): IdempotencyState {
  const before = connection.get<RequestRow>(READ_REQUEST, scope, key);
  if (before !== undefined && before.response === null) owner.releaseGone(connection);
  return connection.writing((): IdempotencyState => {
    const row = connection.get<RequestRow>(READ_REQUEST, scope, key);
    if (row !== undefined) return stateOf(connection, row, requestHash);
    owner.sign(connection);
    connection.run(
      'INSERT INTO requests (scope, key, request_hash, owner, at_ms) VALUES (?, ?, ?, ?, ?)',
      ...[scope, key, requestHash, owner.id, atMs],
    );
    return { state: 'new' };
  });
}

export function completeRequest(
  connection: StoreConnection,
  { scope, key }: IdempotencyKey,
  response: unknown,
): void {
  connection.run(
    'UPDATE requests SET response = ?, owner = NULL WHERE scope = ? AND key = ?',
    ...[JSON.stringify(response ?? null), scope, key],
  );
}

export function freeRequest(connection: StoreConnection, { scope, key }: IdempotencyKey): void {
  connection.run(
    'DELETE FROM requests WHERE scope = ? AND key = ? AND response IS NULL',
    ...[scope, key],
  );
}

export function deleteRequestsBefore(connection: StoreConnection, timeMs: number): void {
  connection.run('DELETE FROM requests WHERE at_ms < ?', timeMs);
}
