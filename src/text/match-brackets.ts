const closerOf = new Map([
  ['“', '”'],
  ['‘', '’'],
  ['「', '」'],
  ['『', '』'],
  ['（', '）'],
  ['(', ')'],
  ['【', '】'],
  ['[', ']'],
  ['《', '》'],
  ['〈', '〉'],
  ['〔', '〕'],
]);
const closers = new Set(closerOf.values());
const mark = /["“”‘’「」『』（）()【】[\]《》〈〉〔〕]/gu;

/**
 * Where each quote or bracket that opens in the text closes: offset to offset, unbalanced ones left out. A straight
 * double quote opens when none is open and text follows it. Linear in the text.
 */
export function matchBrackets(text: string): ReadonlyMap<number, number> {
  const matches = new Map<number, number>();
  const open = new Map<string, number[]>();
  let straight = -1;
  for (const { 0: character, index } of text.matchAll(mark)) {
    const closer = closerOf.get(character);
    if (closer !== undefined) {
      const stack = open.get(closer);
      if (stack === undefined) open.set(closer, [index]);
      else stack.push(index);
    } else if (closers.has(character)) {
      const opener = open.get(character)?.pop();
      if (opener !== undefined) matches.set(opener, index);
    } else if (character === '"') {
      if (straight >= 0) {
        matches.set(straight, index);
        straight = -1;
      } else if (/^\S/u.test(text.slice(index + 1, index + 3))) straight = index;
    }
  }
  return matches;
}
