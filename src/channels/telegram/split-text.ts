import { type RichText, sliceText, type TextEntity, trimText } from './rich-text.js';

export interface TextLimits {
  /** UTF-16 units. */
  readonly units: number;
  readonly entities: number;
}

/** What one message of the Bot API holds; further formatting is ignored by Telegram. */
export const messageLimits: TextLimits = Object.freeze({ units: 4096, entities: 100 });

// Markers belong to the sentence before them.
const SENTENCE_END = /(?:[。！？!?；…]|\.(?=[\s”"’)\]]|\[\d))[”’」』》）"')]*(?:\s*\[\d+\])*/gu;

/**
 * Pieces that each fit into a message: cut at a line break, else at a sentence end, else at white space, outside of quotes
 * when that leaves no piece under half of the limit, never inside a surrogate pair. White space at a cut is lost; a piece
 * holds nothing else than its part of the text.
 */
export function splitText(rich: RichText, limits: TextLimits = messageLimits): RichText[] {
  const pieces: RichText[] = [];
  let rest = trimText(rich);
  while (rest.text !== '') {
    const most = longestPiece(rest, limits);
    const cut = most >= rest.text.length ? most : findCut(rest, most);
    pieces.push(trimText(sliceText(rest, 0, cut)));
    rest = trimText(sliceText(rest, cut, rest.text.length));
  }
  return pieces;
}

function longestPiece({ text, entities }: RichText, limits: TextLimits): number {
  const starts = entities.map(({ offset }) => offset).sort((one, other) => one - other);
  const firstTooMany = starts[limits.entities] ?? text.length;
  // At least one character, or a text that wears too much at its very start would never end.
  return Math.min(text.length, limits.units, Math.max(2, firstTooMany));
}

function findCut({ text, entities }: RichText, most: number): number {
  const least = Math.floor(most / 2);
  const quotes = entities.filter(isQuote);
  const outside = (at: number): boolean =>
    !quotes.some(({ offset, length }) => at > offset && at < offset + length);
  const head = text.slice(0, most);
  const lines = [...head.matchAll(/\n+/gu)].map(({ index }) => index);
  const sentences = [...text.slice(0, most + 1).matchAll(SENTENCE_END)]
    .map((match) => match.index + match[0].length)
    .filter((at) => at <= most && !/^\s*\[\d/u.test(text.slice(at, at + 8)));
  const quoteStarts = quotes.map(({ offset }) => offset);
  const spaces = [...head.matchAll(/\s+/gu)].map(({ index }) => index);
  const last = (cuts: readonly number[]): number | undefined =>
    cuts.filter((at) => at >= Math.max(1, least) && at <= most).at(-1);
  return (
    last([...lines, ...quoteStarts].filter(outside).sort((one, other) => one - other)) ??
    last(sentences.filter(outside)) ??
    last(lines) ??
    last(sentences) ??
    last(spaces) ??
    wholeCharacter(text, most)
  );
}

function isQuote({ type }: TextEntity): boolean {
  return type === 'blockquote' || type === 'expandable_blockquote';
}

/** The last place up to `most` that parts no surrogate pair. */
function wholeCharacter(text: string, most: number): number {
  const code = text.charCodeAt(most - 1);
  return most > 1 && code >= 0xd800 && code < 0xdc00 ? most - 1 : most;
}
