import type { Replacement } from './apply-replacements.js';
import { toSimplified } from './to-simplified.js';

const HAN_RUN = /\p{Script=Han}+/gu;

/** Finds the traditional characters of a text and their simplified ones, which the words around them decide. */
export function convertScript(text: string): Replacement[] {
  const replacements: Replacement[] = [];
  let start = 0;
  // Line by line, so that a change of length in one line cannot shift the rest.
  for (const line of text.split('\n')) {
    const simplified = toSimplified(line);
    if (simplified !== line) collect(line, simplified, start, replacements);
    start += line.length + 1;
  }
  return replacements;
}

function collect(line: string, simplified: string, start: number, into: Replacement[]): void {
  const from = Array.from(line);
  const to = Array.from(simplified);
  if (from.length === to.length) {
    collectByCharacter(from, to, start, into);
    return;
  }
  for (const run of line.matchAll(HAN_RUN)) {
    const after = toSimplified(run[0]);
    if (after === run[0]) continue;
    const runStart = start + run.index;
    into.push({ kind: 'script', start: runStart, end: runStart + run[0].length, after });
  }
}

function collectByCharacter(
  from: readonly string[],
  to: readonly string[],
  start: number,
  into: Replacement[],
): void {
  let offset = start;
  for (const [index, character] of from.entries()) {
    const after = to[index] as string;
    const end = offset + character.length;
    if (after !== character) into.push({ kind: 'script', start: offset, end, after });
    offset = end;
  }
}
