const FENCE = /^ {0,3}(?:```|~~~)/u;
const OPENING = /^ {0,3}(#{1,6})(?:[ \t]+|$)/u;
const LINE_BREAK = /[\r\u2028\u2029]/u;

/** The first heading of a Markdown text, if it is one of level 1 (`# Title`) that says something; else null. */
export function findMarkdownTitle(text: string): string | null {
  let fenced = false;
  for (const line of text.split(/\r?\n/u)) {
    if (FENCE.test(line)) fenced = !fenced;
    if (fenced) continue;
    const opening = OPENING.exec(line);
    if (opening === null) continue;
    const rest = line.slice(opening[0].length);
    if (LINE_BREAK.test(rest)) continue;
    return opening[1] === '#' ? withoutClosing(rest).trim() || null : null;
  }
  return null;
}

/** Without the `#` that may close a heading. Read from the end, since a pattern would take the square of a run of blanks. */
function withoutClosing(heading: string): string {
  const end = skipBack(heading, heading.length, ' \t');
  const start = skipBack(heading, end, '#');
  const isClosing = start < end && skipBack(heading, start, ' \t') < start;
  return heading.slice(0, isClosing ? start : end);
}

function skipBack(text: string, from: number, characters: string): number {
  let index = from;
  while (index > 0 && characters.includes(text.charAt(index - 1))) index -= 1;
  return index;
}
