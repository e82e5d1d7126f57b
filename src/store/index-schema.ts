import { join } from 'node:path';
import type { DatabaseOptions } from './open-database.js';

/** Raise it with every change of the tables: an index of an older version is built anew. */
const INDEX_VERSION = 4;

/**
 * Ids of passages, sentences and vectors are never used again (AUTOINCREMENT), so a reader may keep what it knows of
 * an id over a flip. The words are our own tokens, one FTS5 token each (`encodeToken`); glosses have a table of their
 * own, since a big collection gets them after its words.
 */
const INDEX_SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
  path TEXT PRIMARY KEY, stamp TEXT NOT NULL, content_hash TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE file_problems (
  path TEXT PRIMARY KEY, stamp TEXT NOT NULL, failed INTEGER NOT NULL, problems TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE documents (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  title TEXT NOT NULL,
  publisher TEXT,
  date TEXT,
  url TEXT,
  damaged INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  paragraph_count INTEGER NOT NULL,
  sentence_count INTEGER NOT NULL,
  passage_count INTEGER NOT NULL,
  structure TEXT NOT NULL,
  text TEXT NOT NULL,
  checksum TEXT NOT NULL
);
CREATE INDEX documents_of_file ON documents (file);
CREATE TABLE passages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents (key),
  embedding_hash TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  outline TEXT NOT NULL,
  text TEXT NOT NULL,
  embedding_text TEXT
);
CREATE INDEX passages_of_document ON passages (document);
CREATE INDEX passages_by_hash ON passages (embedding_hash);
CREATE TABLE sentences (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  passage INTEGER NOT NULL REFERENCES passages (id),
  embedding_hash TEXT,
  position INTEGER NOT NULL,
  paragraph INTEGER NOT NULL,
  number INTEGER NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  outline TEXT NOT NULL,
  speaker TEXT,
  tokens TEXT,
  embedding_text TEXT
);
CREATE INDEX sentences_of_passage ON sentences (passage);
CREATE INDEX sentences_by_hash ON sentences (embedding_hash) WHERE embedding_hash IS NOT NULL;
CREATE VIRTUAL TABLE passage_words USING fts5(
  tokens, content='', contentless_delete=1, tokenize='ascii'
);
CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_words, 'row');
CREATE VIRTUAL TABLE passage_glosses USING fts5(
  tokens, content='', contentless_delete=1, tokenize='ascii'
);
CREATE VIRTUAL TABLE passage_gloss_terms USING fts5vocab(passage_glosses, 'row');
CREATE TABLE passages_to_gloss (id INTEGER PRIMARY KEY);
CREATE TABLE models (
  id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, dimensions INTEGER NOT NULL
);
CREATE TABLE vectors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model INTEGER NOT NULL REFERENCES models (id),
  hash TEXT NOT NULL,
  vector BLOB NOT NULL,
  UNIQUE (model, hash)
);
CREATE TABLE vectors_to_renew (id INTEGER PRIMARY KEY);
`;

/** Where the index of a folder is, and how it is made. */
export function indexDatabase(folder: string): DatabaseOptions {
  return { file: join(folder, 'index.sqlite'), version: INDEX_VERSION, schema: INDEX_SCHEMA };
}
