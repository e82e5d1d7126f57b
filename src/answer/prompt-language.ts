import type { Language } from '../domain/answer.js';

const names: Readonly<Record<Language, string>> = {
  'zh-Hans': 'Simplified Chinese',
  'zh-Hant': 'Traditional Chinese',
  en: 'English',
};

/** As the prompts name it. */
export function promptLanguage(language: Language): string {
  return names[language];
}
