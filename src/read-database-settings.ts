import type { VariableReader } from './read-variables.js';
import {
  type DatabaseSettings,
  DEFAULT_SCHEMA,
  describeDatabase,
  SCHEMA_PATTERN,
} from './store/postgres/database-settings.js';

export interface SharedDatabase extends DatabaseSettings {
  /** Whether this process brings the index to what its reports folder holds. */
  readonly indexes: boolean;
}

/** Null without `DATABASE_URL`: index and state are files of this machine. */
export function readDatabaseSettings(read: VariableReader): SharedDatabase | null {
  const url = read.text('DATABASE_URL');
  const schema = read.text('DATABASE_SCHEMA') ?? DEFAULT_SCHEMA;
  const indexes = read.flag('DATABASE_INDEXER', ['on', 'off'], true);
  if (!SCHEMA_PATTERN.test(schema)) {
    read.report(
      'DATABASE_SCHEMA',
      'must be small letters, digits and _, and not begin with a digit',
    );
  }
  if (url === undefined) return null;
  if (describeDatabase(url) === null) {
    read.report('DATABASE_URL', 'must be an address that begins with postgres://');
  }
  return { url, schema, indexes };
}
