/**
 * Full-width ASCII as half-width, ideographic space as space. One UTF-16 unit for one, so that
 * offsets stay what they were.
 */
export function foldWidth(text: string): string {
  return text.replace(/[\uFF01-\uFF5E\u3000]/gu, (character) =>
    character === '\u3000' ? ' ' : String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );
}
