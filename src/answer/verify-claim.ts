import { foldWidth } from '../text/fold-width.js';
import type { NameTagger } from '../text/read-names.js';
import { alignClaim, alignmentGaps } from './align-claim.js';
import { checkContent } from './check-content.js';
import { checkMarks } from './check-marks.js';
import { checkNamePlaces, checkNames, compact, type NameComparison } from './check-names.js';
import { checkQuantities, checkQuantityPlaces } from './check-quantities.js';
import type { ClaimLexicon } from './claim-lexicon.js';
import { type ClaimFault, isForeign, readClaim } from './claim-reading.js';
import { readQuoteContent } from './quote-content.js';

export interface VerifyClaimOptions extends NameComparison {
  readonly claim: string;
  /** The claim is held by these taken together. */
  readonly quotes: readonly string[];
  /** Headings above the quotes: they may be repeated, and hold names and numbers too. */
  readonly headings?: readonly string[] | undefined;
  readonly toSimplified: (text: string) => string;
  readonly tagger?: NameTagger | undefined;
  /** Content words are not checked without it. It is the tagger too when no other is given. */
  readonly lexicon?: ClaimLexicon | undefined;
}

export type ClaimVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly faults: readonly ClaimFault[] };

const MARKERS = /\s?\[\d{1,3}\]/gu;
const LIST_MARK = /^[ \t]*(?:\d{1,2}[.)]\s|[-*•·]\s)/gmu;
const QUOTED = /[“「『"]([^“”「」『』"\n]{2,400})[”」』"]|《([^《》\n]{1,60})》/gu;
/** Stands between quotes, so that no number or sentence is read across them. */
const SEPARATOR = '\n|\n';

/** Words that the claim puts in quotation marks must be the report's own. */
function checkQuotedWords(claim: string, quotes: string): readonly ClaimFault[] {
  const held = compact(quotes);
  const quotesHan = /\p{Script=Han}/u.test(quotes);
  const faults: ClaimFault[] = [];
  for (const match of claim.matchAll(QUOTED)) {
    const words = match[1] ?? match[2] ?? '';
    const translated = quotesHan !== /\p{Script=Han}/u.test(words);
    if (!translated && !held.includes(compact(words)) && faults.length < 20) {
      faults.push(
        match[2] === undefined
          ? {
              kind: 'quote',
              text: words,
              reason: 'the words in quotation marks are not in the quotes',
            }
          : { kind: 'name', text: words, reason: 'the title is not in the quotes' },
      );
    }
  }
  return faults;
}

/**
 * Holds a claim's numbers, dates, units, names, negations, hedges and quoted words against its quotes.
 *
 * Values count, not spellings (五千 = 5,000, May 20 = 5月20日), and traditional text is read as simplified. A value or
 * a name must stand in the quotes at all and, where the words around it are the quotes', in the same place. Whether
 * other words of the claim follow from the quotes is not judged here. Takes linear time; never throws on any text.
 */
export function verifyClaim(options: VerifyClaimOptions): ClaimVerdict {
  const simplify = (text: string): string => options.toSimplified(foldWidth(text.normalize('NFC')));
  const claimText = simplify(options.claim).replace(MARKERS, '').replace(LIST_MARK, '');
  const quoteText = [...options.quotes, ...(options.headings ?? [])].map(simplify).join(SEPARATOR);
  const tagger = options.tagger ?? options.lexicon;
  const claim = readClaim(claimText, tagger);
  const quotes = readClaim(quoteText, tagger);
  const alignment = alignClaim(claim.tokens, quotes.tokens);
  const gaps = alignmentGaps(claim.tokens, quotes.tokens, alignment);
  const content =
    options.lexicon === undefined ? undefined : readQuoteContent(quotes, claim, options.lexicon);
  const foreign = isForeign(claim, quotes, alignment);
  const comparison = {
    romanise: options.romanise ?? options.lexicon?.romanise,
    sameName: options.sameName,
    carriesName: foreign ? content?.carriesName : undefined,
    isCommonWord: foreign ? options.lexicon?.isCommon : undefined,
  };
  const faults = [
    ...checkQuotedWords(claimText, quoteText),
    ...checkQuantities(claim, quotes, alignment),
    ...checkQuantityPlaces(claim, quotes, gaps),
    ...checkMarks(claim, quotes, alignment, gaps),
    ...checkNames(claim, quotes, comparison),
    ...(foreign ? [] : checkNamePlaces(claim, quotes, gaps)),
    ...(options.lexicon === undefined || content === undefined
      ? []
      : checkContent({ claim, quotes, content, lexicon: options.lexicon, foreign })),
  ];
  return faults.length === 0 ? { ok: true } : { ok: false, faults };
}
