/** Private-use block that stands for the ASCII characters which FTS5 would split at or fold. */
const SHIFTED = 0xe000;
/** Written before a character that is of that block by itself, so that no two tokens are encoded alike. */
const ESCAPE = '\ue0ff';

/**
 * One search token as exactly one FTS5 token of the `ascii` tokenizer, which keeps digits, lower-case letters and
 * everything beyond ASCII. The result holds no quote, so it is safe inside a MATCH string. Lone surrogates become
 * U+FFFD on their way into SQLite.
 */
export function encodeToken(token: string): string {
  return token
    .replaceAll(/[\ue000-\ue0ff]/gu, (character) => ESCAPE + character)
    .replaceAll(/[^0-9a-z\u{80}-\u{10ffff}]/gu, (character) =>
      String.fromCharCode(SHIFTED + character.charCodeAt(0)),
    );
}

/** A MATCH expression for passages that hold any of the tokens; null when there is none to look for. */
export function matchAny(tokens: Iterable<string>): string | null {
  const terms = [...tokens].filter((token) => token.length > 0);
  return terms.length === 0 ? null : terms.map((token) => `"${encodeToken(token)}"`).join(' OR ');
}
