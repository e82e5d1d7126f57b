import type { Span } from '../domain/span.js';
import type { HedgeMark } from '../text/read-hedges.js';
import type { Alignment, AlignmentGap, ClaimToken } from './align-claim.js';
import { bareMarks } from './bare-marks.js';
import { type ClaimFault, type ClaimReading, isForeign } from './claim-reading.js';
import { areKindred, deniesOnceTooOften, describeMark, marksLostAbroad } from './marks-abroad.js';

const MAX_FAULTS = 20;
/** So many words of a negated or hedged clause say it without its first words too. */
const TELLING_HAN = 4;
const TELLING_LATIN = 3;
const NEAR = 10;
const BEHIND = new Set(['more', 'less', 'about']);
const LIST_WIDE = /^(?:不得|严禁|禁止|不准|没有|并非|不是|杜绝|力争|争取|预计)$/u;

interface PlacedMark extends HedgeMark {
  /** Half-open range of token indexes. */
  readonly tokens: Span;
  /** Tokens of the clause that the mark qualifies. */
  readonly scope: Span;
}

function firstTokenFrom(tokens: readonly ClaimToken[], offset: number): number {
  let low = 1;
  let high = tokens.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tokens[middle] as ClaimToken).span.start < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The end of the clause; 、 ends it as well unless the word governs a whole list. */
function clauseEnd(reading: ClaimReading, from: number, listWide: boolean, limit: number): number {
  let at = from;
  while (at < reading.tokens.length && at - from < limit) {
    const token = reading.tokens[at] as ClaimToken;
    if (token.boundary && !(listWide && reading.text[token.span.start] === '、')) {
      break;
    }
    at += 1;
  }
  return at;
}

function placeMarks(reading: ClaimReading): readonly PlacedMark[] {
  return reading.marks
    .filter((mark) => !mark.ofNumber)
    .map((mark) => {
      const start = firstTokenFrom(reading.tokens, mark.span.start);
      const end = Math.max(start + 1, firstTokenFrom(reading.tokens, mark.span.end));
      const words = reading.text.slice(mark.span.start, mark.span.end);
      if (
        BEHIND.has(mark.family) &&
        /^\p{Script=Han}/u.test(words) &&
        !/^(?:大约|约为|至少|不)/u.test(words)
      ) {
        let first = start;
        while (first > 1 && start - first < NEAR && reading.tokens[first - 1]?.boundary === false) {
          first -= 1;
        }
        return { ...mark, tokens: { start, end }, scope: { start: first, end: start } };
      }
      const close = clauseEnd(reading, end, LIST_WIDE.test(words), 60);
      return { ...mark, tokens: { start, end }, scope: { start: end, end: close } };
    });
}

/** Quote token -> claim token. */
function invert(alignment: Alignment): ReadonlyMap<number, number> {
  const inverse = new Map<number, number>();
  alignment.forEach((place, at) => {
    if (place >= 0) {
      inverse.set(place, at);
    }
  });
  return inverse;
}

/** The claim tokens that repeat what a mark of the quotes qualifies; empty when the claim does not say it. */
function repeated(
  quotes: ClaimReading,
  mark: PlacedMark,
  inverse: ReadonlyMap<number, number>,
): readonly number[] {
  const { start, end } = mark.scope;
  const behind = start < mark.tokens.start;
  const taken: number[] = [];
  let run: number[] = [];
  let longest: number[] = [];
  for (let place = start; place < end; place += 1) {
    const at = inverse.get(place);
    if (at === undefined) {
      run = [];
      continue;
    }
    run = run.length > 0 && run.at(-1) === at - 1 ? [...run.slice(-7), at] : [at];
    longest = run.length > longest.length ? run : longest;
    taken.push(at);
  }
  const head = behind ? [end - 2, end - 1] : [start, start + 1];
  const latin = /\p{Script=Latin}{2}/u.test(quotes.tokens[head[0] ?? 0]?.key ?? '');
  const headTaken = head.every((place) => place < start || place >= end || inverse.has(place));
  const telling = longest.length >= (latin ? TELLING_LATIN : TELLING_HAN);
  return taken.length > 0 && (headTaken || telling) ? (telling ? longest : taken) : [];
}

function clauseOf(tokens: readonly ClaimToken[], at: number): Span {
  let start = at;
  let end = at;
  while (start > 0 && tokens[start - 1]?.boundary === false && at - start < 60) {
    start -= 1;
  }
  while (end < tokens.length && tokens[end]?.boundary === false && end - at < 60) {
    end += 1;
  }
  return { start, end };
}

interface Pairing {
  /** Claim marks that repeat a mark of the quotes, by index. */
  readonly said: ReadonlySet<number>;
  readonly given: ReadonlySet<number>;
}

