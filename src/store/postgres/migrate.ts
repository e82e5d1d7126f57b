import { AppError } from '../../domain/app-error.js';
import { advisoryKey } from './advisory-key.js';
import type { PostgresDatabase, Queryable } from './postgres-database.js';

/** What was published stays; a database that a newer program has migrated is not touched. */
function requireKnown({ label, part }: PostgresDatabase, found: number, known: number): void {
  if (found <= known) return;
  throw new AppError(
    `The ${part} in ${label} was written by a newer version of this program (format ${found}, known is ${known}).`,
    {
      code: part === 'index' ? 'index_too_new' : 'state_too_new',
      hint: 'Update the program, or name another schema with DATABASE_SCHEMA.',
    },
  );
}

async function readVersion(on: Queryable, part: string): Promise<number> {
  // Not `to_regclass`, which after waiting for a lock may still know that there was no table.
  const tables = await on.query(
    "SELECT 1 FROM pg_tables WHERE schemaname = 'report_qa' AND tablename = 'versions'",
  );
  if (tables.length === 0) return 0;
  const rows = await on.query<{ version: number }>(
    'SELECT version FROM report_qa.versions WHERE part = $1',
    part,
  );
  return rows[0]?.version ?? 0;
}

/**
 * Brings the tables of the database's part up to date; processes that start together do it once. Throws
 * `index_too_new` or `state_too_new`, and what the database throws.
 */
export async function migrate(
  database: PostgresDatabase,
  migrations: readonly string[],
): Promise<void> {
  const { part, schema } = database;
  const known = migrations.length;
  const found = await readVersion(database, part);
  requireKnown(database, found, known);
  if (found === known) return;
  await database.transaction(async (session) => {
    await session.query('SELECT pg_advisory_xact_lock($1, 0)', advisoryKey(schema, 'migrate'));
    const behind = await readVersion(session, part);
    requireKnown(database, behind, known);
    if (behind === known) return;
    await session.query('CREATE SCHEMA IF NOT EXISTS report_qa');
    const version = 'part text PRIMARY KEY, version integer NOT NULL';
    await session.query(`CREATE TABLE IF NOT EXISTS report_qa.versions (${version})`);
    if (part === 'index') await session.query('CREATE EXTENSION IF NOT EXISTS vector');
    for (const step of migrations.slice(behind)) await session.query(step);
    await session.query(
      `INSERT INTO report_qa.versions (part, version) VALUES ($1, $2)
       ON CONFLICT (part) DO UPDATE SET version = excluded.version`,
      ...[part, known],
    );
  });
}
