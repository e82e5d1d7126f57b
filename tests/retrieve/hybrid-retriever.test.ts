import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../src/domain/app-error.js';
import type { Embedder } from '../../src/domain/embedder.js';
import type { ReportIndex } from '../../src/domain/report-index.js';
import type { RetrievalQuery } from '../../src/domain/retriever.js';
import { dotProduct } from '../../src/retrieve/dot-product.js';
import {
  createHybridRetriever,
  type HybridRetrieverOptions,
} from '../../src/retrieve/hybrid-retriever.js';
import { inverseFrequency } from '../../src/retrieve/score-words.js';
import { HashEmbedder, hashVector } from '../support/hash-embedder.js';
import { MEETING, setUpIndex, VETERANS } from '../support/index-setup.js';
import { pairTokens } from '../support/prepare-text.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const TEXTS: Readonly<Record<string, string>> = {
  meeting: MEETING,
  veterans: VETERANS,
  forest: '全县造林三千亩。林长制全面落实。\n护林员巡山。',
  rules: '要办好三件事。\n----\n一是修路。',
};
const pairTokenizer = {
  tokens: (text: string) => [...new Set(pairTokens(text))],
  words: () => [],
  vocabulary: () => [],
};

async function setUp(
  embedder: Embedder | null = new HashEmbedder(),
  more: Partial<HybridRetrieverOptions> = {},
) {
  const { source, open, refresh } = setUpIndex(temporaryFolder());
  for (const [name, text] of Object.entries(TEXTS)) source.put(`${name}.txt`, text);
  await refresh();
  const index = open();
  onTestFinished(() => index.close());
  const retriever = createHybridRetriever({
    sentenceTokens: async ({ text }) => pairTokens(text),
    ...{ index, embedder, tokenizer: pairTokenizer },
    questionGlosses: (text) => (text.includes('老兵') ? pairTokens('退役军人') : []),
    ...more,
  });
  const retrieve = (text: string, query: Partial<RetrievalQuery> = {}) =>
    retriever.retrieve({ text, language: 'zh-Hans', limit: 10, ...query });
  return { index, retrieve };
}

/** The fusion as it is described: every passage, scored by hand. */
async function fuseByHand(
  index: ReportIndex,
  question: string,
  weights: { readonly vector: number; readonly bestSentence: number },
) {
  const query = hashVector(question);
  const sample = (await index.sampleVectors(256)).map((vector) => dotProduct(query, vector));
  const mean = sample.reduce((sum, one) => sum + one, 0) / sample.length;
  const deviation = Math.sqrt(
    sample.reduce((sum, one) => sum + (one - mean) ** 2, 0) / sample.length,
  );
  const standard = (text: string) => (dotProduct(query, hashVector(text)) - mean) / deviation;
  const hits = await index.searchWords(pairTokenizer.tokens(question), { limit: 50 });
  const words = new Map(hits.map((hit) => [hit.passageId, hit.score]));
  const best = Math.max(0, ...words.values()) || 1;
  const all = await index.searchVectors(query, { limit: 50 });
  const passages = await index.passages(all.map(({ passageId }) => passageId));
  return passages
    .map(({ id, text, sentences }) => ({
      text,
      score:
        (words.get(id) ?? 0) / best +
        weights.vector * standard(text) +
        weights.bestSentence * Math.max(...sentences.map((one) => standard(one.text))),
    }))
    .sort((a, b) => b.score - a.score);
}

