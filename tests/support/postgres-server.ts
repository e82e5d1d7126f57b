import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite/vector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import pg from 'pg';
import { afterAll } from 'vitest';
import type { DatabaseSettings } from '../../src/store/postgres/database-settings.js';

export interface PostgresServer {
  readonly url: string;
  /** A schema that no other test has; it goes with the file's tests. */
  newSchema(): DatabaseSettings;
}

/** Of a real server, for what needs several sessions at once; undefined without one. */
// biome-ignore lint/style/noProcessEnv: a test server is named in the environment.
export const realServerUrl = process.env.TEST_DATABASE_URL;

const MAX_CONNECTIONS = 100;

async function startPglite(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'report-qa-pg-'));
  const db = await PGlite.create({ extensions: { vector } });
  const path = join(folder, '.s.PGSQL.5432');
  const server = new PGLiteSocketServer({ db, path, maxConnections: MAX_CONNECTIONS });
  await server.start();
  return {
    url: `postgresql://postgres:@/postgres?host=${folder}`,
    async stop() {
      await server.stop();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server of TEST_DATABASE_URL, or PGlite behind a socket, which has one session for all its connections. */
export async function startPostgres(): Promise<PostgresServer> {
  const { url, stop } =
    realServerUrl === undefined
      ? await startPglite()
      : { url: realServerUrl, stop: async () => undefined };
  const prefix = `test_${process.pid}_${Date.now().toString(36)}`;
  const schemas: string[] = [];
  afterAll(async () => {
    if (realServerUrl !== undefined) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      for (const schema of schemas) await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await client.end();
    }
    await stop();
  });
  return {
    url,
    newSchema() {
      const schema = `${prefix}_${schemas.length}`;
      schemas.push(schema);
      return { url, schema };
    },
  };
}
