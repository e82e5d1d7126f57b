import type { OffsetEdit, OffsetMap } from '../domain/offset-map.js';

/**
 * Where each character of a JSON object's top-level `text` value stands in the source. `line` must be a valid JSON
 * object; `lineStart` is its offset in the decoded file. Of several `text` keys the last counts, as in `JSON.parse`.
 * Null when the object has no `text` that is a string.
 */
export function locateJsonText(line: string, lineStart: number): OffsetMap | null {
  const literal = findTextLiteral(line);
  if (literal === null) return null;
  const edits: OffsetEdit[] = [
    { start: 0, end: 0, sourceStart: 0, sourceEnd: lineStart + literal.start },
  ];
  let position = literal.start;
  let start = 0;
  while (position < literal.end) {
    const backslash = line.indexOf('\\', position);
    if (backslash < 0 || backslash >= literal.end) break;
    start += backslash - position;
    position = backslash + (line[backslash + 1] === 'u' ? 6 : 2);
    edits.push({
      start,
      end: start + 1,
      sourceStart: lineStart + backslash,
      sourceEnd: lineStart + position,
    });
    start += 1;
  }
  return edits;
}

/** The inside of the last top-level `text` literal, without its quotes. Iterative, since nesting has no limit. */
function findTextLiteral(line: string): { start: number; end: number } | null {
  let depth = 0;
  let keyNext = false;
  let key: unknown = null;
  let found: { start: number; end: number } | null = null;
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index];
    if (character === '"') {
      const end = closingQuote(line, index);
      if (depth === 1 && keyNext) key = JSON.parse(line.slice(index, end + 1));
      else if (depth === 1 && key === 'text') found = { start: index + 1, end };
      index = end;
    } else if (character === '{' || character === '[') {
      depth += 1;
      keyNext = depth === 1;
    } else if (character === '}' || character === ']') depth -= 1;
    else if (depth === 1 && character === ',') keyNext = true;
    else if (depth === 1 && character === ':') keyNext = false;
  }
  return found;
}

function closingQuote(line: string, openingQuote: number): number {
  let index = openingQuote + 1;
  while (line[index] !== '"') index += line[index] === '\\' ? 2 : 1;
  return index;
}
