import { onTestFinished } from 'vitest';
import { openPostgresIndex } from '../../../src/store/postgres/postgres-index.js';
import { openPostgresIndexWriter } from '../../../src/store/postgres/postgres-index-writer.js';
import { type IndexUnderTest, reportIndexContract } from '../../contracts/report-index.contract.js';
import { realServerUrl, startPostgres } from '../../support/postgres-server.js';

const server = await startPostgres();

async function create(exactLimit?: number): Promise<IndexUnderTest> {
  const settings = server.newSchema();
  const fingerprint = 'hash-pairs-1';
  const limit = exactLimit === undefined ? {} : { exactLimit };
  const writer = await openPostgresIndexWriter({ ...settings, ...limit });
  onTestFinished(() => writer.close());
  return {
    writer,
    fingerprint,
    openReader() {
      const reader = openPostgresIndex({ ...settings, fingerprint });
      onTestFinished(() => reader.close());
      return reader;
    },
  };
}

const isReal = realServerUrl !== undefined;
reportIndexContract('Postgres', () => create(), isReal);
reportIndexContract('Postgres with a graph', () => create(0), isReal);
