import { onTestFinished } from 'vitest';
import { openSqliteIndex } from '../../src/store/sqlite-index.js';
import { openSqliteIndexWriter } from '../../src/store/sqlite-index-writer.js';
import { type IndexUnderTest, reportIndexContract } from '../contracts/report-index.contract.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function create(exactLimit?: number): IndexUnderTest {
  const folder = temporaryFolder();
  const fingerprint = 'hash-pairs-1';
  const limit = exactLimit === undefined ? {} : { exactLimit };
  const writer = openSqliteIndexWriter({ folder, ...limit });
  onTestFinished(() => writer.close());
  return {
    writer,
    fingerprint,
    openReader() {
      const reader = openSqliteIndex({ folder, fingerprint, ...limit });
      onTestFinished(() => reader.close());
      return reader;
    },
  };
}

reportIndexContract('SQLite', () => create());
reportIndexContract('SQLite with a graph', () => create(0));
