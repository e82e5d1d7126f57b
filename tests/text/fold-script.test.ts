import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldScript } from '../../src/text/fold-script.js';
import { toSimplified } from '../../src/text/to-simplified.js';

const read = (name: string) =>
  readFileSync(new URL(`../fixtures/text/${name}`, import.meta.url), 'utf8');

it('simplifies character by character, and moves none', () => {
  expect(foldScript('省長林武主持會議，強調穩就業。')).toBe('省长林武主持会议，强调稳就业。');
  const text = read('traditional-news.txt');
  const folded = foldScript(text);
  expect(folded).toHaveLength(text.length);
  expect(folded).not.toBe(text);
  for (let index = 0; index < text.length; index += 1) {
    const simplified = toSimplified(text[index] ?? '');
    expect(folded[index]).toBe(simplified.length === 1 ? simplified : text[index]);
  }
});

it('leaves all else as it is, even halves of characters and what is no character', () => {
  const odd = fc.string({
    unit: fc.constantFrom('a', '\0', '\uffff', '\ud840', '\udc00', '𠀀', '中', '🙂', '\n'),
  });
  fc.assert(
    fc.property(odd, odd, (before, behind) => {
      expect(foldScript(before)).toBe(before);
      expect(foldScript(`${before}會${behind}`)).toBe(`${before}会${behind}`);
    }),
    { numRuns: 200 },
  );
});

it('gives what is folded already as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const folded = foldScript(text);
      expect(folded).toHaveLength(text.length);
      expect(foldScript(folded)).toBe(folded);
    }),
    { numRuns: 200 },
  );
});
