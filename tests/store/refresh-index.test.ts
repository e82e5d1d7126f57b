import { describe, expect, it } from 'vitest';
import type { IndexProgress } from '../../src/domain/app.js';
import { HashEmbedder, hashVector } from '../support/hash-embedder.js';
import { MEETING, setUpIndex, VETERANS } from '../support/index-setup.js';
import { preparerOf, prepareText } from '../support/prepare-text.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function setUp() {
  const folder = temporaryFolder();
  const index = setUpIndex(folder);
  index.source.put('a.txt', MEETING).put('b.txt', VETERANS);
  const ids = async () => {
    const reader = index.open();
    const documents = await reader.documents();
    await reader.close();
    return documents.map(({ id }) => id);
  };
  return { folder, ids, ...index };
}

describe('a refresh', () => {
  it('builds what is missing and says so', async () => {
    const { refresh, embedder } = setUp();
    const seen: IndexProgress[] = [];
    const report = await refresh({ onProgress: (progress) => seen.push(progress), batchSize: 4 });
    expect(report).toMatchObject({ generation: 1, changed: true, filesRead: 2, problems: [] });
    expect(report.status).toMatchObject({ documents: 2, passages: 3, sentences: 6, vectors: 9 });
    expect(report.embedded).toBe(embedder.embedded.length);
    expect(new Set(embedder.embedded).size).toBe(embedder.embedded.length);
    expect(seen).toEqual([
      { phase: 'reading', done: 1, total: 2 },
      { phase: 'reading', done: 2, total: 2 },
      { phase: 'searchable', done: 2, total: 9 },
      { phase: 'embedding', done: 0, total: 9 },
      { phase: 'embedding', done: 3, total: 9 },
      { phase: 'embedding', done: 7, total: 9 },
      { phase: 'embedding', done: 9, total: 9 },
      { phase: 'done', done: 2, total: 2 },
    ]);
  });

  it('reads, writes and embeds nothing when nothing has changed', async () => {
    const { refresh, source, embedder } = setUp();
    await refresh();
    source.reads.length = 0;
    embedder.embedded.length = 0;
    const report = await refresh();
    expect(report).toMatchObject({ generation: 1, changed: false, filesRead: 0, embedded: 0 });
    expect([source.reads, embedder.embedded]).toEqual([[], []]);
  });

  it('embeds only the changed passages of a changed file', async () => {
    const { refresh, source, embedder } = setUp();
    await refresh();
    embedder.embedded.length = 0;
    source.put('a.txt', `${MEETING}\n最后一段。`);
    await refresh();
    expect(embedder.embedded).toEqual(['最后一段。']);
  });

  it('does not embed a file again that was only touched, but takes over its new title', async () => {
    const { refresh, source, embedder, open } = setUp();
    await refresh();
    embedder.embedded.length = 0;
    source.put('a.txt', MEETING);
    expect(await refresh()).toMatchObject({ filesRead: 1, embedded: 0 });
    source.put('a.txt', MEETING, 'New title');
    await refresh();
    const reader = open();
    expect((await reader.document('a'))?.title).toBe('New title');
    await reader.close();
    expect(embedder.embedded).toEqual([]);
  });

  it('is seen by a reader that was open all the time', async () => {
    const { refresh, source, open } = setUp();
    await refresh();
    const reader = open();
    expect(await reader.generation()).toBe(1);
    expect(await reader.searchVectors(hashVector('主持'), { limit: 9 })).toHaveLength(3);
    source.put('c.txt', '新的一段。');
    await refresh();
    expect(await reader.generation()).toBe(2);
    const [best] = await reader.searchVectors(hashVector('新的一段。'), { limit: 9 });
    expect(best?.score).toBeCloseTo(1);
    expect(await reader.passages([best?.passageId ?? 0])).toMatchObject([{ text: '新的一段。' }]);
    await reader.close();
  });

  it('drops a file that is gone', async () => {
    const { refresh, source, ids, open } = setUp();
    await refresh();
    source.files.delete('a.txt');
    expect(await refresh()).toMatchObject({ filesRemoved: 1, embedded: 0 });
    expect(await ids()).toEqual(['b']);
    const reader = open();
    expect(await reader.searchWords(['主持'], { limit: 1 })).toEqual([]);
    expect(await reader.searchVectors(hashVector('主持'), { limit: 9 })).toHaveLength(1);
    await reader.close();
  });

  it('stores everything anew when the rules change, with the vectors it has', async () => {
    const { refresh, embedder } = setUp();
    await refresh();
    embedder.embedded.length = 0;
    const report = await refresh({ contentVersion: 'rules-2' });
    expect(report).toMatchObject({ generation: 2, filesRead: 2, embedded: 0 });
  });

  it('embeds everything anew for another model', async () => {
    const { refresh } = setUp();
    await refresh();
    const other = new HashEmbedder('hash-pairs-2');
    expect(await refresh({ embedder: other })).toMatchObject({ filesRead: 0, embedded: 9 });
  });

  it('makes words and vectors anew for a rebuild', async () => {
    const { refresh } = setUp();
    await refresh();
    const report = await refresh({ rebuild: true });
    expect(report).toMatchObject({ generation: 2, filesRead: 2, embedded: 9 });
    expect(await refresh()).toMatchObject({ generation: 2, changed: false });
  });
});

