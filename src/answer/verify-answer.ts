import type { Citation, Claim, DroppedClaim, Verification } from '../domain/answer.js';
import type { ReportDocument } from '../domain/report-document.js';
import type { NameTagger } from '../text/read-names.js';
import type { NameComparison } from './check-names.js';
import { checkSpeaker, type SpeakerSource } from './check-speaker.js';
import type { ClaimFault } from './claim-reading.js';
import { verifyClaim } from './verify-claim.js';
import { verifyQuote } from './verify-quote.js';

export interface VerifyAnswerOptions extends NameComparison {
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
  /** Null for a document that the index does not hold. */
  readonly documentOf: (id: string) => ReportDocument | null;
  /** Texts are compared as they stand when it is absent. */
  readonly toSimplified?: ((text: string) => string) | undefined;
  readonly tagger?: NameTagger | undefined;
}

/** What of an answer may be shown. */
export interface VerifiedAnswer {
  /** With markers in the order of first use. */
  readonly claims: readonly Claim[];
  /** Those that a claim uses, numbered from 1 in that order. */
  readonly citations: readonly Citation[];
  readonly verification: Verification;
}

/** The citation's source when its quote, document and headings are what it says; otherwise why not. */
function sourceOf(citation: Citation, options: VerifyAnswerOptions): SpeakerSource | string {
  const document = options.documentOf(citation.documentId);
  if (document === null) {
    return `citation ${citation.marker} names a document that is not there`;
  }
  if (document.sha256 !== citation.sha256) {
    return `citation ${citation.marker} is of another version of its document`;
  }
  return verifyQuote(document.text, citation.span, citation.quote)
    ? { citation, document }
    : `the quote of citation ${citation.marker} is not what stands at its place`;
}

/** Headings are taken from the document, not from the citation, so that they cannot be made up. */
function headingsOf({ citation, document }: SpeakerSource): readonly string[] {
  return document.sentences
    .filter(({ span }) => span.start < citation.span.end && span.end > citation.span.start)
    .flatMap(({ outline }) => outline);
}

function describeFaults(faults: readonly ClaimFault[]): string {
  return faults
    .map(({ kind, text, reason }) => `${kind} "${text.slice(0, 60)}": ${reason}`)
    .join('; ');
}

function reasonToDrop(
  claim: Claim,
  sources: ReadonlyMap<number, SpeakerSource | string>,
  options: VerifyAnswerOptions,
): string | null {
  if (claim.text.trim() === '') {
    return 'the claim is empty';
  }
  if (claim.markers.length === 0) {
    return 'the claim cites nothing';
  }
  const cited: SpeakerSource[] = [];
  for (const marker of claim.markers) {
    const source = sources.get(marker) ?? `there is no citation ${marker}`;
    if (typeof source === 'string') {
      return source;
    }
    cited.push(source);
  }
  const verdict = verifyClaim({
    claim: claim.text,
    quotes: cited.map(({ citation }) => citation.quote),
    headings: [...new Set(cited.flatMap(headingsOf))],
    toSimplified: options.toSimplified ?? ((text) => text),
    tagger: options.tagger,
    romanise: options.romanise,
    sameName: options.sameName,
  });
  const faults = verdict.ok ? checkSpeaker(claim.text, cited) : verdict.faults;
  return faults.length === 0 ? null : describeFaults(faults);
}

/**
 * The gate that every answer passes, whoever wrote it: a claim is shown only if each of its citations is exact and
 * they hold, taken together, what it says (`verifyClaim`) and who said it. Dropped claims are listed with the reason;
 * citations that no shown claim uses are left out and markers run from 1 in the order of first use.
 */
export function verifyAnswer(options: VerifyAnswerOptions): VerifiedAnswer {
  const sources = new Map(
    options.citations.map((citation) => [citation.marker, sourceOf(citation, options)] as const),
  );
  const kept: Claim[] = [];
  const dropped: DroppedClaim[] = [];
  for (const claim of options.claims) {
    const reason = reasonToDrop(claim, sources, options);
    if (reason === null) {
      kept.push(claim);
    } else {
      dropped.push({ text: claim.text, reason });
    }
  }
  const order = [...new Set(kept.flatMap(({ markers }) => markers))];
  const renumbered = new Map(order.map((marker, index) => [marker, index + 1]));
  const claims = kept.map((claim) => ({
    ...claim,
    markers: [...new Set(claim.markers)].map((marker) => renumbered.get(marker) ?? marker),
  }));
  const citations = order.flatMap((marker, index) => {
    const citation = options.citations.find((one) => one.marker === marker);
    return citation === undefined ? [] : [{ ...citation, marker: index + 1 }];
  });
  return {
    claims,
    citations,
    verification: { claims: options.claims.length, verified: kept.length, dropped },
  };
}
