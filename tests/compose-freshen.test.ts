import { describe, expect, it } from 'vitest';
import { freshenIndex, indexNeeds, outdatedReason } from '../src/compose-freshen.js';
import { AppError } from '../src/domain/app-error.js';
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

describe('what an index needs', () => {
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
