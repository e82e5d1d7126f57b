import { expect, it, onTestFinished } from 'vitest';
import { openPostgresIndex } from '../../../src/store/postgres/postgres-index.js';
import { openPostgresIndexWriter } from '../../../src/store/postgres/postgres-index-writer.js';
import type { RefreshIndexOptions } from '../../../src/store/refresh-index.js';
import { refreshIndex } from '../../../src/store/refresh-index.js';
import { createWriterLock } from '../../../src/store/writer-lock.js';
import { HashEmbedder } from '../../support/hash-embedder.js';
import { MEETING, VETERANS } from '../../support/index-setup.js';
import { MemorySource } from '../../support/memory-source.js';
import { startPostgres } from '../../support/postgres-server.js';
import { pairTokens, preparerOf, prepareText } from '../../support/prepare-text.js';
import { createSearchGrader } from '../../support/search-grader.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const server = await startPostgres();

function setUp() {
  const settings = server.newSchema();
  const embedder = new HashEmbedder();
  const source = new MemorySource().put('a.txt', MEETING).put('b.txt', VETERANS);
  const { grader, asked } = createSearchGrader([
    { document: 'a', question: '蓝佛安主持什么', answer: '蓝佛安主持会议' },
    { document: 'b', question: '退役军人就业', answer: '退役军人' },
  ]);
  const lock = createWriterLock({ folder: temporaryFolder(), pollMs: 5 });
  const refresh = (options: Partial<RefreshIndexOptions> = {}) =>
    refreshIndex({
      ...{ source, embedder, lock, contentVersion: 'rules-1' },
      preparer: preparerOf(prepareText),
      openWriter: () => openPostgresIndexWriter(settings),
      ...{ gate: { retry: true }, publication: { grader, points: 5 } },
      ...options,
    });
  const reader = openPostgresIndex({ ...settings, fingerprint: embedder.fingerprint });
  onTestFinished(() => reader.close());
  return { source, asked, refresh, reader };
}

it('keeps the old index in Postgres when answers by words fall', async () => {
  const { source, asked, refresh, reader } = setUp();
  expect(await refresh()).toMatchObject({ generation: 1, gate: null });
  expect(asked.map((one) => one.split(' ')[0])).toEqual(['words', 'words', 'vectors', 'vectors']);
  source.put('a.txt', '本页无法显示。');
  const report = await refresh();
  expect(report).toMatchObject({ generation: 1, changed: false });
  expect(report.gate).toMatchObject({ stage: 'words', before: 100, now: 50, kept: true });
  expect((await reader.state())?.refused).not.toBeNull();
  const [hit] = await reader.searchWords(pairTokens('谁主持会议'), { limit: 1 });
  const [best] = await reader.passages([hit?.passageId ?? 0]);
  expect(best?.text).toBe('蓝佛安主持会议。各市设分会场。');
  source.reads.length = 0;
  await refresh({ gate: { retry: false } });
  expect(source.reads).toEqual([]);
  expect(await refresh({ publication: null })).toMatchObject({ generation: 2 });
  expect((await reader.state())?.refused).toBeNull();
});

it('judges vectors in Postgres when the last one is there', async () => {
  const { source, asked, refresh } = setUp();
  await refresh();
  asked.length = 0;
  source.put('c.txt', '新的文件。');
  expect(await refresh()).toMatchObject({ generation: 2, gate: null });
  expect(asked.map((one) => one.split(' ')[0])).toEqual(['words', 'words', 'vectors', 'vectors']);
});
