/** Private-use block that stands for the ASCII characters which FTS5 would split at or fold. */
const SHIFTED = 0xe000;
/** Written before a character that is of that block by itself, so that no two tokens are encoded alike. */
const ESCAPE = '\ue0ff';
/** `_`, which every word of more than one character begins with: replaced apart, in a fifth of the time. */
const MARK = shifted('_');

function shifted(character: string): string {
  return String.fromCharCode(SHIFTED + character.charCodeAt(0));
}

/**
 * Search tokens, with blanks between them, as exactly one FTS5 token of the `ascii` tokenizer each, which keeps digits,
 * lower-case letters and everything beyond ASCII. The result holds no quote, so it is safe inside a MATCH string. Lone
 * surrogates become U+FFFD on their way into SQLite.
 */
export function encodeTokens(tokens: string): string {
  return tokens
    .replaceAll(/[\ue000-\ue0ff]/gu, (character) => ESCAPE + character)
    .replaceAll('_', MARK)
    .replaceAll(/[^ 0-9a-z\u{80}-\u{10ffff}]/gu, shifted);
}

/** One token, which may hold a blank. */
export function encodeToken(token: string): string {
  return encodeTokens(token).replaceAll(' ', shifted);
}

/** A MATCH expression for passages that hold any of the tokens; null when there is none to look for. */
export function matchAny(tokens: Iterable<string>): string | null {
  const terms = [...tokens].filter((token) => token.length > 0);
  return terms.length === 0 ? null : terms.map((token) => `"${encodeToken(token)}"`).join(' OR ');
}