describe('createHybridRetriever', () => {
  it.each([
    ['谁主持会议', 'zh-Hans', { vector: 0.15, bestSentence: 0.2 }],
    ['退役军人就业', 'zh-Hant', { vector: 0.15, bestSentence: 0.2 }],
    ['造林多少亩', 'en', { vector: 0.3, bestSentence: 0.3 }],
    ['魑魅魍魉', 'zh-Hans', { vector: 0.15, bestSentence: 0.2 }],
  ] as const)('fuses words and vectors for %s as by hand', async (text, language, weights) => {
    const { index, retrieve } = await setUp();
    const byHand = await fuseByHand(index, text, weights);
    const { passages } = await retrieve(text, { language });
    expect(passages.map(({ passage }) => passage.text)).toEqual(byHand.map((one) => one.text));
    for (const [position, { score }] of passages.entries()) {
      expect(score).toBeCloseTo(byHand[position]?.score ?? Number.NaN, 5);
    }
  });

  it('finds what the question is about, and cuts to the limit', async () => {
    const { retrieve } = await setUp();
    const { passages, sentences } = await retrieve('退役军人就业工作', { limit: 1 });
    expect(passages.map(({ passage }) => passage.text)).toEqual([VETERANS]);
    expect(sentences.map(({ sentence }) => sentence.passageId)).toEqual([
      passages[0]?.passage.id,
      passages[0]?.passage.id,
    ]);
  });

  it('brings the sentences in the order of the passages, then of the text', async () => {
    const { retrieve } = await setUp();
    const { passages, sentences } = await retrieve('谁主持会议');
    const expected = passages.flatMap(({ passage }) => passage.sentences.map(({ id }) => id));
    const brought = sentences.map(({ sentence }) => sentence.id);
    expect(brought).toEqual(expected.filter((id) => brought.includes(id)));
    for (const { sentence, passageRank, cosine } of sentences) {
      expect(passages[passageRank]?.passage.id).toBe(sentence.passageId);
      expect(cosine).toBeCloseTo(
        dotProduct(hashVector('谁主持会议'), hashVector(sentence.text)),
        5,
      );
    }
  });

  it('brings no sentence that is a mere rule', async () => {
    const { retrieve } = await setUp();
    const { sentences } = await retrieve('三件事', { documentIds: ['rules'] });
    expect(sentences.map(({ sentence }) => sentence.text).sort()).toEqual([
      '一是修路。',
      '要办好三件事。',
    ]);
  });

  it('scores sentences by their words and by the glosses of the question', async () => {
    const { retrieve } = await setUp();
    const best = ({ sentences }: Awaited<ReturnType<typeof retrieve>>, by: 'words' | 'glosses') =>
      [...sentences].sort((a, b) => b[by] - a[by])[0]?.sentence.text;
    expect(best(await retrieve('谁主持会议'), 'words')).toBe('蓝佛安主持会议。');
    const other = await retrieve('老兵怎么办');
    expect(best(other, 'glosses')).toBe('要做好退役军人就业工作。');
    expect((await retrieve('谁主持')).sentences.every(({ glosses }) => glosses === 0)).toBe(true);
  });

  it('tells what share of the passages holds each token, and the most that words can come to', async () => {
    const { index, retrieve } = await setUp();
    const { passages: total } = await index.status();
    const { tokenShares, wordsCeiling } = await retrieve('主持鲸');
    expect([...tokenShares.keys()].sort()).toEqual(['主', '主持', '持'].sort());
    expect(tokenShares.get('主持')).toBe(1 / total);
    const counts = [1, 1, 1, 0, 0];
    const ceiling = counts.reduce((sum, count) => sum + inverseFrequency(count, total), 0);
    expect(wordsCeiling).toBeCloseTo(ceiling, 9);
  });

  it('searches by words alone without an embedder', async () => {
    const { index, retrieve } = await setUp(null);
    const found = await retrieve('谁主持会议');
    const hits = await index.searchWords(pairTokenizer.tokens('谁主持会议'), { limit: 10 });
    expect(found.passages.map(({ passage }) => passage.id)).toEqual(
      hits.map(({ passageId }) => passageId),
    );
    expect(found.passages[0]?.sources).toEqual({ words: 1, vector: 0, bestSentence: 0 });
    expect(found.cosineBackground).toBeNull();
    expect(found.sentences.every(({ cosine }) => cosine === null)).toBe(true);
    expect((await retrieve('魑魅魍魉')).passages).toEqual([]);
  });

  it('keeps to the documents that it is given', async () => {
    const { retrieve } = await setUp();
    const only = async (documentIds: readonly string[]) => {
      const { passages } = await retrieve('谁主持会议', { documentIds });
      return new Set(passages.map(({ passage }) => passage.documentId));
    };
    expect(await only(['forest'])).toEqual(new Set(['forest']));
    expect(await only(['forest', 'meeting'])).toEqual(new Set(['forest', 'meeting']));
    expect(await only(['nothing'])).toEqual(new Set());
  });

  it('asks in the normal form', async () => {
    const { retrieve } = await setUp();
    const [simplified, traditional] = [
      await retrieve('谁主持会议'),
      await retrieve('誰主持\u200b會議'),
    ];
    expect(traditional).toEqual(simplified);
  });

  it('finds nothing for a question of no tokens but what is near', async () => {
    const { retrieve } = await setUp(null);
    expect(await retrieve('')).toMatchObject({ passages: [], sentences: [], wordsCeiling: 0 });
  });

  it('stops when it is told to, while the question is embedded too', async () => {
    const { retrieve } = await setUp();
    const abort = expect.objectContaining({ name: 'AbortError' });
    await expect(retrieve('谁主持', { signal: AbortSignal.abort() })).rejects.toThrow(abort);
    const controller = new AbortController();
    const stopped = retrieve('谁主持', { signal: controller.signal });
    controller.abort();
    await expect(stopped).rejects.toThrow(abort);
  });

  it('searches by words alone when the server of the embedder fails, and tells the operator', async () => {
    const error = new AppError('Down.', { code: 'embedding_failed', hint: 'Start it.' });
    const told: AppError[] = [];
    const embedder = Object.assign(new HashEmbedder(), { embedQuery: () => Promise.reject(error) });
    const { retrieve } = await setUp(embedder, {
      onEmbeddingFailure: (failure) => told.push(failure),
    });
    const { passages, sentences } = await retrieve('退役军人');
    expect(passages[0]?.passage.text).toContain('退役军人');
    expect(sentences.every(({ cosine }) => cosine === null)).toBe(true);
    expect(told).toEqual([error]);
  });

  it('brings the cosines of another model to the scale of the built-in one, in the same order', async () => {
    const cosines = async (isBuiltin: boolean) => {
      const { retrieve } = await setUp(new HashEmbedder(), { isBuiltin });
      const { sentences } = await retrieve('退役军人');
      return sentences.map(({ cosine }) => cosine ?? 0);
    };
    const [own, scaled] = [await cosines(true), await cosines(false)];
    const order = (values: readonly number[]) =>
      values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
    expect(order(scaled)).toEqual(order(own));
    expect(Math.min(...scaled)).toBeGreaterThan(0.8);
    expect(Math.max(...scaled)).toBeLessThan(1);
  });

  it('fails as the embedder fails', async () => {
    class BrokenEmbedder extends HashEmbedder {
      override async embedQuery(): Promise<Float32Array> {
        throw new Error('the model has gone');
      }
    }
    const { retrieve } = await setUp(new BrokenEmbedder());
    await expect(retrieve('谁主持')).rejects.toThrow('the model has gone');
  });
});
