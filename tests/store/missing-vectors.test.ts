import { describe, expect, it, onTestFinished } from 'vitest';
import type { PreparedDocument } from '../../src/domain/index-writer.js';
import type { SourceDocument } from '../../src/domain/report-document.js';
import { openSqliteIndexWriter } from '../../src/store/sqlite-index-writer.js';
import { hashVector } from '../support/hash-embedder.js';
import { setUpIndex } from '../support/index-setup.js';
import { preparerOf, prepareText } from '../support/prepare-text.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DATES: Readonly<Record<string, string | null>> = {
  old: '2020-01-01',
  new: '2024-01-01',
  undated: null,
};

function dated(source: SourceDocument): PreparedDocument {
  return prepareText({ ...source, date: DATES[source.id] ?? null });
}

/** Documents of one passage of two sentences each, without a vector. */
async function setUp(texts: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  const index = setUpIndex(folder);
  for (const [name, text] of Object.entries(texts)) index.source.put(`${name}.txt`, text);
  const words = () => index.refresh({ preparer: preparerOf(dated), vectors: { maxMs: 0 } });
  await words();
  const { fingerprint } = index.embedder;
  const openWriter = async () => {
    const writer = await openSqliteIndexWriter({ folder });
    onTestFinished(() => writer.close());
    const take = async (limit: number) =>
      (await writer.missingVectors(fingerprint, limit)).map(({ text }) => text);
    const embedAll = async () => {
      const missing = await writer.missingVectors(fingerprint, 100);
      const vectors = missing.map(({ hash, text }) => ({ hash, vector: hashVector(text) }));
      await writer.putVectors(fingerprint, vectors);
      return missing.map(({ text }) => text);
    };
    return { writer, take, embedAll };
  };
  return { ...index, openWriter, words };
}

const THREE = { old: '旧一。旧二。', undated: '无一。无二。', new: '新一。新二。' };

describe('what lacks its vector', () => {
  it('comes passages first, and of them the newest', async () => {
    const { openWriter } = await setUp(THREE);
    const { embedAll } = await openWriter();
    expect(await embedAll()).toEqual(['新一。新二。', '旧一。旧二。', '无一。无二。']);
    expect(await embedAll()).toEqual(['新一。', '新二。', '旧一。', '旧二。', '无一。', '无二。']);
    expect(await embedAll()).toEqual([]);
  });

  it('comes before others where it is asked for most', async () => {
    const { openWriter, open } = await setUp(THREE);
    const reader = open();
    await reader.noteAsked(['undated', 'old']);
    await reader.noteAsked(['undated']);
    await reader.close();
    const { take } = await openWriter();
    expect(await take(3)).toEqual(['无一。无二。', '旧一。旧二。', '新一。新二。']);
  });

  it('is given out once, as far as it goes, and again when all else was', async () => {
    const { openWriter } = await setUp(THREE);
    const { take } = await openWriter();
    expect(await take(0)).toEqual([]);
    const [first, rest] = [await take(2), await take(2)];
    expect([first.length, rest.length]).toEqual([2, 1]);
    expect(new Set([...first, ...rest]).size).toBe(3);
    expect(await take(2)).toEqual(first);
  });

  it('is looked for anew for another model and after a flip', async () => {
    const { openWriter, source, words, embedder, refresh } = await setUp({ old: '旧一。旧二。' });
    await refresh({ preparer: preparerOf(dated) });
    const { writer, take } = await openWriter();
    expect(await take(9)).toEqual([]);
    expect(await writer.missingVectors('another', 9)).toHaveLength(1);
    expect(await writer.countMissingVectors('another')).toBe(3);
    expect(await writer.countMissingVectors(embedder.fingerprint)).toBe(0);
    source.put('new.txt', '新一。新二。');
    await words();
    expect(await take(9)).toEqual(['新一。新二。']);
  });

  it('is counted once for the same text', async () => {
    const { openWriter, embedder } = await setUp({ old: '同。', undated: '同。', new: '同。' });
    const { writer, take } = await openWriter();
    expect(await writer.countMissingVectors(embedder.fingerprint)).toBe(1);
    expect(await take(9)).toEqual(['同。']);
  });

  it('is embedded once, and all of it, where many documents share a text', async () => {
    const { source, refresh, embedder } = setUpIndex(temporaryFolder());
    // Sixteen texts are asked for at a time here; half of them stand in the others too: a heading, say.
    for (let file = 100; file < 260; file += 1) {
      source.put(`${file}.txt`, file % 16 < 8 ? `标题${file % 16}` : `第${file}个文件`);
    }
    const { status } = await refresh({ batchSize: 1 });
    expect(new Set(embedder.embedded).size).toBe(embedder.embedded.length);
    expect(status.vectors).toBe(status.vectorsWanted);
  });
});
