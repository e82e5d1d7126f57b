/**
 * Each step brings the index's tables from the version before it to its own. What was published is never changed: new
 * tables and columns come as a new step at the end.
 *
 * A posting says how often a token stands in a passage, and how many tokens the passage has, so that a search reads
 * nothing else; a token is the first 8 bytes of its hash. Vectors are kept by the hash of their text, those of passages
 * by themselves, since all of them may be compared. A vector whose id is not above its model's `stale_up_to` is to be
 * made again. Passages and sentences never have the id of another before them.
 */
export const indexMigrations: readonly string[] = [
  `
CREATE TABLE report_qa.meta (key text PRIMARY KEY, value text NOT NULL);
CREATE TABLE report_qa.files (
  path text PRIMARY KEY, stamp text NOT NULL, content_hash text NOT NULL
);
CREATE TABLE report_qa.file_problems (
  path text PRIMARY KEY, stamp text NOT NULL, failed boolean NOT NULL, problems text NOT NULL
);
CREATE TABLE report_qa.documents (
  key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  file text COLLATE "C" NOT NULL,
  sha256 text NOT NULL,
  title text NOT NULL,
  publisher text,
  date text,
  url text,
  damaged integer NOT NULL,
  characters integer NOT NULL,
  paragraph_count integer NOT NULL,
  sentence_count integer NOT NULL,
  passage_count integer NOT NULL,
  structure text NOT NULL,
  text text NOT NULL,
  checksum text NOT NULL
);
CREATE INDEX documents_of_file ON report_qa.documents (file, key);
CREATE TABLE report_qa.passages (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  document bigint NOT NULL,
  embedding_hash text COLLATE "C" NOT NULL,
  start_at integer NOT NULL,
  end_at integer NOT NULL,
  outline text NOT NULL,
  text text NOT NULL,
  embedding_text text,
  tokens integer NOT NULL
);
CREATE INDEX passages_of_document ON report_qa.passages (document);
CREATE INDEX passages_by_hash ON report_qa.passages (embedding_hash);
CREATE TABLE report_qa.sentences (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  passage bigint NOT NULL,
  embedding_hash text COLLATE "C" NOT NULL,
  position integer NOT NULL,
  paragraph integer NOT NULL,
  number integer NOT NULL,
  start_at integer NOT NULL,
  end_at integer NOT NULL,
  outline text NOT NULL,
  speaker text,
  tokens text NOT NULL,
  embedding_text text
);
CREATE INDEX sentences_of_passage ON report_qa.sentences (passage, id);
CREATE INDEX sentences_by_hash ON report_qa.sentences (embedding_hash);
CREATE TABLE report_qa.postings (
  token bigint NOT NULL, passage bigint NOT NULL, times smallint NOT NULL, length integer NOT NULL
);
CREATE UNIQUE INDEX postings_of_token ON report_qa.postings (token, passage)
  INCLUDE (times, length);
CREATE INDEX postings_of_passage ON report_qa.postings (passage);
CREATE TABLE report_qa.tokens (token bigint PRIMARY KEY, passages integer NOT NULL);
CREATE TABLE report_qa.models (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  fingerprint text NOT NULL UNIQUE,
  dimensions integer NOT NULL,
  stale_up_to bigint NOT NULL DEFAULT 0
);
CREATE SEQUENCE report_qa.vector_ids;
CREATE TABLE report_qa.passage_vectors (
  model integer NOT NULL,
  hash text COLLATE "C" NOT NULL,
  id bigint NOT NULL,
  vector vector NOT NULL,
  PRIMARY KEY (model, hash)
);
CREATE TABLE report_qa.sentence_vectors (
  model integer NOT NULL,
  hash text COLLATE "C" NOT NULL,
  id bigint NOT NULL,
  vector vector NOT NULL,
  PRIMARY KEY (model, hash)
);
`,
  `
ALTER TABLE report_qa.sentences ALTER COLUMN embedding_hash DROP NOT NULL,
  ALTER COLUMN tokens DROP NOT NULL;
CREATE TABLE report_qa.asked (
  document text COLLATE "C" PRIMARY KEY, times integer NOT NULL
);
CREATE TABLE report_qa.kept_vectors (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model text NOT NULL,
  hash text COLLATE "C" NOT NULL,
  vector vector NOT NULL,
  UNIQUE (model, hash)
);
`,
];