describe('a file that fails', () => {
  it('is told with its mend at every refresh, and the others are indexed', async () => {
    const { refresh, source, ids } = setUp();
    source.fail('c.txt');
    const problem = { file: 'c.txt', severity: 'error', hint: 'Save c.txt as UTF-8.' };
    expect((await refresh()).problems).toMatchObject([problem]);
    expect(await refresh()).toMatchObject({ changed: false, problems: [problem] });
    expect(await ids()).toEqual(['a', 'b']);
    source.put('c.txt', '修好了。');
    expect((await refresh()).problems).toEqual([]);
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });

  it('keeps the documents of its last good state', async () => {
    const { refresh, source, ids } = setUp();
    await refresh();
    source.fail('a.txt');
    expect((await refresh()).problems).toHaveLength(1);
    expect(await ids()).toEqual(['a', 'b']);
  });

  it('takes its place when the file that had its id is gone', async () => {
    const { refresh, source, open } = setUp();
    source.put('a.txt', MEETING).put('b.md', '另一个。');
    const { problems } = await refresh();
    expect(problems).toMatchObject([{ file: 'b.txt', severity: 'error' }]);
    source.files.delete('b.md');
    expect((await refresh()).problems).toEqual([]);
    const reader = open();
    expect((await reader.document('b'))?.file).toBe('b.txt');
    await reader.close();
  });
});

describe('a folder with nothing usable', () => {
  it('is an error that names the mend when the index is empty too', async () => {
    const { refresh, source } = setUp();
    source.files.clear();
    await expect(refresh()).rejects.toMatchObject({ code: 'reports_missing' });
    source.fail('only.txt');
    const failure = { code: 'reports_missing', hint: 'Save only.txt as UTF-8.' };
    await expect(refresh()).rejects.toMatchObject(failure);
  });

  it('empties an index and is an error, unless the folder itself is not there', async () => {
    const { refresh, source, ids } = setUp();
    await refresh();
    source.missing = true;
    await expect(refresh()).rejects.toMatchObject({ code: 'reports_missing' });
    expect(await ids()).toEqual(['a', 'b']);
    source.missing = false;
    source.files.clear();
    await expect(refresh()).rejects.toMatchObject({ code: 'reports_missing' });
    expect(await ids()).toEqual([]);
  });
});

describe('a refresh that is stopped', () => {
  it('goes on where it was and embeds nothing twice', async () => {
    const { refresh, embedder, ids } = setUp();
    const stop = new AbortController();
    embedder.beforeBatch = () => {
      if (embedder.embedded.length >= 4) stop.abort();
    };
    const stopped = refresh({ signal: stop.signal, batchSize: 2 });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(await ids()).toEqual(['a', 'b']);
    embedder.beforeBatch = () => undefined;
    await refresh({ batchSize: 2 });
    expect(embedder.embedded).toHaveLength(9);
    expect(new Set(embedder.embedded).size).toBe(9);
  });

  it('leaves the old index when it stops while reading', async () => {
    const { refresh, source, ids } = setUp();
    await refresh();
    source.put('c.txt', '新。').files.delete('a.txt');
    const stop = new AbortController();
    const prepare = (document: Parameters<typeof prepareText>[0]) => {
      stop.abort();
      return prepareText(document);
    };
    source.put('d.txt', '更新。');
    await expect(
      refresh({ signal: stop.signal, preparer: preparerOf(prepare) }),
    ).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(await ids()).toEqual(['a', 'b']);
    await expect(refresh({ signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('leaves the old index when an error that is no file’s ends it', async () => {
    const { refresh, source, ids } = setUp();
    await refresh();
    source.put('c.txt', '新。');
    const prepare = () => {
      throw new TypeError('a fault of ours');
    };
    await expect(refresh({ preparer: preparerOf(prepare) })).rejects.toThrow('a fault of ours');
    expect(await ids()).toEqual(['a', 'b']);
  });
});

describe('two refreshes at once', () => {
  it('do the work once: the second waits, and uses what the first has made', async () => {
    const { refresh, embedder } = setUp();
    const phases: string[] = [];
    embedder.beforeBatch = () => new Promise((resolve) => setTimeout(resolve, 20));
    const [first, second] = await Promise.all([
      refresh(),
      refresh({ onProgress: ({ phase }) => phases.push(phase) }),
    ]);
    expect(first.embedded).toBe(9);
    expect(second).toMatchObject({ changed: false, embedded: 0, generation: 1 });
    expect(phases).toEqual(['waiting', 'done']);
  });

  it('give up waiting when they are stopped', async () => {
    const { refresh, embedder } = setUp();
    const stop = new AbortController();
    embedder.beforeBatch = () => new Promise((resolve) => setTimeout(resolve, 30));
    const first = refresh();
    const second = refresh({ signal: stop.signal, onProgress: () => stop.abort() });
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect((await first).embedded).toBe(9);
  });
});
