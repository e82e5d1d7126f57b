import type { Quantity } from '../text/quantity.js';
import { type HedgeMark, readHedges } from '../text/read-hedges.js';
import { type NameMention, type NameTagger, readNames } from '../text/read-names.js';
import { readQuantities } from '../text/read-quantities.js';
import { type Alignment, type ClaimToken, tokenizeClaim } from './align-claim.js';

/** `citation`: what is cited is not there; `content`: nothing in the quotes says it; the others are literals. */
export type ClaimFaultKind =
  | 'citation'
  | 'quote'
  | 'number'
  | 'date'
  | 'unit'
  | 'name'
  | 'negation'
  | 'hedge'
  | 'content';

/** One thing that a claim says and its quotes do not, or the other way round. */
export interface ClaimFault {
  readonly kind: ClaimFaultKind;
  /** The words of the claim, or those of the quote that the claim lost. */
  readonly text: string;
  readonly reason: string;
}

/** A text taken apart for comparison; all offsets are in `text`. */
export interface ClaimReading {
  readonly text: string;
  readonly tokens: readonly ClaimToken[];
  readonly quantities: readonly Quantity[];
  readonly marks: readonly HedgeMark[];
  readonly names: readonly NameMention[];
  readonly hanCharacters: number;
  readonly latinWords: number;
}

export function readClaim(text: string, tagger?: NameTagger): ClaimReading {
  const quantities = readQuantities(text);
  return {
    text,
    tokens: tokenizeClaim(text, quantities),
    quantities,
    marks: readHedges(text, quantities),
    names: readNames(text, tagger),
    hanCharacters: (text.match(/\p{Script=Han}/gu) ?? []).length,
    latinWords: (text.match(/\p{Script=Latin}+/gu) ?? []).length,
  };
}

/** A claim and its quotes in different languages cannot be compared word by word. */
export function isForeign(
  claim: ClaimReading,
  quotes: ClaimReading,
  alignment: Alignment,
): boolean {
  const verbatim = alignment.reduce((count, place) => count + (place >= 0 ? 1 : 0), 0);
  if (verbatim > claim.tokens.length / 2) {
    return false;
  }
  return claim.latinWords > claim.hanCharacters
    ? quotes.hanCharacters > quotes.latinWords
    : quotes.latinWords > quotes.hanCharacters && claim.hanCharacters > 0;
}
