/** Whether a sentence that a model wrote may be shown. */
import type { Language } from '../domain/answer.js';
import type { NameTagger } from '../text/read-names.js';
import { toSimplified } from '../text/to-simplified.js';
import { buildCitation } from './build-citation.js';
import type { GivenPassage } from './choose-passages.js';
import type { ClaimLexicon } from './claim-lexicon.js';
import type { ClaimFault } from './claim-reading.js';
import { type DraftCitation, sentenceText } from './draft.js';
import { locateQuotes } from './locate-quotes.js';
import type { GivenQuote } from './read-claim-object.js';
import { describeFaults, verifyDraftClaim } from './verify-draft-claim.js';

export interface ModelClaim {
  readonly text: string;
  readonly quotes: readonly GivenQuote[];
}

export interface CheckModelClaimOptions {
  readonly passages: readonly GivenPassage[];
  readonly language: Language;
  readonly tagger: NameTagger;
  readonly lexicon?: ClaimLexicon | undefined;
}

export type ModelClaimVerdict =
  | { readonly kind: 'verified'; readonly citations: readonly DraftCitation[] }
  /** Its quotes stand, but they do not carry all of its words, as far as can be told: they may be shown themselves. */
  | {
      readonly kind: 'quotes-only';
      readonly citations: readonly DraftCitation[];
      readonly reason: string;
    }
  | { readonly kind: 'failed'; readonly reason: string };

const maxClaimChars = 1000;
const han = /\p{Script=Han}/gu;
const latinWord = /\p{Script=Latin}{2,}/gu;
/** Fewer Latin words may be names or units in any language. */
const minimumLatinWords = 4;

function isInLanguage(text: string, language: Language): boolean {
  const characters = (text.match(han) ?? []).length;
  const words = (text.match(latinWord) ?? []).length;
  return language === 'en' ? characters <= words * 2 : characters > 0 || words < minimumLatinWords;
}

/**
 * Names and units of a translation often only look strange to the check (docs/QUALITY.md). To drop the sentence would take the
 * fact away; its quote is as safe. A number or a date that is not there is no matter of translation.
 */
function isTranslatable({ kind }: ClaimFault): boolean {
  return kind === 'content' || kind === 'name' || kind === 'unit';
}

function isTranslation(text: string, citations: readonly DraftCitation[]): boolean {
  const isHan = (words: string) => words.search(han) >= 0;
  return citations.every(
    ({ document, sentence }) => isHan(sentenceText(document, sentence)) !== isHan(text),
  );
}

/** With the sentences that name the speakers, where these are carried on from earlier ones. */
function withSpeakers(citations: readonly DraftCitation[]): DraftCitation[] {
  const all = [...citations];
  for (const { document, sentence } of citations) {
    const namedIn = document.sentences[sentence]?.speaker?.namedIn;
    const isCited =
      namedIn === undefined ||
      all.some((one) => one.document.id === document.id && one.sentence === namedIn);
    if (!isCited) all.push({ document, sentence: namedIn, highlight: null });
  }
  return all;
}

/** Synchronous: nothing waits between a sentence that is complete and the screen. */
export function checkModelClaim(
  { text, quotes }: ModelClaim,
  options: CheckModelClaimOptions,
): ModelClaimVerdict {
  if (text.length > maxClaimChars) return { kind: 'failed', reason: 'it is far too long' };
  const located = locateQuotes(text, quotes, options.passages);
  if (!located.ok) return { kind: 'failed', reason: located.reason };
  const documents = new Map(options.passages.map(({ document }) => [document.id, document]));
  const verify = (citations: readonly DraftCitation[]) =>
    verifyDraftClaim({
      claim: { text, markers: citations.map((_, index) => index + 1) },
      citations: citations.map((citation, index) => buildCitation(citation, index + 1)),
      documentOf: (id) => documents.get(id) ?? null,
      toSimplified,
      tagger: options.tagger,
      lexicon: options.lexicon,
    });
  let first: ModelClaimVerdict | null = null;
  for (const reading of located.readings) {
    const named = withSpeakers(reading);
    const alone = verify(reading);
    const citations = alone.ok || named.length === reading.length ? reading : named;
    const verdict = citations === reading ? alone : verify(citations);
    if (verdict.ok) {
      if (isInLanguage(text, options.language)) return { kind: 'verified', citations };
      return { kind: 'quotes-only', citations, reason: 'it is not in the language asked for' };
    }
    const reason = describeFaults(verdict.faults);
    const isContentOnly = verdict.faults.every(({ kind }) => kind === 'content');
    const isUncertain = isTranslation(text, reading) && verdict.faults.every(isTranslatable);
    first ??=
      isContentOnly || isUncertain
        ? { kind: 'quotes-only', citations: reading, reason }
        : { kind: 'failed', reason };
  }
  return first ?? { kind: 'failed', reason: 'no passage is named' };
}
