/**
 * Each step brings the state's tables from the version before it to its own, without losing a row. What was published
 * is never changed: new tables and columns come as a new step at the end.
 *
 * JSON stands in text columns, since jsonb refuses NUL. A job that is `first` in its lane is the only one of it that may
 * be taken. A token ledger's row with an empty user counts for everybody. An owner is an opening of the state that holds
 * jobs or requests: it lives while a connection of it holds the advisory lock `lock_key`.
 */
export const stateMigrations: readonly string[] = [
  `
CREATE TABLE report_qa.answers (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  conversation text,
  at_ms bigint NOT NULL,
  exchange text NOT NULL,
  kept text NOT NULL
);
CREATE INDEX answers_of_conversation ON report_qa.answers (conversation, position)
  WHERE conversation IS NOT NULL;
CREATE INDEX answers_by_time ON report_qa.answers (at_ms);
CREATE TABLE report_qa.preferences (
  conversation text NOT NULL,
  name text COLLATE "C" NOT NULL,
  value text NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (conversation, name)
);
CREATE TABLE report_qa.feedback (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  answer text NOT NULL REFERENCES report_qa.answers (id) ON DELETE CASCADE,
  "user" text,
  verdict text NOT NULL,
  at_ms bigint NOT NULL,
  UNIQUE (answer, "user")
);
CREATE INDEX feedback_by_time ON report_qa.feedback (at_ms);
CREATE TABLE report_qa.token_ledger (
  day text COLLATE "C" NOT NULL,
  "user" text NOT NULL,
  tokens bigint NOT NULL,
  PRIMARY KEY (day, "user")
);
CREATE TABLE report_qa.owners (
  id text PRIMARY KEY,
  lock_key integer NOT NULL,
  server_started text NOT NULL,
  leased_until_ms bigint NOT NULL
);
CREATE TABLE report_qa.requests (
  scope text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  response text,
  owner text,
  at_ms bigint NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX requests_by_time ON report_qa.requests (at_ms);
CREATE INDEX requests_of_owner ON report_qa.requests (owner) WHERE owner IS NOT NULL;
CREATE TABLE report_qa.jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  key text NOT NULL,
  lane text NOT NULL,
  payload text NOT NULL,
  progress text,
  attempts integer NOT NULL DEFAULT 0,
  accepted_at_ms bigint NOT NULL,
  due_at_ms bigint NOT NULL,
  first boolean NOT NULL,
  owner text,
  finished_at_ms bigint,
  failure text,
  UNIQUE (kind, key)
);
CREATE INDEX jobs_to_take ON report_qa.jobs (kind, due_at_ms, id) WHERE first AND owner IS NULL;
CREATE INDEX jobs_of_lane ON report_qa.jobs (kind, lane, id) WHERE finished_at_ms IS NULL;
CREATE INDEX jobs_of_owner ON report_qa.jobs (owner) WHERE owner IS NOT NULL;
CREATE INDEX jobs_failed ON report_qa.jobs (kind) WHERE failure IS NOT NULL;
CREATE INDEX jobs_finished ON report_qa.jobs (finished_at_ms) WHERE finished_at_ms IS NOT NULL;
`,
];
