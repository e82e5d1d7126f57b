import type { Language } from '../../domain/answer.js';
import { english, type Messages } from './messages-english.js';
import { simplifiedChinese } from './messages-simplified-chinese.js';
import { traditionalChinese } from './messages-traditional-chinese.js';

const TABLES: Readonly<Record<Language, Messages>> = {
  'zh-Hans': simplifiedChinese,
  'zh-Hant': traditionalChinese,
  en: english,
};

export function messagesIn(language: Language): Messages {
  return TABLES[language];
}
