import { describe, expect, it } from 'vitest';
import {
  type FeatureWeights,
  rankSentences,
  weighFeatures,
} from '../../src/answer/rank-sentences.js';
import { featureNames } from '../../src/answer/sentence-features.js';
import type { Reader } from '../../src/domain/reader.js';
import { analyseText } from '../support/analyse-text.js';
import { PointingReader, pointAt } from '../support/pointing-reader.js';
import { noFeatures, retrieveAll, type ScoreSentence } from '../support/sample-retrieval.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const REPORT = structurePlainText('甲镇修路。乙镇种树。丙镇办学。丁镇建桥。');

interface Ranking {
  readonly question?: string;
  readonly chinese?: Partial<FeatureWeights>;
  readonly english?: Partial<FeatureWeights>;
  readonly score?: ScoreSentence;
  readonly reader?: Reader | null;
}

async function rank({ question = '有什么？', reader = null, ...ranking }: Ranking) {
  return await rankSentences({
    question: analyseText(question),
    retrieval: retrieveAll([REPORT], ranking.score),
    weights: {
      chinese: { ...noFeatures, ...ranking.chinese },
      english: { ...noFeatures, ...ranking.english },
    },
    reader,
  });
}

const order = async (ranking: Ranking) =>
  (await rank(ranking)).map(({ candidate }) => candidate.sentence.text[0]).join('');

const wordsOf =
  (holding: string): ScoreSentence =>
  ({ text }) => ({
    words: text.includes(holding) ? 4 : 1,
    cosine: text.includes('丁') ? 0.9 : 0.8,
  });

describe('rankSentences', () => {
  it('puts the highest sum of weighed features first', async () => {
    const score = wordsOf('丙');
    expect(await order({ chinese: { words: 1 }, score })).toMatch(/^丙/u);
    expect(await order({ chinese: { cosine: 1 }, score })).toMatch(/^丁/u);
    const ranked = await rank({ chinese: { words: 2, cosine: 1, length: -1 }, score });
    for (const { score: sum, features } of ranked) {
      const byHand = 2 * features.words + features.cosine - features.length;
      expect(sum).toBeCloseTo(byHand, 9);
    }
    expect(ranked.map((one) => one.score)).toEqual(
      ranked.map((one) => one.score).sort((a, b) => b - a),
    );
  });

  it('keeps the order of the text between equals', async () => {
    expect(await order({})).toBe('甲乙丙丁');
    expect(await order({ chinese: { words: 1 }, score: wordsOf('丙') })).toBe('丙甲乙丁');
  });

  it.each([
    ['有什么路？', '丙'],
    ['有什麼學校？', '丙'],
    ['What is there?', '丁'],
  ])('weighs %s by the weights of its script', async (question, first) => {
    const ranking = { chinese: { words: 1 }, english: { cosine: 1 }, score: wordsOf('丙') };
    expect(await order({ question, ...ranking })).toMatch(new RegExp(`^${first}`, 'u'));
  });

  it('puts what was read in the place that the reader gives it', async () => {
    const reader = new PointingReader(pointAt({ 种树: 5, 建桥: 2 }));
    const ranked = await rank({ chinese: { reader: 1, unread: -1 }, reader });
    expect(ranked.map(({ candidate }) => candidate.sentence.text[0]).join('')).toBe('乙丁甲丙');
    expect(ranked.map(({ reading }) => reading?.odds ?? null)).toEqual([5, 2, null, null]);
  });

  it('ranks without a reader', async () => {
    const ranked = await rank({ chinese: { words: 1 } });
    expect(ranked.every(({ reading }) => reading === null)).toBe(true);
  });

  it('ranks nothing of nothing', async () => {
    const given = { question: analyseText('谁？'), retrieval: retrieveAll([]), reader: null };
    expect(
      await rankSentences({ ...given, weights: { chinese: noFeatures, english: noFeatures } }),
    ).toEqual([]);
  });
});

describe('weighFeatures', () => {
  it('counts every feature', () => {
    for (const name of featureNames) {
      const weights = { ...noFeatures, [name]: 3 };
      expect(weighFeatures({ ...noFeatures, [name]: 2 }, weights)).toBe(6);
    }
  });
});
