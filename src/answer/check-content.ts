import { checkRoles } from './check-roles.js';
import type { ClaimLexicon } from './claim-lexicon.js';
import type { ClaimFault, ClaimReading } from './claim-reading.js';
import { type ContentWord, readContentWords } from './content-words.js';
import type { QuoteContent } from './quote-content.js';

const MAX_FAULTS = 8;
const UNCARRIED_ABROAD = 0.45;
const UNCARRIED_ROW = 3;
const CARRIED_IN_QUOTATION = 0.6;
const QUOTATION = /[“「『"][^“”「」『』"\n]{2,400}[”」』"]/gu;

function compact(text: string): string {
  return text.replace(/[\s，。；：！？、,;:!?.]+/gu, '').toLowerCase();
}

interface CheckContentOptions {
  readonly claim: ClaimReading;
  readonly quotes: ClaimReading;
  readonly content: QuoteContent;
  readonly lexicon: ClaimLexicon;
  /** Claim and quotes are in different languages. */
  readonly foreign: boolean;
}

/** Words in quotation marks that the quotes hold in another language must be theirs for the greater part. */
function strangeQuotations(
  claim: string,
  words: readonly ContentWord[],
  content: QuoteContent,
): readonly ClaimFault[] {
  return Array.from(claim.matchAll(QUOTATION)).flatMap((match): ClaimFault[] => {
    const inside = words.filter(
      ({ span }) => span.start >= match.index && span.end <= match.index + match[0].length,
    );
    const carried = inside.filter((word) => content.carries(word)).length;
    return inside.length > 0 && carried < inside.length * CARRIED_IN_QUOTATION
      ? [
          {
            kind: 'quote',
            text: match[0].slice(1, -1),
            reason: 'the words in quotation marks are not in the quotes',
          },
        ]
      : [];
  });
}

/** A dictionary does not know all words of a translation: so many that it lacks, or so many in a row, are not one. */
function isStrange(judged: readonly ContentWord[], missing: readonly ContentWord[]): boolean {
  const lost = new Set(missing);
  let row = 0;
  let longest = 0;
  for (const word of judged) {
    row = lost.has(word) ? row + 1 : 0;
    longest = Math.max(longest, row);
  }
  return longest >= UNCARRIED_ROW || lost.size >= Math.max(2, judged.length * UNCARRIED_ABROAD);
}

/**
 * Content words of the claim that nothing in the quotes carries: neither the word itself, nor its parts in one
 * clause, nor a word that shares a gloss with it; and words that are the quotes' but in exchanged roles.
 */
export function checkContent(options: CheckContentOptions): readonly ClaimFault[] {
  const { claim, quotes, content, lexicon, foreign } = options;
  if (compact(quotes.text).includes(compact(claim.text))) {
    return [];
  }
  const words = readContentWords(claim, lexicon);
  const names = claim.names.filter(({ kind }) => kind === 'latin');
  const isName = (start: number) =>
    names.some(({ span }) => start >= span.start && start < span.end);
  const judged = words.filter(
    ({ span, key }) => !foreign || !isName(span.start) || lexicon.isCommon(key),
  );
  const missing = judged.filter((word) => !content.carries(word));
  if (foreign) {
    const unquoted = strangeQuotations(claim.text, words, content);
    if (unquoted.length > 0 || !isStrange(judged, missing)) {
      return unquoted;
    }
  }
  const faults = missing.slice(0, MAX_FAULTS).map(
    ({ text }): ClaimFault => ({
      kind: 'content',
      text,
      reason: 'nothing in the quotes says this',
    }),
  );
  return faults.length > 0 || foreign ? faults : checkRoles(claim, quotes, lexicon);
}
