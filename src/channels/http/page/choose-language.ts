import type { Language } from '../../../domain/answer.js';

/** The first of a browser's languages that the page speaks; English otherwise. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^zh-(?:hant|tw|hk|mo)\b/iu.test(tag)) return 'zh-Hant';
    if (/^zh\b/iu.test(tag)) return 'zh-Hans';
    if (/^en\b/iu.test(tag)) return 'en';
  }
  return 'en';
}
