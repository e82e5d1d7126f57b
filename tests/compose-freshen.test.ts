import { describe, expect, it, onTestFinished } from 'vitest';
import { freshenIndex, indexNeeds, outdatedReason } from '../src/compose-freshen.js';
import type { RefreshOptions } from '../src/domain/app.js';
import { AppError } from '../src/domain/app-error.js';
import { vectorsWhileWaiting } from '../src/domain/vectors-while-waiting.js';
import { contentVersion } from '../src/text/content-version.js';
import { MEETING, setUpIndex, VETERANS } from './support/index-setup.js';
import { sampleAnswer, sampleCitation } from './support/sample-answer.js';
import { createSearchGrader } from './support/search-grader.js';
import { temporaryFolder } from './support/temporary-folder.js';

function setUp() {
  const { source, open, refresh } = setUpIndex(temporaryFolder());
  source.put('a.txt', MEETING).put('b.txt', VETERANS);
  const index = open();
  const build = () => refresh({ contentVersion });
  const freshen = (failure?: AppError) =>
    freshenIndex(
      { index, source, build: failure === undefined ? build : () => Promise.reject(failure) },
      {},
    );
  return { source, index, freshen };
}

const full = new AppError('The disk is full.', { code: 'disk_full', hint: 'Free some space.' });
const citing = (file: string) => sampleAnswer({ citations: [sampleCitation({ file })] });

describe('freshening before an answer', () => {
  it('builds what is missing, and has nothing to tell then', async () => {
    const { freshen, index } = setUp();
    const outdated = await freshen();
    expect(await index.documents()).toHaveLength(2);
    expect(outdatedReason(outdated, citing('a.txt'))).toBeNull();
  });

  it('throws what went wrong when there is nothing to answer from', async () => {
    const { freshen, source } = setUp();
    await expect(freshen(full)).rejects.toBe(full);
    source.missing = true;
    await expect(freshen()).rejects.toMatchObject({ code: 'reports_missing' });
  });

  it('answers from the older index and says why', async () => {
    const { freshen, source } = setUp();
    await freshen();
    source.put('a.txt', '新的会议。');
    expect(outdatedReason(await freshen(full), citing('b.txt'))).toBe(
      'The disk is full. Free some space.',
    );
  });

  it('does not answer from a folder that was emptied', async () => {
    const { freshen, source } = setUp();
    await freshen();
    source.files.clear();
    await expect(freshen()).rejects.toMatchObject({ code: 'reports_missing' });
    await expect(freshen()).rejects.toMatchObject({ code: 'reports_missing' });
  });

  it('warns of a cited report whose last state could not be read, and of no other', async () => {
    const { freshen, source } = setUp();
    await freshen();
    source.fail('a.txt');
    for (const outdated of [await freshen(), await freshen()]) {
      expect(outdatedReason(outdated, citing('a.txt'))).toBe(
        'a.txt cannot be read. Save a.txt as UTF-8.',
      );
      expect(outdatedReason(outdated, citing('b.txt'))).toBeNull();
    }
  });
});

/** A report of many passages, each a text of its own. */
const longReport = (passages: number) =>
  Array.from({ length: passages }, (_, index) => `第${index}段`).join('\n');

describe('freshening while vectors are missing', () => {
  /** Words are indexed, and no vector is made. */
  async function setUpWords(passages: number) {
    const { source, open, refresh, embedder } = setUpIndex(temporaryFolder());
    source.put('a.txt', longReport(passages));
    await refresh({ contentVersion, vectors: { maxMs: 0 } });
    const index = open();
    onTestFinished(() => index.close());
    const built: RefreshOptions[] = [];
    const build = (options: RefreshOptions) => {
      built.push(options);
      return refresh({ contentVersion, ...options });
    };
    const freshen = () => freshenIndex({ index, source, build }, {});
    return { source, index, embedder, built, freshen };
  }

  it('builds nothing where they would take long, and says how many are missing', async () => {
    const { freshen, built } = await setUpWords(vectorsWhileWaiting + 1);
    expect(await freshen()).toEqual({
      ...{ failure: null, problems: [], vectorsMissing: vectorsWhileWaiting + 1 },
    });
    expect(built).toEqual([]);
  });

  it('makes them where they are few, and has nothing to tell then', async () => {
    const { freshen, built, index } = await setUpWords(vectorsWhileWaiting);
    expect(await freshen()).toMatchObject({ failure: null, vectorsMissing: 0 });
    expect(built).toEqual([{ vectors: { upTo: vectorsWhileWaiting } }]);
    expect((await index.state())?.vectorsComplete).toBe(true);
    await freshen();
    expect(built).toHaveLength(1);
  });

  it('brings in the words of a new report all the same, and leaves its many vectors', async () => {
    const { freshen, source, built, index, embedder } = await setUpWords(vectorsWhileWaiting + 1);
    source.put('b.txt', VETERANS);
    const outdated = await freshen();
    expect(built).toHaveLength(1);
    expect(await index.documents()).toHaveLength(2);
    // Its passage and two sentences.
    expect(outdated).toMatchObject({ failure: null, vectorsMissing: vectorsWhileWaiting + 4 });
    expect(embedder.embedded).toEqual([]);
    expect(await freshen()).toEqual(outdated);
    expect(built).toHaveLength(1);
  });
});

describe('what an index needs', () => {
  it('is vectors where only these are missing, words where a report changed, and nothing otherwise', async () => {
    const { source, open, refresh } = setUpIndex(temporaryFolder());
    source.put('a.txt', MEETING);
    await refresh({ contentVersion, vectors: { maxMs: 0 } });
    const index = open();
    const needs = () => indexNeeds({ index, source, points: null });
    expect(await needs()).toBe('vectors');
    source.put('a.txt', VETERANS);
    expect(await needs()).toBe('words');
    await refresh({ contentVersion });
    expect(await needs()).toBe('nothing');
  });

  it('is nothing while the reports are those that the gate refused, and words otherwise', async () => {
    const { source, open, refresh } = setUpIndex(temporaryFolder());
    source.put('a.txt', MEETING);
    const asking = { document: 'a', question: '蓝佛安主持会议', answer: '蓝佛安' };
    const publication = { grader: createSearchGrader([asking]).grader, points: 5 };
    const build = () => refresh({ contentVersion, publication, gate: { retry: true } });
    const index = open();
    const needs = (points: number | null) => indexNeeds({ index, source, points });
    expect(await needs(5)).toBe('words');
    await build();
    expect(await needs(5)).toBe('nothing');
    source.put('a.txt', VETERANS);
    expect(await needs(5)).toBe('words');
    expect((await build()).gate).not.toBeNull();
    expect(await needs(5)).toBe('nothing');
    // Another measure gives another verdict, and without one there is none.
    expect([await needs(200), await needs(null)]).toEqual(['words', 'words']);
    source.put('a.txt', VETERANS);
    expect(await needs(5)).toBe('words');
    await refresh({ contentVersion });
    expect(await needs(5)).toBe('nothing');
  });
});
