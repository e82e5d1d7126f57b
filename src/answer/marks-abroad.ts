/** Negations and hedges of a claim whose quotes are in another language, where no words can be compared. */
import type { HedgeMark } from '../text/read-hedges.js';
import type { ClaimFault, ClaimReading } from './claim-reading.js';

/** Whatever denies, or may. */
const DENIAL =
  /[不未没无非勿莫免]|缺乏|禁止|拒绝|杜绝|除了|\b(?:not?|never|none|nor|neither|without|cannot|un\w+|in\w+|dis\w+|non\w*|few|little|lack\w*|fail\w*|refus\w*)\b|n[’']t\b/giu;
const DENYING_PREFIX = /\bun(?!der|til|i|canny)\p{L}{4,}/giu;
const SOFT_DENIAL =
  /\b(?:un\w+|lack\w*|less|few|hardly|scarcely|avoid\w*|prevent\w*|stop\w*|instead|rather|dis\w+|im\w+|in\w+able)\b/iu;
/** A whole quote is rendered when its English is at least this long beside it (characters of Chinese to one word). */
const HAN_PER_WORD = 2.5;

export function describeMark(mark: HedgeMark, text: string, lost: boolean): ClaimFault {
  const kind = mark.kind;
  const words = text.slice(mark.span.start, mark.span.end);
  const reason = lost
    ? `the quotes say this with a ${kind} that the claim leaves out`
    : `the quotes do not say this with the ${kind} that the claim puts in`;
  return { kind, text: words, reason };
}

/** What a translation may put for each other: 预计 and scheduled. */
export function areKindred(one: HedgeMark['family'], other: HedgeMark['family']): boolean {
  const future = ['plan', 'expect', 'possible'];
  return future.includes(one) && future.includes(other);
}

/** In another language any negation may stand for any other, but not for two. */
export function deniesOnceTooOften(claim: ClaimReading, quotes: ClaimReading): boolean {
  const said = claim.marks.filter(({ family }) => family === 'not').length;
  const given = quotes.text.match(DENIAL) ?? [];
  const prefixed = claim.text.match(DENYING_PREFIX) ?? [];
  return said > Math.max(1, given.length - prefixed.length);
}

/** Whether each clause of a text holds a mark of the family, so that no claim about it can do without. */
function isEverywhere(family: HedgeMark['family'], quotes: ClaimReading): boolean {
  const marked = quotes.marks.filter((mark) => mark.family === family);
  return Array.from(quotes.text.matchAll(/[^，。；：！？、|\n]{4,}/gu)).every(
    ({ index, 0: clause }) =>
      marked.some(({ span }) => span.start >= index && span.start < index + clause.length),
  );
}

/** These are rendered in too many ways, or belong to a name (基本频道). */
const LOOSE_ABROAD = /^(?:基本|大部分|声称|所谓|大多|mainly|largely|may)$/iu;

/** "Lacks" says 没有 in another way, unless it says 缺乏. */
function deniesSoftly(claim: string, quotes: string): boolean {
  const words = claim.match(SOFT_DENIAL)?.[0] ?? '';
  return words !== '' && !(/^lack/iu.test(words) && /缺乏|缺少/u.test(quotes));
}

/** Another language shows no words to compare; a whole quote rendered must keep each kind of mark that it has. */
export function marksLostAbroad(claim: ClaimReading, quotes: ClaimReading): ClaimFault[] {
  const whole = quotes.hanCharacters > 0 && quotes.hanCharacters <= claim.latinWords * HAN_PER_WORD;
  const families = new Set(claim.marks.map((mark) => mark.family));
  const missing = new Map(
    quotes.marks
      .filter((mark) => !mark.ofNumber && !families.has(mark.family))
      .filter((mark) => mark.kind !== 'negation' || !deniesSoftly(claim.text, quotes.text))
      .filter(({ span }) => !LOOSE_ABROAD.test(quotes.text.slice(span.start, span.end)))
      .filter((mark) => ![...families].some((family) => areKindred(family, mark.family)))
      .map((mark) => [mark.family, mark] as const),
  );
  return [...missing.values()]
    .filter(({ family }) => whole || isEverywhere(family, quotes))
    .map((mark) => describeMark(mark, quotes.text, true));
}
