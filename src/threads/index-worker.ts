/** The worker thread that searches an embedded index: SQLite and the vector graph hold up whoever calls them. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteIndex, type SqliteIndexOptions } from '../store/sqlite-index.js';
import type { StoredIndex } from '../store/stored-index.js';
import { type Port, ThreadCalls } from './thread-calls.js';

function serve(port: Port, options: SqliteIndexOptions): void {
  const index = openSqliteIndex(options);
  const read =
    <Name extends keyof StoredIndex>(name: Name) =>
    (...parameters: Parameters<StoredIndex[Name]>) =>
      (index[name] as (...given: typeof parameters) => unknown).call(index, ...parameters);
  new ThreadCalls(port, {
    generation: read('generation'),
    status: read('status'),
    state: read('state'),
    verify: read('verify'),
    passageCount: read('passageCount'),
    keepsSentences: read('keepsSentences'),
    documents: read('documents'),
    document: read('document'),
    searchWords: read('searchWords'),
    searchVectors: read('searchVectors'),
    passages: read('passages'),
    passageVectors: read('passageVectors'),
    sentenceVectors: read('sentenceVectors'),
    sampleVectors: read('sampleVectors'),
    passageFrequency: read('passageFrequency'),
    noteAsked: read('noteAsked'),
    keptVectors: read('keptVectors'),
    keepVectors: read('keepVectors'),
    close: read('close'),
  });
}

if (parentPort !== null) serve(parentPort, workerData as SqliteIndexOptions);
