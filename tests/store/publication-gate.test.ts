import { describe, expect, it } from 'vitest';
import type { IndexProgress } from '../../src/domain/app.js';
import type { RefreshIndexOptions } from '../../src/store/refresh-index.js';
import { HashEmbedder } from '../support/hash-embedder.js';
import { MEETING, setUpIndex, VETERANS } from '../support/index-setup.js';
import { pairTokens } from '../support/prepare-text.js';
import { createSearchGrader } from '../support/search-grader.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const QUESTIONS = [
  { document: 'a', question: '蓝佛安主持什么', answer: '蓝佛安主持会议' },
  { document: 'a', question: '林武出席并讲话', answer: '林武' },
  { document: 'b', question: '退役军人就业', answer: '退役军人' },
];
const BROKEN = '本页无法显示。\n请稍后再试。';

/** All texts are the same to it. */
function blindEmbedder(): HashEmbedder {
  return new (class extends HashEmbedder {
    override async embedPassages(texts: readonly string[]) {
      return await super.embedPassages(texts.map(() => '同一句话。'));
    }
  })();
}

function setUp() {
  const index = setUpIndex(temporaryFolder());
  index.source.put('a.txt', MEETING).put('b.txt', VETERANS);
  const { grader, asked } = createSearchGrader(QUESTIONS);
  const publication = { grader, points: 5 };
  const gated = (options: Partial<RefreshIndexOptions> = {}) =>
    index.refresh({ publication, gate: { retry: true }, ...options });
  const best = async (question: string) => {
    const reader = index.open();
    const hits = await reader.searchWords(pairTokens(question), { limit: 1 });
    const passages = await reader.passages(hits.map(({ passageId }) => passageId));
    await reader.close();
    return passages[0]?.text;
  };
  return { ...index, asked, gated, best, publication };
}

