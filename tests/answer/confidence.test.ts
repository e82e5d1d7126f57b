import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ConfidenceFeatures,
  type ConfidenceWeights,
  confidence,
  confidenceFeatures,
  confidenceNames,
} from '../../src/answer/confidence.js';
import { rankSentences } from '../../src/answer/rank-sentences.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { analyseText } from '../support/analyse-text.js';
import { noFeatures, retrieveAll, type ScoreSentence } from '../support/sample-retrieval.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const REPORT = structurePlainText(
  '5月20日，推进会在太原召开。省长蓝佛安主持会议。共有120人参加。要做好就业工作。',
);

async function featuresOf(
  question: string,
  documents: readonly ReportDocument[] = [REPORT],
  score?: ScoreSentence,
): Promise<ConfidenceFeatures> {
  const analysed = analyseText(question);
  const retrieval = retrieveAll(documents, score);
  const ranking = { ...noFeatures, words: 1 };
  const weights = { chinese: ranking, english: ranking };
  const ranked = await rankSentences({ question: analysed, retrieval, weights, reader: null });
  return confidenceFeatures(analysed, retrieval, ranked);
}

const row = fc.record(
  Object.fromEntries(
    confidenceNames.map((name) => [name, fc.double({ min: -12, max: 12, noNaN: true })]),
  ),
) as fc.Arbitrary<Record<(typeof confidenceNames)[number], number>>;

describe('confidence', () => {
  it('is a probability that moves with each feature the way of its weight', () => {
    fc.assert(
      fc.property(
        row,
        row,
        fc.constantFrom(...confidenceNames),
        fc.double({ min: 0.5, max: 5, noNaN: true }),
        (features, weights, name, step) => {
          const before = confidence(features, weights);
          const after = confidence({ ...features, [name]: features[name] + step }, weights);
          for (const one of [before, after]) {
            expect(one).toBeGreaterThanOrEqual(0);
            expect(one).toBeLessThanOrEqual(1);
          }
          expect((after - before) * Math.sign(weights[name])).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is even where nothing weighs', () => {
    const nothing = Object.fromEntries(confidenceNames.map((name) => [name, 0]));
    expect(confidence(nothing as ConfidenceFeatures, nothing as ConfidenceWeights)).toBe(0.5);
  });
});

describe('confidenceFeatures', () => {
  it.each([
    ['谁主持会议？', [REPORT]],
    ['', [REPORT]],
    ['???', [REPORT]],
    ['Who chaired the meeting?', [REPORT]],
    ['谁主持会议？', []],
    ['Who chaired the meeting?', []],
    ['省长是谁？', [structurePlainText('')]],
    ['多少人参加？', [structurePlainText('散会。')]],
  ])('are all finite for %s', async (question, documents) => {
    const lacking: ScoreSentence = () => ({ cosine: null });
    for (const score of [undefined, lacking]) {
      const features = await featuresOf(question, documents, score);
      expect(Object.keys(features).sort()).toEqual([...confidenceNames].sort());
      for (const name of confidenceNames) expect(features[name], name).toSatisfy(Number.isFinite);
    }
  });

  it('hold nothing of a question when nothing was retrieved', async () => {
    expect(await featuresOf('谁主持会议？', [])).toMatchObject({
      ...{ bias: 1, reader: -1, readerAnywhere: -1, coverage: 0, retrievedCoverage: 0, words: 0 },
      ...{ glosses: 0, cosine: 0, characters: 0, structure: 0, unsigned: 0, margin: 0 },
    });
  });

  it('cover more of a question the more of its words were retrieved', async () => {
    const question = '太原有多少农民工和渔民？';
    const more = ['散会。', '农民工散会。', '太原农民工散会。', '太原农民工和渔民散会。'];
    const covered: number[] = [];
    for (const text of more) {
      const features = await featuresOf(question, [structurePlainText(text)]);
      covered.push(features.retrievedCoverage);
    }
    expect(covered).toEqual([0, expect.any(Number), expect.any(Number), 1]);
    expect(covered).toEqual([...covered].sort((a, b) => a - b));
    expect(new Set(covered).size).toBe(4);
  });

  it('count the names that stand nowhere, two at most', async () => {
    const missing = async (question: string) => (await featuresOf(question)).missingEntities;
    expect(await missing('太原的推进会谁主持？')).toBe(0);
    expect(await missing('阳泉的推进会谁主持？')).toBe(1);
    expect(await missing('阳泉、临汾、运城、山西的推进会谁主持？')).toBe(2);
  });

  it('tell a question whose very words stand nowhere', async () => {
    expect(await featuresOf('渔民怎么办？')).toMatchObject({ paraphrase: 1, retrievedCoverage: 0 });
    expect((await featuresOf('谁主持会议？')).paraphrase).toBe(0);
  });

  it.each([
    ['有多少人参加？', '共有120人参加。', 0],
    ['有多少人参加？', '各地派人参加。', 1],
    ['会议花了多少钱？', '共有120人参加。', 1],
    ['什么时候召开？', '会议在太原召开。', 1],
    ['什么时候召开？', '会议于5月20日召开。', 0],
    ['市长是谁？', '省长蓝佛安主持会议。', 1],
    ['省长是谁？', '省长蓝佛安主持会议。', 0],
    ['省長是誰？', '省長藍佛安主持會議。', 0],
    ['谁主持会议？', '散会。', 0],
  ])('know whether the sign of an answer to %s stands in %s', async (question, text, unsigned) => {
    expect((await featuresOf(question, [structurePlainText(text)])).unsigned).toBe(unsigned);
  });

  it('agree when the leader by words, the leader by cosine and the best are one', async () => {
    const leading =
      (holding: string, other: string): ScoreSentence =>
      ({ text }) => ({
        words: text.includes(holding) ? 3 : 0,
        cosine: text.includes(other) ? 0.9 : 0.8,
      });
    const question = '谁主持会议？';
    expect((await featuresOf(question, [REPORT], leading('主持', '主持'))).agreement).toBe(1);
    expect((await featuresOf(question, [REPORT], leading('主持', '太原'))).agreement).toBe(0.5);
  });
});
