import { toSimplified } from './to-simplified.js';

const han = /^\p{Script=Han}$/u;
/** Of each UTF-16 unit its simplified form, as far as it was asked for; 0 where it was not. */
let table: Uint16Array | undefined;

function foldUnit(unit: number): number {
  const character = String.fromCharCode(unit);
  if (!han.test(character)) return unit;
  const simplified = toSimplified(character);
  return simplified.length === 1 ? simplified.charCodeAt(0) : unit;
}

/**
 * The same text with its traditional characters simplified one by one, so that a span found in it holds in the text.
 * For matching only: it knows no words, so 乾 and 著 may come out wrong.
 */
export function foldScript(text: string): string {
  table ??= new Uint16Array(2 ** 16);
  let folded = '';
  let copied = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    let simplified = table[unit] as number;
    if (simplified === 0) {
      simplified = foldUnit(unit);
      table[unit] = simplified;
    }
    if (simplified === unit) continue;
    folded += text.slice(copied, index) + String.fromCharCode(simplified);
    copied = index + 1;
  }
  return copied === 0 ? text : folded + text.slice(copied);
}
