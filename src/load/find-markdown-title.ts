const FENCE = /^ {0,3}(?:```|~~~)/u;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/u;

/** The first heading of a Markdown text, if it is one of level 1 (`# Title`) that says something; else null. */
export function findMarkdownTitle(text: string): string | null {
  let fenced = false;
  for (const line of text.split(/\r?\n/u)) {
    if (FENCE.test(line)) fenced = !fenced;
    if (fenced) continue;
    const heading = HEADING.exec(line);
    if (heading !== null) return heading[1] === '#' ? heading[2]?.trim() || null : null;
  }
  return null;
}
