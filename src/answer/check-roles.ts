import type { ClaimLexicon } from './claim-lexicon.js';
import type { ClaimFault, ClaimReading } from './claim-reading.js';
import { readActingWords } from './content-words.js';

const CLAUSE = /[^，。；：！？,;:!?.|\n]+/gu;
/** Words that turn subject and object round without a change of meaning. */
const TURNS = /[被把将受]|由(?!于)|为.{1,12}所|\b(?:by|from|was|were|been|being)\b/iu;
const REASON = 'the quotes say this the other way round';
const MAX_STEPS = 3;
const MAX_PLACES = 4;
const MAX_TRIPLES = 400;

interface Clause {
  readonly text: string;
  readonly start: number;
}

function clausesOf(text: string): readonly Clause[] {
  return Array.from(text.matchAll(CLAUSE), (match) => ({
    text: match[0].toLowerCase(),
    start: match.index,
  }));
}

function placesOf(word: string, text: string): number[] {
  const places: number[] = [];
  for (
    let at = text.indexOf(word);
    at >= 0 && places.length < MAX_PLACES;
    at = text.indexOf(word, at + 1)
  ) {
    places.push(at);
  }
  return places;
}

/** The quote has `after` before the verb and `before` behind it, and neither the other way round. */
function isTurned(before: string, verb: string, after: string, clause: string): boolean {
  const verbs = placesOf(verb, clause);
  if (verbs.length !== 1 || TURNS.test(clause)) {
    return false;
  }
  const [at = 0] = verbs;
  const one = placesOf(before, clause);
  const other = placesOf(after, clause);
  return (
    one.length > 0 &&
    other.length > 0 &&
    one.every((place) => place > at) &&
    other.every((place) => place < at)
  );
}

const JOINS_EQUALS = /^(?:[、和与及或·&/\s,，]|以及|and|or|et)*$/iu;
const NEXT_WORDS = 12;
const MAX_PAIRS = 4000;

/** The quotes' very words with two of them exchanged. */
function findExchanged(
  claim: string,
  quotes: ClaimReading,
  lexicon: ClaimLexicon,
): ClaimFault | null {
  const words = readActingWords(quotes, lexicon).filter(
    ({ text }) => text.length > 1 && claim.includes(text),
  );
  let tried = 0;
  for (const [at, one] of words.entries()) {
    for (const other of words.slice(at + 1, at + 1 + NEXT_WORDS)) {
      const between = quotes.text.slice(one.span.end, other.span.start);
      tried += 1;
      if (tried > MAX_PAIRS) {
        return null;
      }
      if (one.text === other.text || JOINS_EQUALS.test(between)) {
        continue;
      }
      const turned = other.text + between + one.text;
      const straight = one.text + between + other.text;
      if (claim.includes(turned) && !claim.includes(straight) && !quotes.text.includes(turned)) {
        return { kind: 'content', text: turned, reason: REASON };
      }
    }
  }
  return null;
}

/**
 * Subject and object exchanged: all words are the quotes', but what stands before a verb stood behind it and the
 * other way round, in one clause. Seen within one language only.
 */
export function checkRoles(
  claim: ClaimReading,
  quotes: ClaimReading,
  lexicon: ClaimLexicon,
): readonly ClaimFault[] {
  const exchanged = findExchanged(claim.text, quotes, lexicon);
  if (exchanged !== null) {
    return [exchanged];
  }
  const words = readActingWords(claim, lexicon);
  const quoted = clausesOf(quotes.text);
  let tried = 0;
  for (const { text, start } of clausesOf(claim.text)) {
    if (TURNS.test(text)) {
      continue;
    }
    const inside = words.filter(
      ({ span }) => span.start >= start && span.end <= start + text.length,
    );
    for (const [at, verb] of inside.entries()) {
      const before = inside.slice(Math.max(0, at - MAX_STEPS), at);
      const after = inside.slice(at + 1, at + 1 + MAX_STEPS);
      for (const one of before) {
        for (const other of after) {
          const keys = [one, verb, other].map((word) => word.text.toLowerCase());
          const [first = '', middle = '', last = ''] = keys;
          tried += 1;
          if (tried > MAX_TRIPLES || first === last) {
            continue;
          }
          if (quoted.some((clause) => isTurned(first, middle, last, clause.text))) {
            return [
              {
                kind: 'content',
                text: claim.text.slice(one.span.start, other.span.end),
                reason: REASON,
              },
            ];
          }
        }
      }
    }
  }
  return [];
}
