import type { RefreshIndexOptions } from '../../src/store/refresh-index.js';
import { refreshIndex } from '../../src/store/refresh-index.js';
import { openSqliteIndex } from '../../src/store/sqlite-index.js';
import { openSqliteIndexWriter } from '../../src/store/sqlite-index-writer.js';
import { createWriterLock } from '../../src/store/writer-lock.js';
import { HashEmbedder } from './hash-embedder.js';
import { MemorySource } from './memory-source.js';
import { preparerOf, prepareText } from './prepare-text.js';

export const MEETING =
  '5月6日，稳就业工作推进会召开。林武出席并讲话。\n蓝佛安主持会议。各市设分会场。';
export const VETERANS = '要做好退役军人就业工作。要落实安置政策。';

/** An embedded index in a folder, over reports in memory. */
export function setUpIndex(folder: string, exactLimit?: number) {
  const source = new MemorySource();
  const embedder = new HashEmbedder();
  const limit = exactLimit === undefined ? {} : { exactLimit };
  const open = () => openSqliteIndex({ folder, fingerprint: embedder.fingerprint, ...limit });
  const refresh = (options: Partial<RefreshIndexOptions> = {}) =>
    refreshIndex({
      source,
      embedder,
      preparer: preparerOf(prepareText),
      contentVersion: 'rules-1',
      openWriter: (writer) => openSqliteIndexWriter({ folder, ...limit, ...writer }),
      lock: createWriterLock({ folder, pollMs: 5 }),
      ...options,
    });
  return { source, embedder, open, refresh };
}
