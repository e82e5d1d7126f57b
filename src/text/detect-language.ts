import type { Language } from '../domain/answer.js';
import { toSimplified } from './to-simplified.js';

const han = /\p{Script=Han}/gu;
const latinWord = /\p{Script=Latin}+/gu;

/** A text with fewer Chinese characters than this beside English words is an English one that names something Chinese. */
const minimumHanShare = 0.5;
/** Of the Chinese characters, so many have a simplified form in a text that is written in traditional ones. */
const minimumTraditionalShare = 0.08;

/** The language a question is asked in, and so is answered in. */
export function detectLanguage(text: string): Language {
  const characters = text.match(han) ?? [];
  const words = text.match(latinWord) ?? [];
  if (characters.length === 0) return words.length > 0 ? 'en' : 'zh-Hans';
  // An English word is worth about two characters.
  if (characters.length < minimumHanShare * words.length * 2) return 'en';
  const simplified = Array.from(toSimplified(characters.join('')));
  const changed = characters.filter((character, index) => simplified[index] !== character).length;
  return changed >= minimumTraditionalShare * characters.length ? 'zh-Hant' : 'zh-Hans';
}
