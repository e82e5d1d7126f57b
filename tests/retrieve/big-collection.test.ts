/** Retrieval from a collection whose index keeps nothing of its sentences. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../src/domain/app-error.js';
import type { PreparedDocument } from '../../src/domain/index-writer.js';
import type { SourceDocument } from '../../src/domain/report-document.js';
import type { RetrievalQuery } from '../../src/domain/retriever.js';
import { dotProduct } from '../../src/retrieve/dot-product.js';
import {
  createHybridRetriever,
  type HybridRetrieverOptions,
} from '../../src/retrieve/hybrid-retriever.js';
import { normalizeText } from '../../src/text/normalize-text.js';
import { HashEmbedder, hashVector } from '../support/hash-embedder.js';
import { MEETING, setUpIndex, VETERANS } from '../support/index-setup.js';
import { pairTokens, preparerOf, prepareText } from '../support/prepare-text.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const TEXTS: Readonly<Record<string, string>> = {
  meeting: MEETING,
  veterans: VETERANS,
  forest: '全县造林三千亩。林长制全面落实。\n护林员巡山。',
  rules: '要办好三件事。\n----\n一是修路。一是修路。',
};
/** A line each; of five of them the sentences are embedded. */
const PASSAGES = 8;

const tokenizer = {
  tokens: (text: string) => [...new Set(pairTokens(text))],
  words: () => [],
  vocabulary: () => [],
};

function withoutSentences(source: SourceDocument): PreparedDocument {
  const { document, passages } = prepareText(source);
  return { document, passages: passages.map((passage) => ({ ...passage, sentences: null })) };
}

interface SetUp {
  readonly isBig?: boolean;
  /** Vectors are left to be made. */
  readonly wordsOnly?: boolean;
  readonly options?: Partial<HybridRetrieverOptions>;
}

async function setUp({ isBig = true, wordsOnly = false, options = {} }: SetUp = {}) {
  const { source, open, refresh, embedder } = setUpIndex(temporaryFolder());
  for (const [name, text] of Object.entries(TEXTS)) source.put(`${name}.txt`, text);
  await refresh({
    preparer: preparerOf(isBig ? withoutSentences : prepareText),
    ...(wordsOnly ? { vectors: { maxMs: 0 } } : {}),
  });
  embedder.embedded.length = 0;
  const index = open();
  onTestFinished(() => index.close());
  const tokenized: string[] = [];
  const asked = new HashEmbedder();
  const retriever = createHybridRetriever({
    sentenceTokens: async ({ text }) => {
      tokenized.push(text);
      return pairTokens(text);
    },
    ...{ index, embedder: asked, tokenizer, questionGlosses: () => [] },
    ...options,
  });
  const retrieve = (text: string, query: Partial<RetrievalQuery> = {}) =>
    retriever.retrieve({ text, language: 'zh-Hans', limit: 10, ...query });
  return { index, retrieve, asked, tokenized };
}

const ranked = ({ passages }: { readonly passages: readonly { passage: { text: string } }[] }) =>
  passages.map(({ passage }) => passage.text);

