import { expect, it } from 'vitest';
import { checkFreshness } from '../../src/store/index-freshness.js';
import { openSqliteIndex } from '../../src/store/sqlite-index.js';
import { MEETING, setUpIndex, VETERANS } from '../support/index-setup.js';
import { temporaryFolder } from '../support/temporary-folder.js';

async function freshnessAfter(
  change: (index: ReturnType<typeof setUpIndex>) => void,
  contentVersion = 'rules-1',
) {
  const folder = temporaryFolder();
  const index = setUpIndex(folder);
  index.source.put('a.txt', MEETING).put('b.txt', VETERANS).fail('c.txt');
  await index.refresh();
  change(index);
  const reader = index.open();
  const state = await reader.state();
  await reader.close();
  return checkFreshness({ scan: await index.source.scan(), state, contentVersion });
}

it('finds an index fresh when nothing has changed, a failed file included', async () => {
  expect(await freshnessAfter(() => undefined)).toEqual({ fresh: true });
});

it('says what has changed', async () => {
  const reasons = await Promise.all([
    freshnessAfter(({ source }) => source.put('d.txt', '新。')),
    freshnessAfter(({ source }) => source.put('a.txt', '新。')),
    freshnessAfter(({ source }) => source.fail('c.txt')),
    freshnessAfter(({ source }) => source.files.delete('b.txt')),
    freshnessAfter(() => undefined, 'rules-2'),
  ]);
  expect(reasons).toMatchObject([
    { reason: 'file_added', file: 'd.txt', searchable: false },
    { reason: 'file_changed', file: 'a.txt' },
    { reason: 'file_added', file: 'c.txt' },
    { reason: 'file_removed', file: 'b.txt' },
    { reason: 'rules_changed', file: null },
  ]);
});

it('finds an index without vectors stale but searchable, and none at all missing', async () => {
  const folder = temporaryFolder();
  const { source, embedder, open, refresh } = setUpIndex(folder);
  source.put('a.txt', MEETING);
  const check = async () => {
    const reader = open();
    const state = await reader.state();
    await reader.close();
    return checkFreshness({ scan: await source.scan(), state, contentVersion: 'rules-1' });
  };
  expect(await check()).toMatchObject({ reason: 'index_missing', searchable: false });
  embedder.beforeBatch = () => {
    throw new Error('no model');
  };
  await expect(refresh()).rejects.toThrow('no model');
  expect(await check()).toMatchObject({ reason: 'vectors_missing', searchable: true });
  embedder.beforeBatch = () => {
    if (embedder.embedded.length > 0) throw new Error('gone');
  };
  await expect(refresh({ batchSize: 1 })).rejects.toThrow('gone');
  expect(await check()).toMatchObject({ reason: 'vectors_missing', searchable: true });
  embedder.beforeBatch = () => {};
  await refresh();
  const other = openSqliteIndex({ folder, fingerprint: 'another model' });
  const state = await other.state();
  await other.close();
  expect(
    checkFreshness({ scan: await source.scan(), state, contentVersion: 'rules-1' }),
  ).toMatchObject({ reason: 'model_changed', searchable: true });
});
