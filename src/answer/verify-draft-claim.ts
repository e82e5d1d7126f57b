import type { Citation, Claim } from '../domain/answer.js';
import type { ReportDocument } from '../domain/report-document.js';
import { checkSpeaker, type SpeakerSource } from './check-speaker.js';
import type { ClaimLexicon } from './claim-lexicon.js';
import type { ClaimFault } from './claim-reading.js';
import { type ClaimVerdict, type VerifyClaimOptions, verifyClaim } from './verify-claim.js';
import { verifyQuote } from './verify-quote.js';

type Comparison = Omit<VerifyClaimOptions, 'claim' | 'quotes' | 'headings' | 'toSimplified'>;

export interface VerifyDraftClaimOptions extends Comparison {
  readonly claim: Claim;
  /** All that were given; those of the claim's markers are looked up. */
  readonly citations: readonly Citation[];
  /** Null for a document that the index does not hold. */
  readonly documentOf: (id: string) => ReportDocument | null;
  /** Texts are compared as they stand when it is absent. */
  readonly toSimplified?: ((text: string) => string) | undefined;
  /** Content words are not checked without it. */
  readonly lexicon?: ClaimLexicon | undefined;
}

const SHOWN_CHARS = 60;

/** One line for the reason why a claim was dropped. */
export function describeFaults(faults: readonly ClaimFault[]): string {
  return faults
    .map(({ kind, text, reason }) =>
      kind === 'citation' ? reason : `${kind} "${text.slice(0, SHOWN_CHARS)}": ${reason}`,
    )
    .join('; ');
}

/** The citation's source when its quote, document and headings are what it says; otherwise why not. */
function sourceOf(
  marker: number,
  { citations, documentOf }: VerifyDraftClaimOptions,
): SpeakerSource | string {
  const citation = citations.find((one) => one.marker === marker);
  if (citation === undefined) {
    return `there is no citation ${marker}`;
  }
  const document = documentOf(citation.documentId);
  if (document === null) {
    return `citation ${marker} names a document that is not there`;
  }
  if (document.sha256 !== citation.sha256) {
    return `citation ${marker} is of another version of its document`;
  }
  return verifyQuote(document.text, citation.span, citation.quote)
    ? { citation, document }
    : `the quote of citation ${marker} is not what stands at its place`;
}

/** Headings are taken from the document, not from the citation, so that they cannot be made up. */
function headingsOf({ citation, document }: SpeakerSource): readonly string[] {
  return document.sentences
    .filter(({ span }) => span.start < citation.span.end && span.end > citation.span.start)
    .flatMap(({ outline }) => outline);
}

function citationFault(text: string, reason: string): ClaimVerdict {
  return { ok: false, faults: [{ kind: 'citation', text, reason }] };
}

/**
 * Whether one sentence of an answer may be shown: each of its citations is exact, and they hold, taken together, what
 * it says (`verifyClaim`) and who said it. Synchronous, and linear in the length of claim and quotes; never throws on
 * any text. A verdict whose faults are all of the kind `content` leaves the quote itself to be shown in its place.
 */
export function verifyDraftClaim(options: VerifyDraftClaimOptions): ClaimVerdict {
  const { claim } = options;
  if (claim.text.trim() === '') {
    return citationFault(claim.text, 'the claim is empty');
  }
  if (claim.markers.length === 0) {
    return citationFault(claim.text, 'the claim cites nothing');
  }
  const sources: SpeakerSource[] = [];
  for (const marker of claim.markers) {
    const source = sourceOf(marker, options);
    if (typeof source === 'string') {
      return citationFault(claim.text, source);
    }
    sources.push(source);
  }
  const verdict = verifyClaim({
    claim: claim.text,
    quotes: sources.map(({ citation }) => citation.quote),
    headings: [...new Set(sources.flatMap(headingsOf))],
    toSimplified: options.toSimplified ?? ((text) => text),
    tagger: options.tagger,
    lexicon: options.lexicon,
    romanise: options.romanise,
    sameName: options.sameName,
  });
  if (!verdict.ok) {
    return verdict;
  }
  const faults = checkSpeaker(
    (options.toSimplified ?? ((text) => text))(claim.text),
    sources,
    options.romanise ?? options.lexicon?.romanise,
  );
  return faults.length === 0 ? verdict : { ok: false, faults };
}
