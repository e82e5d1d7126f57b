import type { StoreConnection } from './store-connection.js';

export interface LedgerEntry {
  /** ISO date. */
  readonly day: string;
  readonly user: string | null;
}

/** Tokens of nobody in particular count for everybody. */
const NOBODY = '';

export function addToLedger(
  connection: StoreConnection,
  { day, user }: LedgerEntry,
  tokens: number,
): void {
  connection.run(
    `INSERT INTO token_ledger (day, user, tokens) VALUES (?, ?, ?)
     ON CONFLICT (day, user) DO UPDATE SET tokens = tokens + excluded.tokens`,
    ...[day, user ?? NOBODY, tokens],
  );
}

/** Of everybody when `user` is null. */
export function readLedger(connection: StoreConnection, { day, user }: LedgerEntry): number {
  const of = user === null ? '' : 'AND user = ?';
  const row = connection.get<{ tokens: number }>(
    `SELECT coalesce(sum(tokens), 0) AS tokens FROM token_ledger WHERE day = ? ${of}`,
    ...(user === null ? [day] : [day, user]),
  );
  return row?.tokens ?? 0;
}

export function deleteLedgerBefore(connection: StoreConnection, day: string): void {
  connection.run('DELETE FROM token_ledger WHERE day < ?', day);
}
