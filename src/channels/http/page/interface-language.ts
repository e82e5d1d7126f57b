import type { Language } from '../../../domain/answer.js';

const name = 'report-qa.language';

export const languageNames: Readonly<Record<Language, string>> = {
  'zh-Hans': '简',
  'zh-Hant': '繁',
  en: 'EN',
};

export function isLanguage(text: string | null): text is Language {
  return text !== null && Object.hasOwn(languageNames, text);
}

/** The first of a browser's languages that the page speaks; English otherwise. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^zh-(?:hant|tw|hk|mo)\b/iu.test(tag)) return 'zh-Hant';
    if (/^zh\b/iu.test(tag)) return 'zh-Hans';
    if (/^en\b/iu.test(tag)) return 'en';
  }
  return 'en';
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
