import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutWindows, type ReadingWindow } from '../../src/answer/cut-windows.js';
import type { RetrievedSentence } from '../../src/domain/retriever.js';
import { normalizeText } from '../../src/text/normalize-text.js';

const maxChars = 220;

function candidate(documentId: string, index: number, text: string): RetrievedSentence {
  return {
    sentence: {
      ...{ id: index, passageId: 1, documentId, index, paragraph: 1, number: index + 1 },
      ...{ span: { start: 0, end: text.length }, text, outline: [], speaker: null, tokens: [] },
    },
    passageRank: 0,
    words: 0,
    glosses: 0,
    cosine: null,
  };
}

const candidates = (...texts: string[]) => texts.map((text, index) => candidate('a', index, text));
const indexesIn = ({ sentences }: ReadingWindow) =>
  sentences.map((one) => one.candidate.sentence.index);

/** Sentences of Chinese or English with gaps between them, of two documents, in any order. */
const retrieved = fc
  .array(
    fc.record({
      documentId: fc.constantFrom('a', 'b'),
      gap: fc.constantFrom(1, 1, 1, 2),
      words: fc.integer({ min: 1, max: 60 }),
      word: fc.constantFrom('就业', '會議', 'port ', '２０㎡', '𨱔', '…'),
      end: fc.constantFrom('。', '.', '!', ''),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((rows) => {
    const next = new Map([
      ['a', 0],
      ['b', 0],
    ]);
    return rows.map(({ documentId, gap, words, word, end }) => {
      const index = (next.get(documentId) ?? 0) + gap;
      next.set(documentId, index);
      return candidate(documentId, index, word.repeat(words).trim() + end);
    });
  })
  .chain((rows) => fc.shuffledSubarray(rows, { minLength: rows.length }));

describe('cutWindows', () => {
  it('puts every sentence into a window, where it is said to begin, within the limit', () => {
    fc.assert(
      fc.property(retrieved, (sentences) => {
        const windows = cutWindows(sentences);
        const seen = new Set<RetrievedSentence>();
        for (const window of windows) {
          expect(window.text.length).toBeLessThanOrEqual(maxChars);
          expect(window.text).not.toMatch(/\p{Cs}/u);
          for (const { candidate: one, start } of window.sentences) {
            const text = normalizeText(one.sentence.text);
            const whole = window.text.slice(start, start + text.length);
            expect(text.startsWith(whole)).toBe(true);
            expect(whole === text || window.sentences.length === 1).toBe(true);
            seen.add(one);
          }
        }
        expect(seen).toEqual(new Set(sentences));
      }),
      { numRuns: 200 },
    );
  });

  it('holds runs of one document without gaps, each window beginning with the last sentence', () => {
    fc.assert(
      fc.property(retrieved, (sentences) => {
        const windows = cutWindows(sentences);
        for (const [position, window] of windows.entries()) {
          const indexes = indexesIn(window);
          const [first = 0] = indexes;
          expect(indexes).toEqual(indexes.map((_, offset) => first + offset));
          expect(
            new Set(window.sentences.map((one) => one.candidate.sentence.documentId)).size,
          ).toBe(1);
          const last = windows[position - 1]?.sentences.at(-1)?.candidate;
          const [head, second] = window.sentences.map((one) => one.candidate);
          const goesOn =
            last?.sentence.documentId === head?.sentence.documentId &&
            last?.sentence.index === first - 1;
          // Only where the two have no room together does a window of a run begin without the sentence before.
          if (goesOn) {
            const both = `${last?.sentence.text} ${head?.sentence.text}`;
            expect(normalizeText(both).length).toBeGreaterThan(maxChars);
          }
          if (last !== undefined && last === head) expect(second).toBeDefined();
        }
      }),
      { numRuns: 200 },
    );
  });

  it('reads a short text in one window, with spaces between alphabetic sentences only', () => {
    expect(cutWindows(candidates('会议召开。', '散会。')).map(({ text }) => text)).toEqual([
      '会议召开。散会。',
    ]);
    expect(cutWindows(candidates('It began.', 'It ended.')).map(({ text }) => text)).toEqual([
      'It began. It ended.',
    ]);
  });

  it('reads the last sentence of a window again in the next one', () => {
    const windows = cutWindows(candidates('甲'.repeat(100), '乙'.repeat(100), '丙'.repeat(100)));
    expect(windows.map(indexesIn)).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('cuts off what is longer than a window', () => {
    const [window, ...others] = cutWindows(candidates('长'.repeat(500)));
    expect(window?.text).toBe('长'.repeat(maxChars));
    expect(others).toEqual([]);
  });

  it('cuts nothing out of nothing', () => {
    expect(cutWindows([])).toEqual([]);
  });
});