describe('the publication gate', () => {
  it('asks a first index after its flip, by words and by vectors, for the next one to be compared with', async () => {
    const { gated, asked, source } = setUp();
    const seen: IndexProgress[] = [];
    expect(await gated({ onProgress: (one) => seen.push(one) })).toMatchObject({ gate: null });
    expect(asked).toHaveLength(6);
    const phases = [...new Set(seen.map(({ phase }) => phase))];
    expect(phases).toEqual(['reading', 'searchable', 'embedding', 'checking', 'done']);
    asked.length = 0;
    source.put('c.txt', '新的文件。');
    await gated();
    expect(asked.map((one) => one.split(' ')[0])).toEqual([
      ...['words', 'words', 'words'],
      ...['vectors', 'vectors', 'vectors'],
    ]);
  });

  it('keeps the old index when answers fall, and says which', async () => {
    const { gated, source, best } = setUp();
    await gated();
    source.put('a.txt', BROKEN);
    const { gate, ...report } = await gated();
    expect(report).toMatchObject({ generation: 1, changed: false });
    expect(gate).toMatchObject({
      stage: 'words',
      before: 100,
      questions: 3,
      fallen: 2,
      kept: true,
    });
    expect(gate?.now).toBeCloseTo(100 / 3);
    expect(gate?.fell.map(({ question }) => question)).toEqual([
      '蓝佛安主持什么',
      '林武出席并讲话',
    ]);
    expect(await best('主持会议')).toBe('蓝佛安主持会议。各市设分会场。');
  });

  it('judges an archive that is built anew when its glosses have followed, and a report in it at once', async () => {
    const { gated, source, open } = setUp();
    await gated({ bigFromBytes: 1 });
    source.put('a.txt', BROKEN);
    const built = await gated({ bigFromBytes: 1 });
    expect(built).toMatchObject({ generation: 2, gate: { stage: 'words', kept: false } });
    const reader = open();
    expect(await reader.status()).toMatchObject({ passagesToGloss: 0 });
    await reader.close();
    source.put('b.txt', BROKEN);
    const size = Buffer.byteLength(BROKEN) + 1;
    expect(await gated({ bigFromBytes: size })).toMatchObject({
      generation: 2,
      gate: { stage: 'words', kept: true },
    });
  });

  it('puts in place what falls by no more than the points that are allowed', async () => {
    const { gated, source, publication } = setUp();
    await gated();
    source.put('a.txt', BROKEN);
    const report = await gated({ publication: { ...publication, points: 67 } });
    expect(report).toMatchObject({ generation: 2, gate: null });
  });

  it('asks nothing where no gate is wanted, or none is set up', async () => {
    const { gated, refresh, source, asked, publication, best } = setUp();
    await gated();
    asked.length = 0;
    source.put('a.txt', BROKEN);
    expect(await refresh({ publication })).toMatchObject({ generation: 2, gate: null });
    expect(await best('无法显示')).toContain('无法显示');
    source.put('b.txt', BROKEN);
    expect(await gated({ publication: null })).toMatchObject({ generation: 3, gate: null });
    expect(asked).toEqual([]);
  });

  it('compares with the index that is there, though nobody asked it when it was put in place', async () => {
    const { gated, refresh, source } = setUp();
    await gated();
    source.put('a.txt', BROKEN);
    await refresh();
    source.put('c.txt', '新的文件。');
    expect(await gated()).toMatchObject({ generation: 3, gate: null });
    source.put('b.txt', BROKEN);
    expect((await gated()).gate).toMatchObject({ fallen: 1, questions: 3 });
  });

  it('does not compare questions about a document that is gone', async () => {
    const { gated, source } = setUp();
    await gated();
    source.files.delete('a.txt');
    expect(await gated()).toMatchObject({ generation: 2, gate: null });
  });

  it('builds again what was refused only when asked to, or when a file changes', async () => {
    const { gated, source, asked, embedder } = setUp();
    await gated();
    source.put('a.txt', BROKEN);
    await gated();
    source.reads.length = 0;
    asked.length = 0;
    embedder.embedded.length = 0;
    const again = await gated({ gate: { retry: false } });
    expect(again).toMatchObject({ generation: 1, changed: false, gate: null });
    expect([source.reads, asked, embedder.embedded]).toEqual([[], [], []]);
    expect((await gated()).gate).not.toBeNull();
    source.put('a.txt', `${MEETING}\n补充一段。`);
    expect(await gated({ gate: { retry: false } })).toMatchObject({ generation: 2, gate: null });
  });

  it('compares vectors with vectors, and embeds nothing twice for it', async () => {
    const { gated, source } = setUp();
    await gated();
    const blind = blindEmbedder();
    source.put('a.txt', `新版。${MEETING}`).put('b.txt', `新版。${VETERANS}`);
    const { gate, ...report } = await gated({ embedder: blind });
    expect(gate).toMatchObject({ stage: 'vectors', before: 100, kept: true });
    expect(report).toMatchObject({ generation: 1, changed: false });
    expect(blind.embedded.length).toBeGreaterThan(0);
    const made = blind.embedded.length;
    expect((await gated({ embedder: blind })).gate).toMatchObject({ stage: 'vectors' });
    expect(blind.embedded).toHaveLength(made);
  });

  it('judges the vectors of many texts after the flip, and only tells', async () => {
    const { gated, source } = setUp();
    await gated();
    const many = Array.from({ length: 600 }, (_, index) => `第${index}号。`).join('\n');
    source.put('b.txt', `新版。${VETERANS}`).put('c.txt', many);
    const { gate, ...report } = await gated({ embedder: blindEmbedder() });
    expect(report).toMatchObject({ generation: 2, changed: true });
    expect(report.status.vectors).toBe(report.status.vectorsWanted);
    expect(gate).toMatchObject({ stage: 'vectors', before: 100, fallen: 1, kept: false });
    expect(await gated()).toMatchObject({ changed: false, gate: null });
  });

  it('asks nothing of a file that was only touched, and keeps its scorecard', async () => {
    const { gated, source, asked } = setUp();
    await gated();
    asked.length = 0;
    source.put('a.txt', MEETING);
    expect(await gated()).toMatchObject({ generation: 2 });
    source.put('a.txt', MEETING);
    await gated();
    expect(asked).toEqual([]);
  });

  it('stops while it asks, and leaves the old index', async () => {
    const { gated, source, best } = setUp();
    await gated();
    source.put('a.txt', `${MEETING}\n补充一段。`);
    const stopping = new AbortController();
    const stopped = gated({
      signal: stopping.signal,
      onProgress: ({ phase }) => phase === 'checking' && stopping.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(await best('补充一段')).toBeUndefined();
    expect(await gated()).toMatchObject({ generation: 2, gate: null });
  });
});
