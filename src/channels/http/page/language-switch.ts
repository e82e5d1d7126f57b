import type { Language } from '../../../domain/answer.js';
import { button } from './element.js';
import { isLanguage, languageNames } from './interface-language.js';

export interface LanguageSwitch {
  show(language: Language, label: string): void;
}

export function createLanguageSwitch(
  node: HTMLElement,
  onChoose: (language: Language) => void,
): LanguageSwitch {
  const buttons = Object.entries(languageNames).flatMap(([language, name]) =>
    isLanguage(language)
      ? [button(name, () => onChoose(language), { lang: language, 'data-language': language })]
      : [],
  );
  node.append(...buttons);
  return {
    show(language, label) {
      node.setAttribute('aria-label', label);
      for (const one of buttons) {
        one.setAttribute('aria-pressed', String(one.dataset.language === language));
      }
    },
  };
}