function pairMarks(
  claim: readonly PlacedMark[],
  quotes: readonly PlacedMark[],
  alignment: Alignment,
): Pairing {
  const starts = new Map(
    quotes.flatMap((mark, index) => {
      const places: [string, number][] = [];
      for (let place = mark.tokens.start; place < mark.tokens.end; place += 1) {
        places.push([`${mark.family}:${place}`, index]);
      }
      return places;
    }),
  );
  const said = new Set<number>();
  const given = new Set<number>();
  claim.forEach((mark, index) => {
    const other = starts.get(`${mark.family}:${alignment[mark.tokens.start]}`);
    if (other !== undefined) {
      said.add(index);
      given.add(other);
    }
  });
  return { said, given };
}

function shareContent(
  claim: ClaimReading,
  one: PlacedMark,
  quotes: ClaimReading,
  other: PlacedMark,
): boolean {
  const near = (reading: ClaimReading, mark: PlacedMark): string[] => {
    const behind = mark.scope.start < mark.tokens.start;
    const tokens = reading.tokens.slice(mark.scope.start, mark.scope.end);
    return (behind ? tokens.slice(-NEAR) : tokens.slice(0, NEAR)).map((token) => token.key);
  };
  const content = near(claim, one).filter(
    (key) => key !== '|' && !/^[的了在是a-z]$|^(?:the|a|an|to|of|be|in)$/u.test(key),
  );
  const given = new Set(near(quotes, other));
  return content.length === 0 || content.some((key) => given.has(key));
}

/** "Could" is 能 or 可以 as well, which is no hedge. */
function isAbility(mark: HedgeMark, claim: string, quotes: string): boolean {
  return (
    /^(?:could|possible)$/iu.test(claim.slice(mark.span.start, mark.span.end)) &&
    /[能可]/u.test(quotes)
  );
}

/** 据报道 says where the claim is from. */
function isFraming(mark: HedgeMark, claim: string): boolean {
  return /^据报道$/u.test(claim.slice(mark.span.start, mark.span.end));
}

/** Claim marks that no mark of the quotes carries. */
function added(
  claim: ClaimReading,
  said: readonly PlacedMark[],
  quotes: ClaimReading,
  given: readonly PlacedMark[],
  pairing: Pairing,
  foreign: boolean,
): ClaimFault[] {
  const free = given.filter((_, index) => !pairing.given.has(index)).slice(0, 200);
  const excess = foreign && deniesOnceTooOften(claim, quotes);
  const numberHedges = new Set(
    quotes.marks.filter((mark) => mark.ofNumber).map((mark) => mark.family),
  );
  return said.flatMap((mark, index) => {
    const held =
      pairing.said.has(index) ||
      isFraming(mark, claim.text) ||
      (foreign && (numberHedges.has(mark.family) || isAbility(mark, claim.text, quotes.text))) ||
      free.some(
        (other) =>
          (other.family === mark.family || (foreign && areKindred(other.family, mark.family))) &&
          (foreign ? mark.family !== 'not' || !excess : shareContent(claim, mark, quotes, other)),
      );
    return held ? [] : [describeMark(mark, claim.text, false)];
  });
}

/** Marks of the quotes whose very words the claim repeats without them. */
function lost(
  claim: ClaimReading,
  said: readonly PlacedMark[],
  quotes: ClaimReading,
  given: readonly PlacedMark[],
  pairing: Pairing,
  alignment: Alignment,
): ClaimFault[] {
  const inverse = invert(alignment);
  const loose = said.filter((_, index) => !pairing.said.has(index));
  return given.flatMap((mark, index) => {
    if (pairing.given.has(index)) {
      return [];
    }
    const at = repeated(quotes, mark, inverse)[0];
    if (at === undefined) {
      return [];
    }
    const clause = clauseOf(claim.tokens, at);
    const replaced = loose.some(
      (other) =>
        other.family === mark.family &&
        other.tokens.start >= clause.start &&
        other.tokens.start < clause.end,
    );
    return replaced ? [] : [describeMark(mark, quotes.text, true)];
  });
}

/** Negations and hedges may neither be put in nor left off the very words that they stand with. */
export function checkMarks(
  claim: ClaimReading,
  quotes: ClaimReading,
  alignment: Alignment,
  gaps: readonly AlignmentGap[],
): readonly ClaimFault[] {
  const foreign = isForeign(claim, quotes, alignment);
  const said = placeMarks(claim);
  const given = placeMarks(quotes);
  const pairing = pairMarks(said, given, alignment);
  const faults = [
    ...added(claim, said, quotes, given, pairing, foreign),
    ...lost(claim, said, quotes, given, pairing, alignment),
    ...(foreign ? marksLostAbroad(claim, quotes) : []),
  ];
  return (faults.length > 0 ? faults : bareMarks(claim, quotes, gaps)).slice(0, MAX_FAULTS);
}
