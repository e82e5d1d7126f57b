const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML 1.0 knows no way to write. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\p{Cs}\uFFFE\uFFFF]/gu;

/** Text as the content or the quoted attribute of an element in HTML or SVG. */
export function escapeMarkup(text: string): string {
  return text
    .replace(unwritable, '\uFFFD')
    .replace(/[&<>"']/gu, (character) => entities[character] ?? character);
}
