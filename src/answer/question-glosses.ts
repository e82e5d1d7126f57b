import type { DictionaryFile } from '../text/dictionary-file.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { questionTerms } from './question-terms.js';

/**
 * Stems of the English glosses of a Chinese question's content words. Two Chinese words of like meaning share a gloss
 * (工钱 and 薪水: wages), so a question in other words than the report's finds its sentence; English ones need none.
 */
export function questionGlosses(
  text: string,
  tokenizer: Tokenizer,
  dictionary: DictionaryFile,
): string[] {
  return questionTerms(text, tokenizer).flatMap((term) => {
    const known = dictionary.lookUp(term.text);
    if (known !== undefined) return known;
    const inner = [];
    for (let start = 0; start + 2 <= term.text.length; start += 1) {
      inner.push(...(dictionary.lookUp(term.text.slice(start, start + 2)) ?? []));
    }
    return inner;
  });
}
