/** Which words of a claim stand where in its quotes: the ground for telling what was dropped, added or put in another's place. */

import { stemmer } from 'stemmer';
import type { Span } from '../domain/span.js';
import type { Quantity } from '../text/quantity.js';

export interface ClaimToken {
  /** Same key, same word: a character, an English stem, or `#` and a quantity's value. */
  readonly key: string;
  readonly span: Span;
  /** A mark between clauses. */
  readonly boundary: boolean;
  /** Index into the quantities, or -1. */
  readonly quantity: number;
}

/** For each claim token the quote token that it was taken from, or -1. */
export type Alignment = Int32Array;

const UNIT =
  /[\p{Script=Han}]|[\p{Script=Latin}\p{M}]+(?:['’]\p{Script=Latin}+)?|[\p{L}\p{N}]|[，。；：！？、,;:!?.\n()（）|—…]/gu;
const BOUNDARY = /[，。；：！？、,;:!?.\n()（）|—…]/u;
const MAX_CANDIDATES = 16;
const LOOK_AHEAD = 10;

function token(key: string, start: number, end: number, quantity = -1): ClaimToken {
  return { key, span: { start, end }, boundary: key === '|', quantity };
}

function keyOf(word: string): string {
  if (BOUNDARY.test(word)) {
    return '|';
  }
  return /\p{Script=Latin}/u.test(word) && word.length > 1
    ? stemmer(word.toLowerCase())
    : word.toLowerCase();
}

/** Words of a text, quantities as one token each, clause marks as `|`, one of them at either end. */
export function tokenizeClaim(
  text: string,
  quantities: readonly Quantity[],
): readonly ClaimToken[] {
  const tokens: ClaimToken[] = [token('|', 0, 0)];
  let next = 0;
  let covered = 0;
  for (const match of text.matchAll(UNIT)) {
    const start = match.index;
    for (
      let quantity = quantities[next];
      quantity !== undefined && quantity.span.start <= start;
      quantity = quantities[next]
    ) {
      tokens.push(token(`#${quantity.value}`, quantity.span.start, quantity.span.end, next));
      covered = Math.max(covered, quantity.span.end);
      next += 1;
    }
    if (start >= covered) {
      tokens.push(token(keyOf(match[0]), start, start + match[0].length));
    }
  }
  for (; next < quantities.length; next += 1) {
    const quantity = quantities[next] as Quantity;
    tokens.push(token(`#${quantity.value}`, quantity.span.start, quantity.span.end, next));
  }
  tokens.push(token('|', text.length, text.length));
  return tokens;
}

function pairKey(tokens: readonly ClaimToken[], at: number): string {
  return `${tokens[at]?.key ?? ''}\u0000${tokens[at + 1]?.key ?? ''}`;
}

function fourKey(tokens: readonly ClaimToken[], at: number): string {
  return `${pairKey(tokens, at)}\u0000${pairKey(tokens, at + 2)}`;
}

type Index = ReadonlyMap<string, readonly number[]>;

function indexBy(
  tokens: readonly ClaimToken[],
  keyAt: (tokens: readonly ClaimToken[], at: number) => string,
  size: number,
): Index {
  const index = new Map<string, number[]>();
  for (let at = 0; at + size <= tokens.length; at += 1) {
    const key = keyAt(tokens, at);
    const places = index.get(key) ?? [];
    if (places.length < MAX_CANDIDATES) {
      places.push(at);
      index.set(key, places);
    }
  }
  return index;
}

function runLength(
  claim: readonly ClaimToken[],
  at: number,
  quotes: readonly ClaimToken[],
  from: number,
): number {
  let length = 0;
  while (at + length < claim.length && claim[at + length]?.key === quotes[from + length]?.key) {
    length += 1;
  }
  return length;
}

/** Places just behind the last match: a word left out must not send the rest elsewhere. */
function nearPlaces(
  claim: readonly ClaimToken[],
  at: number,
  quotes: readonly ClaimToken[],
  after: number,
): number[] {
  const places: number[] = [];
  for (
    let place = after;
    after > 0 && place < Math.min(quotes.length, after + LOOK_AHEAD);
    place += 1
  ) {
    if (quotes[place]?.key === claim[at]?.key && quotes[place + 1]?.key === claim[at + 1]?.key) {
      places.push(place);
    }
  }
  return places;
}

interface Block {
  readonly at: number;
  readonly place: number;
  readonly length: number;
}

/** The longest run of the quotes that begins like the claim at `at`, the first of equals; null under two tokens. */
function longestBlock(
  claim: readonly ClaimToken[],
  at: number,
  quotes: readonly ClaimToken[],
  places: Iterable<number>,
  after: number,
): Block | null {
  const marked = claim[at]?.boundary === true || claim[at + 1]?.boundary === true;
  let best: Block | null = null;
  for (const place of places) {
    const length = runLength(claim, at, quotes, place);
    const near = place >= after && place < after + LOOK_AHEAD;
    // A clause mark and one word are in too many places to tell where the word is from.
    if (length > (best?.length ?? 1) && (length > 2 || !marked || near)) {
      best = { at, place, length };
    }
  }
  return best;
}

/** A word or two from elsewhere between two runs that stand together in the quotes was put in there. */
function isIntruder(blocks: readonly Block[], index: number): boolean {
  const [before, block, next] = [blocks[index - 1], blocks[index], blocks[index + 1]];
  if (before === undefined || block === undefined || next === undefined || block.length > 3) {
    return false;
  }
  const end = before.place + before.length;
  const between = block.place >= end && block.place + block.length <= next.place;
  return !between && next.place >= end && next.place - end <= 4;
}

/**
 * Takes from left to right the longest run of at least two tokens that the quotes hold, the one next to the run
 * before it when lengths are equal. Linear: at most some 40 places are tried for a token.
 */
export function alignClaim(claim: readonly ClaimToken[], quotes: readonly ClaimToken[]): Alignment {
  const pairs = indexBy(quotes, pairKey, 2);
  const fours = indexBy(quotes, fourKey, 4);
  const blocks: Block[] = [];
  let after = 0;
  for (let at = 0; at < claim.length; ) {
    const places = new Set([
      ...nearPlaces(claim, at, quotes, after),
      ...(at + 4 <= claim.length ? (fours.get(fourKey(claim, at)) ?? []) : []),
      ...(pairs.get(pairKey(claim, at)) ?? []),
    ]);
    const block = longestBlock(claim, at, quotes, places, after);
    if (block === null) {
      at += 1;
      continue;
    }
    blocks.push(block);
    at += block.length;
    after = block.place + block.length;
    // A clause mark may end one run and begin the next: 。| of one place, |他 of another.
    const parts = claim[at - 1]?.boundary === true && block.length > 2 && at < claim.length;
    if (parts && quotes[after]?.key !== claim[at]?.key && pairs.has(pairKey(claim, at - 1))) {
      at -= 1;
    }
  }
  const alignment = new Int32Array(claim.length).fill(-1);
  blocks.forEach(({ at, place, length }, index) => {
    for (let offset = 0; offset < length && !isIntruder(blocks, index); offset += 1) {
      alignment[at + offset] = place + offset;
    }
  });
  return alignment;
}

/** A stretch of the claim that its quotes hold otherwise: half-open ranges of token indexes. */
export interface AlignmentGap {
  readonly claim: Span;
  readonly quote: Span;
}

const WIDEST_GAP = 8;

function stepsToBoundary(quotes: readonly ClaimToken[], from: number, step: 1 | -1): number {
  let at = from;
  while (
    quotes[at] !== undefined &&
    quotes[at]?.boundary === false &&
    Math.abs(at - from) <= WIDEST_GAP
  ) {
    at += step;
  }
  return at;
}

/** Where claim and quotes part between two places that they share, or between such a place and the clause's end. */
export function alignmentGaps(
  claim: readonly ClaimToken[],
  quotes: readonly ClaimToken[],
  alignment: Alignment,
): readonly AlignmentGap[] {
  const gaps: AlignmentGap[] = [];
  let at = 1;
  while (at < claim.length) {
    let end = at;
    while (end < claim.length && alignment[end] === -1 && claim[end]?.boundary === false) {
      end += 1;
    }
    const left = alignment[at - 1] ?? -1;
    const right = alignment[end] ?? -1;
    let quote: Span | null = null;
    if (left >= 0 && right > left) {
      quote = { start: left + 1, end: right };
    } else if (right >= 0 && claim[at - 1]?.boundary === true) {
      quote = { start: stepsToBoundary(quotes, right - 1, -1) + 1, end: right };
    } else if (left >= 0 && claim[end]?.boundary === true) {
      quote = { start: left + 1, end: stepsToBoundary(quotes, left + 1, 1) };
    }
    if (
      quote !== null &&
      quote.end - quote.start <= WIDEST_GAP &&
      end - at <= WIDEST_GAP &&
      (end > at || quote.end > quote.start)
    ) {
      gaps.push({ claim: { start: at, end }, quote });
    }
    at = Math.max(end, at) + 1;
  }
  return gaps;
}
