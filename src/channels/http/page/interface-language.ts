import type { Language } from '../../../domain/answer.js';
import { chooseLanguage } from './choose-language.js';

const name = 'report-qa.language';

export const languageNames: Readonly<Record<Language, string>> = {
  'zh-Hans': '简',
  'zh-Hant': '繁',
  en: 'EN',
};

export function isLanguage(text: string | null): text is Language {
  return text !== null && Object.hasOwn(languageNames, text);
}

export function readLanguage(): Language {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(name);
  } catch {
    kept = null;
  }
  return isLanguage(kept) ? kept : chooseLanguage(navigator.languages);
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(name, language);
  } catch {
    return;
  }
}
