const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/gu;

/** Characters of alphabetic text in one token, at the low end of what tokenizers of today reach with English (3.5 to 4.5). */
const alphabeticChars = 3;

/**
 * How many tokens a text takes at most, roughly: one for a Chinese character or a full-width sign (tokenizers of today take 0.6 to 1.1), one for
 * three other characters. On the high side on purpose, since what does not fit is refused or cut by the server.
 */
export function estimateTokens(text: string): number {
  const characters = (text.match(wide) ?? []).length;
  return characters + Math.ceil((text.length - characters) / alphabeticChars);
}
