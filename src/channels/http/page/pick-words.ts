import type { Language } from '../../../domain/answer.js';
import type { Words } from './words.js';
import { english } from './words-english.js';
import { simplifiedChinese } from './words-simplified-chinese.js';
import { traditionalChinese } from './words-traditional-chinese.js';

const words: Readonly<Record<Language, Words>> = {
  'zh-Hans': simplifiedChinese,
  'zh-Hant': traditionalChinese,
  en: english,
};

export function pickWords(language: Language): Words {
  return words[language];
}
