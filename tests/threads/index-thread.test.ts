import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { StoredIndex } from '../../src/store/stored-index.js';
import { openIndexThread } from '../../src/threads/index-thread.js';
import { hashVector } from '../support/hash-embedder.js';
import { MEETING, setUpIndex, VETERANS } from '../support/index-setup.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const all = { limit: 9 };

/** Everything that a reader can be asked. */
async function readAll(index: StoredIndex) {
  const ids = [1, 2, 3, 4];
  return {
    generation: await index.generation(),
    status: await index.status(),
    state: await index.state(),
    verify: await index.verify(),
    passageCount: await index.passageCount(),
    keepsSentences: await index.keepsSentences(),
    documents: await index.documents(),
    document: await index.document('a'),
    unknown: await index.document('none'),
    words: await index.searchWords(['主持', '退役'], all),
    vectors: await index.searchVectors(hashVector('主持会议'), all),
    within: await index.searchVectors(hashVector('主持会议'), { ...all, documentIds: ['b'] }),
    passages: await index.passages(ids),
    passageVectors: await index.passageVectors(ids),
    sentenceVectors: await index.sentenceVectors(ids),
    sample: await index.sampleVectors(2),
    frequency: await index.passageFrequency(['主持', '鲸']),
    kept: await index.keptVectors(['会议', '鲸']),
  };
}

it('reads in a thread what is read without one, tells the same errors, and sees later generations', async () => {
  const folder = temporaryFolder();
  const { source, open, refresh, embedder } = setUpIndex(folder);
  const thread = openIndexThread({ folder, fingerprint: embedder.fingerprint });
  onTestFinished(() => thread.close());
  await expect(thread.documents()).rejects.toMatchObject({ code: 'index_missing' });
  source.put('a.txt', MEETING).put('b.txt', VETERANS);
  await refresh();
  const here = open();
  await thread.keepVectors(new Map([['会议', hashVector('会议')]]));
  await thread.noteAsked(['b']);
  const read = await readAll(thread);
  expect(read).toEqual(await readAll(here));
  expect(read.kept).toEqual(new Map([['会议', hashVector('会议')]]));
  source.put('c.txt', '新的文件。');
  await refresh();
  expect(await thread.generation()).toBe(2);
  await here.close();
  await thread.close();
  await thread.close();
});

it('says in the words of the store that an index is damaged', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'index.sqlite'), 'no database at all'.repeat(100));
  const thread = openIndexThread({ folder, fingerprint: 'hash-pairs-1' });
  onTestFinished(() => thread.close());
  await expect(thread.passageCount()).rejects.toMatchObject({ code: 'index_damaged' });
});
