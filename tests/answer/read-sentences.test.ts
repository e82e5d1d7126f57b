import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSentences } from '../../src/answer/read-sentences.js';
import type { RetrievedSentence } from '../../src/domain/retriever.js';
import { normalizeText } from '../../src/text/normalize-text.js';
import { PointingReader, pointAt } from '../support/pointing-reader.js';
import { retrieveAll } from '../support/sample-retrieval.js';
import { structurePlainText } from '../support/structure-plain-text.js';

/** One window a sentence: two of them do not fit together. */
const wide = (...names: string[]) =>
  names.map((name) => `${name}${'的工作'.repeat(45)}。`).join('');

const sentencesOf = (text: string) => retrieveAll([structurePlainText(text)]).sentences;

function read(
  reader: PointingReader,
  candidates: readonly RetrievedSentence[],
  prior: (text: string) => number = () => 0,
) {
  const given = { reader, candidates, question: '誰主持？' };
  return readSentences({ ...given, prior: ({ sentence }) => prior(sentence.text) });
}

/** Of each sentence that was read: its odds and the words at its span. */
async function wordsRead(reader: PointingReader, text: string): Promise<unknown[]> {
  const candidates = sentencesOf(text);
  const readings = await read(reader, candidates);
  return candidates.flatMap(({ sentence }) => {
    const reading = readings.get(sentence.id);
    if (reading === undefined) return [];
    const { odds, span } = reading;
    return [[odds, span === null ? null : sentence.text.slice(span.start, span.end)]];
  });
}

describe('readSentences', () => {
  it('lays the words of a window into the sentence where they stand', async () => {
    const reader = new PointingReader(pointAt({ 太原: 4, 蓝佛安: 3, 散会: 1 }), 1);
    const text = '会议在太原召开。省长蓝佛安主持。今日散会。';
    expect(await wordsRead(reader, text)).toEqual([
      [3, '太原'],
      [2, '蓝佛安'],
      [0, '散会'],
    ]);
  });

  it('keeps the best of several spans in one sentence', async () => {
    const reader = new PointingReader(pointAt({ 太原: 1, 召开: 3 }));
    expect(await wordsRead(reader, '会议在太原召开。')).toEqual([[3, '召开']]);
  });

  it('reads the normalised question and text, and gives places in the text as it stands', async () => {
    const reader = new PointingReader(pointAt({ 蓝佛安: 3 }));
    expect(await wordsRead(reader, '面積１０㎡……省長藍佛安主持。')).toEqual([[3, null]]);
    expect(await wordsRead(reader, '面积１０㎡……省长蓝佛安主持。')).toEqual([[3, '蓝佛安']]);
    expect(await wordsRead(reader, '省長藍佛安主持。')).toEqual([[3, '藍佛安']]);
    expect(reader.calls[0]?.question).toBe('谁主持?');
  });

  it('gives no place to words that run over the end of their sentence', async () => {
    const reader = new PointingReader(pointAt({ '召开。省长': 3 }));
    expect(await wordsRead(reader, '会议在太原召开。省长主持。')).toEqual([[3, null]]);
  });

  it('finds the words in a sentence wherever the window points', async () => {
    const piece = fc.constantFrom('就业', '會議', ' Port ', '２０', '㎡', '太原', '，', '……', '𨱔');
    const sentence = fc.array(piece, { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(sentence, { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.integer({ min: 1, max: 8 }),
        async (sentences, at, length) => {
          const candidates = sentencesOf(sentences.map((one) => `${one.join('')}。`).join(''));
          const pointed: string[] = [];
          const reader = new PointingReader((window) => {
            const start = at % window.length;
            const end = Math.min(window.length, start + length);
            const words = window.slice(start, end);
            pointed.push(words);
            // Half a character is nothing that a reader points at.
            return /\p{Cs}/u.test(words) ? [] : [{ start, end, score: 1 }];
          });
          const readings = await read(reader, candidates);
          for (const { sentence: one } of candidates) {
            const span = readings.get(one.id)?.span;
            if (span === undefined || span === null) continue;
            expect(span.end).toBeLessThanOrEqual(one.text.length);
            expect(pointed).toContain(normalizeText(one.text.slice(span.start, span.end)));
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('reads windows with the likeliest sentences first and stops at a plain answer', async () => {
    const reader = new PointingReader(pointAt({ 丙: 50 }));
    const readings = await read(reader, sentencesOf(wide('甲', '乙', '丙', '丁', '戊')), (text) =>
      text.startsWith('丙') ? 1 : 0,
    );
    expect(reader.calls).toHaveLength(1);
    expect(reader.calls[0]?.windows[0]).toMatch(/^丙/u);
    expect([...readings.values()]).toEqual([{ odds: 50, span: { start: 0, end: 1 } }]);
  });

  it('reads on while nothing is plain, but not without end', async () => {
    const reader = new PointingReader(pointAt({ 的工作: -3 }));
    const names = Array.from('甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳');
    const readings = await read(reader, sentencesOf(wide(...names)));
    expect(reader.calls.length).toBeGreaterThan(1);
    expect(readings.size).toBeGreaterThan(1);
    expect(readings.size).toBeLessThan(names.length);
  });

  it('has no reading of a sentence that nothing points into', async () => {
    const candidates = sentencesOf('会议在太原召开。散会。');
    const readings = await read(new PointingReader(pointAt({ 太原: 1 })), candidates);
    expect([...readings.keys()]).toEqual([candidates[0]?.sentence.id]);
  });

  it('asks for nothing when nothing was retrieved', async () => {
    const reader = new PointingReader(() => []);
    expect((await read(reader, [])).size).toBe(0);
    expect(reader.calls).toEqual([]);
  });

  it('hands the signal on', async () => {
    const reader = new PointingReader(() => []);
    const reading = readSentences({
      ...{ reader, question: '谁？', candidates: sentencesOf('散会。'), prior: () => 0 },
      signal: AbortSignal.abort(),
    });
    await expect(reading).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});
