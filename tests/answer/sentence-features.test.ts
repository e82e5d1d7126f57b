import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SentenceReading } from '../../src/answer/read-sentences.js';
import {
  centredCosine,
  coverageOf,
  type FeatureName,
  featureNames,
  sentenceFeatures,
} from '../../src/answer/sentence-features.js';
import { analyseText } from '../support/analyse-text.js';
import { retrieveAll } from '../support/sample-retrieval.js';
import { structurePlainText } from '../support/structure-plain-text.js';

/** The feature of each sentence of the text. */
function featureOf(name: FeatureName, question: string, text: string): number[] {
  const retrieval = retrieveAll([structurePlainText(text)]);
  const speakers = retrieval.sentences.flatMap(({ sentence }) => sentence.speaker ?? []);
  const analysed = analyseText(question, [...new Set(speakers)]);
  return sentenceFeatures(analysed, retrieval, new Map()).map((row) => row[name]);
}

describe('sentenceFeatures', () => {
  it.each<[FeatureName, string, string, number[]]>([
    ['when', '什么时候召开？', '会议于5月20日召开。会议在太原召开。', [1, 0]],
    ['when', '在哪里召开？', '会议于5月20日召开。', [0]],
    ['when', 'When was it held?', 'It was held in May. It was long.', [1, 0]],
    ['where', '在哪里召开？', '会议在太原召开。会议召开。', [1, 0]],
    ['howMany', '有多少人参加？', '共有120人参加。各地派人参加。', [1, 0]],
    ['who', '谁主持？', '省长主持。会议召开。', [1, 0]],
    ['event', '推进会是几月几号开的？', '5月20日，推进会在太原召开。5月20日，别处开会。', [1, 0]],
    ['verb', '会议在哪里召开？', '会议在太原召开。在太原，会议召开。', [1, 0]],
    ['verb', '谁召开会议？', '会议在太原召开。', [0]],
    ['event', '何时召开？', '5月20日召开会议。会议开始。6月1日散会。', [1, 0, 0]],
    ['event', '何时实施新政策？', '5月20日召开会议。', [0]],
    ['office', '省长是谁？', '省长蓝佛安主持。副省长张复明出席。散会。', [1, -1, 0]],
    ['office', '副省长是谁？', '省长蓝佛安主持。副省长张复明出席。', [0, 1]],
    ['office', '省長是誰？', '省長藍佛安主持。副省長張復明出席。', [1, -1]],
    ['office', '谁主持？', '省长蓝佛安主持。', [0]],
    [
      'listSize',
      '哪三项工作？',
      '要修路、种树、办学。要修路、种树。',
      [expect.any(Number) as never, 0],
    ],
    ['listSize', '有哪些工作？', '要修路、种树、办学。', [0]],
    ['speaker', '谁主持？', '林武指出，要修路。', [0]],
    ['heading', '有什么？', '# 修路\n\n修路要快。', [1, 0]],
  ])('%s of %s in %s', (name, question, text, values) => {
    expect(featureOf(name, question, text)).toEqual(values);
  });

  it('values as many members as are asked for, and more so what is called the same', () => {
    const [named = 0, plain = 0, none = 1] = featureOf(
      'listSize',
      '要把握好的三个关系是什么？',
      '把握好城乡关系、供求关系、劳资关系。要修路、种树、办学。要修路、种树。',
    );
    expect(named).toBeGreaterThan(plain);
    expect(plain).toBeGreaterThan(none);
  });

  it('values a sentence that gives the office of the person who is asked about', () => {
    const text = '省委书记林武讲话。林武讲话。书记讲话。';
    const [holds = 0, ...others] = featureOf('office', '林武担任什么职务？', text);
    expect(holds).toBeGreaterThan(0);
    expect(others).toEqual([0, 0]);
  });

  it('knows who speaks a sentence, who is named in it, and who does neither', () => {
    const text = '林武指出，要修路。要种树。\n蓝佛安说，林武讲得好。\n张三报道。';
    const [names = 0, goesOn = 0, mentions = 0, other = 0] = featureOf(
      'speaker',
      '林武说了什么？',
      text,
    );
    expect([names, goesOn]).toEqual([1, 1]);
    expect(mentions).toBeGreaterThan(other);
    expect(mentions).toBeLessThan(1);
  });

  it('measures words, glosses and cosines against the other sentences', () => {
    const report = structurePlainText('甲镇修路。乙镇种树。丙镇办学。');
    const retrieval = retrieveAll([report], ({ text }) => {
      const best = text.startsWith('乙');
      return { words: best ? 9 : 3, glosses: best ? 5 : 1, cosine: best ? 0.9 : 0.8 };
    });
    for (const name of ['words', 'glosses', 'cosine'] as const) {
      const values = sentenceFeatures(analyseText('？有'), retrieval, new Map()).map(
        (row) => row[name],
      );
      expect(values[1]).toBeGreaterThan(values[0] ?? 0);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
    }
  });

  it('keeps the odds of the reader within bounds, and knows what was not read', () => {
    const retrieval = retrieveAll([structurePlainText('甲镇修路。乙镇种树。丙镇办学。')]);
    const [one, two] = retrieval.sentences;
    const readings = new Map<number, SentenceReading>([
      [one?.sentence.id ?? 0, { odds: 99, span: null }],
      [two?.sentence.id ?? 0, { odds: -99, span: null }],
    ]);
    const rows = sentenceFeatures(analyseText('？'), retrieval, readings);
    // What speaks for a sentence and what speaks against it are weighed apart.
    expect(rows.map((row) => [row.reader + row.readerDoubt, row.unread])).toEqual([
      [1, 0],
      [-1, 0],
      [0, 1],
    ]);
  });

  it('shares the belief of the reader among what it read and nowhere', () => {
    const retrieval = retrieveAll([structurePlainText('甲镇修路。乙镇种树。丙镇办学。')]);
    const share = (...odds: number[]) => {
      const readings = new Map(
        odds.map((one, index) => [
          retrieval.sentences[index]?.sentence.id ?? 0,
          { odds: one, span: null },
        ]),
      );
      return sentenceFeatures(analyseText('？'), retrieval, readings).map((row) => row.readerShare);
    };
    expect(share(8, -8).map((one) => one.toFixed(2))).toEqual(['0.98', '0.00', '0.00']);
    expect(share(-12, -12).every((one) => one < 0.01)).toBe(true);
    expect(share()).toEqual([0, 0, 0]);
  });

  it('takes from a cosine what any question has in common with the sentence', () => {
    const [first] = retrieveAll([structurePlainText('甲镇修路。')]).sentences;
    if (first === undefined) throw new Error('no sentence');
    const near = { ...first, cosine: 0.9, vector: Float32Array.of(0.8, 0.6) };
    expect(centredCosine(near, [0.8, 0.6])).toBeCloseTo(0.9 - 0.8, 5);
    expect(centredCosine(near, [0.6, -0.8])).toBeCloseTo(0.9, 5);
    // Nothing is known without a centre, or with one of another model.
    expect(centredCosine(near, null)).toBe(0);
    expect(centredCosine(near, [1])).toBe(0);
    expect(centredCosine(first, [0.8, 0.6])).toBe(0);
  });

  it('gives every feature of every sentence a finite number', () => {
    const piece = fc.constantFrom(
      '就业',
      '會議',
      'port ',
      '5月20日',
      '省长',
      '、',
      '：',
      '12',
      '|',
      '#',
    );
    const text = fc.array(fc.array(piece, { minLength: 1, maxLength: 9 }), { maxLength: 4 });
    const question = fc.constantFrom('谁？', 'Who?', '哪三项？', '省长在哪里召开？', '', '☃');
    fc.assert(
      fc.property(text, question, fc.constantFrom(null, 0.8), (lines, asked, cosine) => {
        const report = structurePlainText(lines.map((line) => `${line.join('')}。`).join('\n'));
        const retrieval = retrieveAll([report], () => ({ cosine }));
        const rows = sentenceFeatures(analyseText(asked), retrieval, new Map());
        expect(rows).toHaveLength(retrieval.sentences.length);
        for (const row of rows) {
          for (const name of featureNames) expect(row[name], name).toSatisfy(Number.isFinite);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('coverageOf', () => {
  it.each([
    ['王建国主持了吗？', '王建国主持会议。', 1],
    ['王建國主持了嗎？', '王建国主持会议。', 1],
    ['毕业生怎么办？', '会议召开。', 0],
    ['谁？', '会议召开。', 0],
    ['What did ports handle?', 'The Port handled cargo.', 1],
  ])('of %s in %s is %d', (question, text, share) => {
    const [candidate] = retrieveAll([structurePlainText(text)]).sentences;
    expect(candidate && coverageOf(analyseText(question), candidate)).toBe(share);
  });

  it('counts the headings and the speaker of a sentence', () => {
    const [, , candidate] = retrieveAll([
      structurePlainText('林武提出两项要求。一是抓好毕业生就业。要扩大见习规模。二是修路。'),
    ]).sentences;
    expect(candidate?.sentence.text).toBe('要扩大见习规模。');
    expect(candidate && coverageOf(analyseText('对毕业生就业怎么说？'), candidate)).toBe(1);
  });
});
