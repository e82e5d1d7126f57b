import { toSimplified } from './to-simplified.js';

/** Marks that nobody sees and that would split a word, and lone surrogates, which no encoder takes. */
const invisible = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** The form that is searched and embedded: simplified, NFKC, without invisible characters. Upper and lower case stay. */
export function normalizeText(text: string): string {
  return toSimplified(text.replace(invisible, '').normalize('NFKC'));
}
