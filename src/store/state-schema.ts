import { join } from 'node:path';

/**
 * Each step brings the tables from the version before it to its own, the first from an empty file. What was published
 * is never changed: new tables and columns come as a new step at the end.
 *
 * A job that is `first` in its lane is the only one of it that may be taken. A token ledger's row with an empty user
 * counts for everybody.
 */
export const stateMigrations: readonly string[] = [
  `
CREATE TABLE answers (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  conversation TEXT,
  at_ms INTEGER NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  kept TEXT NOT NULL
);
CREATE INDEX answers_of_conversation ON answers (conversation, position)
  WHERE conversation IS NOT NULL;
CREATE INDEX answers_by_time ON answers (at_ms);
CREATE TABLE preferences (
  conversation TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (conversation, name)
) WITHOUT ROWID;
CREATE TABLE feedback (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
  user TEXT,
  verdict TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  UNIQUE (answer, user)
);
CREATE INDEX feedback_by_time ON feedback (at_ms);
CREATE TABLE token_ledger (
  day TEXT NOT NULL,
  user TEXT NOT NULL,
  tokens INTEGER NOT NULL,
  PRIMARY KEY (day, user)
) WITHOUT ROWID;
CREATE TABLE owners (
  id TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  started TEXT NOT NULL,
  leased_until_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE requests (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  response TEXT,
  owner TEXT,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) WITHOUT ROWID;
CREATE INDEX requests_by_time ON requests (at_ms);
CREATE INDEX requests_of_owner ON requests (owner) WHERE owner IS NOT NULL;
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  lane TEXT NOT NULL,
  payload TEXT NOT NULL,
  progress TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  accepted_at_ms INTEGER NOT NULL,
  due_at_ms INTEGER NOT NULL,
  first INTEGER NOT NULL,
  owner TEXT,
  finished_at_ms INTEGER,
  failure TEXT,
  UNIQUE (kind, key)
);
CREATE INDEX jobs_to_take ON jobs (kind, due_at_ms, id) WHERE first = 1 AND owner IS NULL;
CREATE INDEX jobs_of_lane ON jobs (kind, lane, id) WHERE finished_at_ms IS NULL;
CREATE INDEX jobs_running ON jobs (kind) WHERE owner IS NOT NULL;
CREATE INDEX jobs_of_owner ON jobs (owner) WHERE owner IS NOT NULL;
CREATE INDEX jobs_failed ON jobs (kind) WHERE failure IS NOT NULL;
CREATE INDEX jobs_finished ON jobs (finished_at_ms) WHERE finished_at_ms IS NOT NULL;
`,
];

/** Where the state of a folder is. */
export function stateFile(folder: string): string {
  return join(folder, 'state.sqlite');
}
