import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  annotationsOf,
  claimText,
  closingText,
} from '../../../src/channels/http/chat-completion-text.js';
import { sampleAnswer, sampleCitation } from '../../support/sample-answer.js';

const numbers = [1, 2, 3, 10];
const citations = numbers.map((marker) => sampleCitation({ marker }));
const claim = fc.record({
  text: fc.string({ unit: 'grapheme', maxLength: 20 }),
  markers: fc.uniqueArray(fc.constantFrom(...numbers)),
});

it('annotates exactly the markers, whatever the claims hold', () => {
  fc.assert(
    fc.property(fc.array(claim, { maxLength: 5 }), (claims) => {
      const answer = sampleAnswer({ claims, citations });
      const text = claims.map(claimText).join('') + closingText(answer);
      const annotations = annotationsOf(answer, () => 'u');
      expect(annotations.map((one) => one.citation.marker)).toEqual(
        claims.flatMap(({ markers }) => markers),
      );
      for (const { citation, url_citation: at } of annotations) {
        expect(text.slice(at.start_index, at.end_index)).toBe(`[${citation.marker}]`);
      }
    }),
    { numRuns: 100 },
  );
});

it('begins as the answer’s own text does', () => {
  const answer = sampleAnswer({ notices: ['The index is not up to date.'], language: 'en' });
  const text = answer.claims.map(claimText).join('') + closingText(answer);
  expect(text).toBe(
    `${answer.answer}\n\nThe index is not up to date.\n\nSources:\n` +
      '[1] “全省稳就业工作推进会召开”, paragraph 1: “省委副书记、省长蓝佛安主持会议。”',
  );
});
