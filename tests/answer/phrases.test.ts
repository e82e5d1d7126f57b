import { describe, expect, it } from 'vitest';
import { phrasesFor } from '../../src/answer/phrases.js';
import { toSimplified } from '../../src/text/to-simplified.js';

const han = /\p{Script=Han}/u;
const languages = ['zh-Hans', 'zh-Hant', 'en'] as const;

function sentencesOf(language: (typeof languages)[number]): string[] {
  return Object.values(phrasesFor(language)).map((phrase: string | ((words: string) => string)) =>
    typeof phrase === 'string' ? phrase : phrase('…'),
  );
}

describe('phrasesFor', () => {
  it.each(languages)('speaks %s in every sentence', (language) => {
    for (const sentence of sentencesOf(language)) {
      expect(sentence.trim()).not.toBe('');
      expect(toSimplified(sentence) === sentence).toBe(
        language !== 'zh-Hant' || !han.test(sentence),
      );
      if (language === 'en') expect(sentence).not.toMatch(han);
    }
  });

  it('says the same in both Chinese scripts', () => {
    const plain = (text: string) =>
      toSimplified(text).replace(/[「“]/gu, '"').replace(/[」”]/gu, '"');
    expect(sentencesOf('zh-Hant').map(plain)).toEqual(sentencesOf('zh-Hans').map(plain));
  });

  it.each(languages)('leaves the words that %s frames as they stand', (language) => {
    const { quoted, quotedNext, partNotFound, staleIndex } = phrasesFor(language);
    for (const frame of [quoted, quotedNext, partNotFound, staleIndex]) {
      expect(frame('藍佛安 said “$&” 100%')).toContain('藍佛安 said “$&” 100%');
    }
  });
});
