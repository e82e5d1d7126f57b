import { displayWidth } from './display-width.js';

export interface WrapOptions {
  /** In columns; `Infinity` wraps nothing. */
  readonly width: number;
  /** Put before every line but the first. */
  readonly indent?: string;
}

// Narrower terminals are not worth a layout.
const MIN_WIDTH = 10;
const CJK = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}`;
const OPENING = String.raw`(\[{“‘「『（《〈【〔`;
const CLOSING = String.raw`\])}”’」』）》〉】〕，。、；：！？…%`;
const COLOUR = String.raw`\u001b\[[\d;]*m`;
// A word with what may not be parted from it: closing marks and markers stay with what they follow, opening marks with
// what they open. Chinese may break between any two characters.
const PIECE = new RegExp(
  [
    String.raw`\s+`,
    `(?:${COLOUR}|[${OPENING}])*(?:[${CJK}]\\p{M}*|[^\\s\\u001b${CJK}${OPENING}${CLOSING}]+|[^\\s\\u001b])(?:${COLOUR}|[${CLOSING}]|\\[\\d+\\])*`,
    `(?:${COLOUR})+`,
  ].join('|'),
  'gu',
);
const CHARACTER = new RegExp(`${COLOUR}|[^]`, 'gu');

/** Breaks lines that are wider than the terminal; line breaks that are there stay. */
export function wrapText(text: string, { width, indent = '' }: WrapOptions): string {
  const room = Math.max(MIN_WIDTH, width - displayWidth(indent));
  const lines = text
    .split('\n')
    .flatMap((line, index) =>
      wrapLine(line, index === 0 ? Math.max(width, MIN_WIDTH) : room, room),
    );
  return lines.join(`\n${indent}`);
}

function wrapLine(line: string, firstRoom: number, laterRoom: number): string[] {
  if (displayWidth(line) <= firstRoom) return [line];
  const lines: string[] = [];
  let current = '';
  let used = 0;
  let room = firstRoom;
  for (const [piece] of line.matchAll(PIECE)) {
    for (const part of cutToFit(piece, laterRoom)) {
      const partWidth = displayWidth(part);
      if (used > 0 && used + displayWidth(part.trimEnd()) > room) {
        lines.push(current.trimEnd());
        current = '';
        used = 0;
        room = laterRoom;
        if (part.trim() === '') continue;
      }
      current += part;
      used += partWidth;
    }
  }
  if (current.trim() !== '') lines.push(current);
  return lines;
}

/** A word that is wider than a line, such as an address, is cut. */
function cutToFit(piece: string, room: number): string[] {
  if (displayWidth(piece) <= room) return [piece];
  const parts: string[] = [];
  let current = '';
  for (const [character] of piece.matchAll(CHARACTER)) {
    if (displayWidth(current + character) > room) {
      parts.push(current);
      current = '';
    }
    current += character;
  }
  return [...parts, current];
}
