import { toSimplified } from './to-simplified.js';

const han = /\p{Script=Han}/gu;

/**
 * The same text with its traditional characters simplified one by one, so that a span found in it holds in the text.
 * For matching only: it knows no words, so 乾 and 著 may come out wrong.
 */
export function foldScript(text: string): string {
  const pairs = new Map<string, string>();
  for (const character of new Set(text.match(han))) {
    const simplified = toSimplified(character);
    if (simplified !== character && simplified.length === character.length) {
      pairs.set(character, simplified);
    }
  }
  if (pairs.size === 0) return text;
  const changed = new RegExp([...pairs.keys()].join('|'), 'gu');
  return text.replace(changed, (character) => pairs.get(character) ?? character);
}