describe('a big collection', () => {
  it('keeps no sentence, and scores sentences as a small one does', async () => {
    const [big, small] = [await setUp(), await setUp({ isBig: false })];
    expect([await big.index.keepsSentences(), await small.index.keepsSentences()]).toEqual([
      ...[false, true],
    ]);
    const [inBig, inSmall] = [await big.retrieve('谁主持会议'), await small.retrieve('谁主持会议')];
    const found = inBig.sentences.filter(({ cosine }) => cosine !== null);
    expect(found.length).toBeGreaterThan(5);
    for (const { sentence, words, cosine } of found) {
      const same = inSmall.sentences.find((one) => one.sentence.text === sentence.text);
      expect([words, cosine]).toEqual([same?.words, same?.cosine]);
    }
    expect([inBig.wordsCeiling, inBig.tokenShares]).toEqual([
      ...[inSmall.wordsCeiling, inSmall.tokenShares],
    ]);
    expect(small.tokenized).toEqual([]);
    expect(small.asked.embedded).toEqual([]);
  });

  it('ranks by the words and the vector of a passage, and reads no more than the limit', async () => {
    const { retrieve } = await setUp();
    const found = await retrieve('退役军人就业', { limit: 2 });
    expect(found.passages).toHaveLength(2);
    expect(ranked(found)[0]).toBe(VETERANS);
    for (const { sources, score } of found.passages) {
      expect(sources.bestSentence).toBe(0);
      expect(score).toBeCloseTo(sources.words + 0.15 * sources.vector, 9);
    }
  });

  it('embeds the sentences of the five best passages, each text once, and no rule', async () => {
    const { retrieve, asked } = await setUp();
    const found = await retrieve('修路');
    expect(found.passages).toHaveLength(PASSAGES);
    const best = found.passages.slice(0, 5).flatMap(({ passage }) => passage.sentences);
    const texts = new Set(
      best.map(({ text }) => normalizeText(text)).filter((text) => text !== '----'),
    );
    expect(asked.embedded.sort()).toEqual([...texts].sort());
    for (const { sentence, cosine, passageRank } of found.sentences) {
      const vector = hashVector(normalizeText(sentence.text));
      const own = dotProduct(hashVector('修路'), vector);
      if (passageRank < 5) expect(cosine).toBeCloseTo(own, 5);
      else expect(cosine).toBeNull();
    }
  });

  it('keeps what it embedded: the same question embeds nothing, and finds the same', async () => {
    const { retrieve, asked } = await setUp();
    const first = await retrieve('谁主持会议');
    expect(asked.embedded.length).toBeGreaterThan(0);
    asked.embedded.length = 0;
    expect(await retrieve('谁主持会议')).toEqual(first);
    expect(asked.embedded).toEqual([]);
  });

  it('answers without the vectors of sentences where the model fails, and throws all else', async () => {
    const { retrieve, asked } = await setUp();
    asked.beforeBatch = () => {
      throw new AppError('Down.', { code: 'embedding_failed', hint: 'Start it.' });
    };
    const found = await retrieve('谁主持会议');
    expect(found.passages.length).toBeGreaterThan(0);
    expect(found.sentences.every(({ cosine }) => cosine === null)).toBe(true);
    asked.beforeBatch = () => {
      throw new Error('the model has gone');
    };
    await expect(retrieve('谁主持会议')).rejects.toThrow('the model has gone');
  });

  it('embeds nothing without an embedder', async () => {
    const { retrieve, tokenized } = await setUp({ options: { embedder: null } });
    const found = await retrieve('谁主持会议');
    expect(found.sentences.every(({ cosine }) => cosine === null)).toBe(true);
    expect(found.sentences.some(({ words }) => words > 0)).toBe(true);
    expect(tokenized.length).toBeGreaterThan(0);
  });
});

describe('passages alone', () => {
  it.each([true, false])('come without work on sentences (big: %s)', async (isBig) => {
    const { retrieve, asked, tokenized } = await setUp({ isBig });
    const found = await retrieve('退役军人就业', { passagesOnly: true });
    expect(ranked(found)[0]).toBe(VETERANS);
    expect(found.passages[0]?.passage.sentences.length).toBeGreaterThan(0);
    expect(found.passages.every(({ sources }) => sources.bestSentence === 0)).toBe(true);
    expect(found.sentences).toEqual([]);
    expect([asked.embedded, tokenized]).toEqual([[], []]);
    expect(found.cosineBackground).not.toBeNull();
  });

  it('are ranked as those of a big collection are', async () => {
    const [big, small] = [await setUp(), await setUp({ isBig: false })];
    const alone = await small.retrieve('造林多少亩', { passagesOnly: true });
    expect(ranked(alone)).toEqual(ranked(await big.retrieve('造林多少亩')));
  });
});

describe('while vectors are missing', () => {
  it('notes the documents that are found first, and finds passages by their words', async () => {
    const { retrieve, index } = await setUp({ wordsOnly: true });
    const noted: string[][] = [];
    index.noteAsked = async (ids) => {
      noted.push([...ids]);
    };
    const found = await retrieve('退役军人就业');
    expect(ranked(found)[0]).toBe(VETERANS);
    expect(found.passages.every(({ sources }) => sources.vector === 0)).toBe(true);
    expect(noted).toHaveLength(1);
    expect(noted[0]?.[0]).toBe('veterans');
    expect(new Set(noted[0]).size).toBe(noted[0]?.length);
  });

  it('notes nothing when none is', async () => {
    const { retrieve, index } = await setUp();
    index.noteAsked = async () => {
      throw new Error('noted');
    };
    expect((await retrieve('退役军人就业')).passages.length).toBeGreaterThan(0);
  });
});
