import type { SqliteIndexOptions } from '../store/sqlite-index.js';
import type { StoredIndex } from '../store/stored-index.js';
import { Thread } from './thread.js';

/** `openSqliteIndex` in a thread of its own, which servers search through; errors are the same. */
export function openIndexThread(options: SqliteIndexOptions): StoredIndex {
  const thread = new Thread({
    name: 'thread that searches the index',
    script: new URL('./index-worker', import.meta.url),
    workerData: options,
  });
  const call =
    <Name extends keyof StoredIndex>(name: Name) =>
    (...parameters: Parameters<StoredIndex[Name]>) =>
      thread.call<Awaited<ReturnType<StoredIndex[Name]>>>(name, ...parameters);
  return {
    generation: call('generation'),
    status: call('status'),
    state: call('state'),
    verify: call('verify'),
    passageCount: call('passageCount'),
    keepsSentences: call('keepsSentences'),
    documents: call('documents'),
    document: call('document'),
    searchWords: call('searchWords'),
    searchVectors: call('searchVectors'),
    passages: call('passages'),
    passageVectors: call('passageVectors'),
    sentenceVectors: call('sentenceVectors'),
    sampleVectors: call('sampleVectors'),
    passageFrequency: call('passageFrequency'),
    noteAsked: call('noteAsked'),
    keptVectors: call('keptVectors'),
    keepVectors: call('keepVectors'),
    async close() {
      if (!thread.isRunning) return;
      await thread.call('close');
      await thread.end();
    },
  };
}
