import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDictionary } from '../../src/text/dictionary-file.js';
import { createGlossary } from '../../src/text/glossary.js';
import { prepareDocument } from '../../src/text/prepare-document.js';
import { createSearchText, type SearchText } from '../../src/text/search-text.js';
import { createTokenizer } from '../../src/text/tokenizer.js';
import { PreparePool } from '../../src/threads/prepare-pool.js';
import { MEETING, VETERANS } from '../support/index-setup.js';
import { sourceDocument } from '../support/prepare-text.js';

const dictionaryFile = fileURLToPath(new URL('../../data/glossary/cc-cedict.tsv', import.meta.url));
/** More than is prepared without threads. */
const MUCH = 1_000_000;
const documents = [sourceDocument('a.txt', MEETING), sourceDocument('b.txt', VETERANS)];

let searchText: SearchText;
beforeAll(() => {
  const tokenizer = createTokenizer();
  const dictionary = openDictionary(readFileSync(dictionaryFile));
  searchText = createSearchText(tokenizer, createGlossary(dictionary, tokenizer));
});

function openPool() {
  let made = 0;
  const pool = new PreparePool({
    dictionaryFile,
    searchText() {
      made += 1;
      return searchText;
    },
  });
  onTestFinished(() => pool.close());
  return { pool, madeHere: () => made };
}

const small = { sentences: true, glosses: true };
const big = { sentences: false, glosses: false };
const prepared = (options: typeof small) =>
  documents.map((document) => prepareDocument(document, { searchText, ...options }));

describe('PreparePool', () => {
  it('prepares little work here, with and without sentences', async () => {
    const { pool, madeHere } = openPool();
    pool.expect(1_000);
    for (const options of [small, big]) {
      expect(await pool.prepare(documents, options)).toEqual(prepared(options));
    }
    expect(madeHere()).toBe(2);
  });

  it('prepares much work in threads, the same, and more batches than it has threads', async () => {
    const { pool, madeHere } = openPool();
    pool.expect(MUCH);
    const batches = Array.from({ length: pool.concurrency + 2 }, () =>
      pool.prepare(documents, big),
    );
    for (const batch of await Promise.all(batches)) expect(batch).toEqual(prepared(big));
    expect(madeHere()).toBe(0);
  });

  it('glosses here and in threads alike, as with the documents', async () => {
    const { pool } = openPool();
    const passages = prepared(small).flatMap((one) => one.passages);
    const texts = passages.map(({ embeddingText }) => embeddingText);
    const glosses = passages.map((passage) => passage.glosses);
    expect(glosses.join('')).not.toBe('');
    for (const bytes of [1_000, MUCH]) {
      pool.expect(bytes);
      expect(await pool.gloss(texts)).toEqual(glosses);
    }
  });

  it('prepares nothing more of what waited when it was closed', async () => {
    const { pool } = openPool();
    pool.expect(MUCH);
    const batches = Array.from({ length: pool.concurrency * 2 }, () =>
      pool.prepare(documents, big),
    );
    const outcomes = Promise.allSettled(batches);
    // The threads are started by now.
    await nextTurn();
    await pool.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(batches.map(() => 'rejected'));
  });
});
