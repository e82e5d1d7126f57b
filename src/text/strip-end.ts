/**
 * The text without the characters at its end that match `character`, a pattern for one UTF-16 unit. Read from the end:
 * a pattern such as `\s+$` is tried at each character of a run in the middle, which takes the square of its length.
 */
export function stripEnd(text: string, character: RegExp): string {
  let end = text.length;
  while (end > 0 && character.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
