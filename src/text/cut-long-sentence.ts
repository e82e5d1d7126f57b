import type { Span } from '../domain/span.js';
import { weighText } from './text-weight.js';

/** The window of the reader model, in Chinese characters (`weighText`). */
export const maximumSentenceWeight = 220;
/** A piece shorter than this share of the window is not cut off; a weaker mark further on is taken. */
const minimumShare = 1 / 3;

const semicolon = /[；;]/u;
const comma = /[，,：:]/u;
const weakMark = /[、\s]/u;

function cutAtSemicolons(text: string, span: Span): Span[] {
  const pieces: Span[] = [];
  let start = span.start;
  for (let index = span.start; index < span.end; index += 1) {
    if (!semicolon.test(text[index] as string)) continue;
    pieces.push({ start, end: index + 1 });
    start = index + 1;
  }
  if (start < span.end) pieces.push({ start, end: span.end });
  return pieces;
}

/** Where to cut a piece that begins at `start` and is too long. */
function findCut(text: string, start: number, limit: number): number {
  let atComma = -1;
  let atWeakMark = -1;
  let weight = 0;
  let index = start;
  while (index < limit && weight < maximumSentenceWeight - 1) {
    weight += weighText(text, index, index + 1);
    const character = text[index] as string;
    const early = weight < maximumSentenceWeight * minimumShare;
    index += 1;
    if (early) continue;
    if (comma.test(character)) atComma = index;
    else if (weakMark.test(character)) atWeakMark = index;
  }
  if (atComma > 0) return atComma;
  if (atWeakMark > 0) return atWeakMark;
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index;
}

function cutAtCommas(text: string, span: Span): Span[] {
  const pieces: Span[] = [];
  let { start } = span;
  let weightLeft = weighText(text, span.start, span.end);
  while (weightLeft > maximumSentenceWeight) {
    const end = findCut(text, start, span.end);
    pieces.push({ start, end });
    weightLeft -= weighText(text, start, end);
    start = end;
  }
  if (start < span.end) pieces.push({ start, end: span.end });
  return pieces;
}

function trim(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /\s/u.test(text[from] as string)) from += 1;
  while (to > from && /\s/u.test(text[to - 1] as string)) to -= 1;
  return { start: from, end: to };
}

/** The sentence itself, or its pieces when it is too long for the reader: cut behind ；, then behind ，, then anywhere. */
export function cutLongSentence(text: string, sentence: Span): Span[] {
  if (weighText(text, sentence.start, sentence.end) <= maximumSentenceWeight) return [sentence];
  return cutAtSemicolons(text, sentence)
    .flatMap((piece) => cutAtCommas(text, piece))
    .map((piece) => trim(text, piece))
    .filter((piece) => piece.end > piece.start);
}
