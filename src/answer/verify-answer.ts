import type { Citation, Claim, DroppedClaim, Verification } from '../domain/answer.js';
import {
  describeFaults,
  type VerifyDraftClaimOptions,
  verifyDraftClaim,
} from './verify-draft-claim.js';

export interface VerifyAnswerOptions extends Omit<VerifyDraftClaimOptions, 'claim'> {
  readonly claims: readonly Claim[];
}

/** What of an answer may be shown. */
export interface VerifiedAnswer {
  /** With markers in the order of first use. */
  readonly claims: readonly Claim[];
  /** Those that a claim uses, numbered from 1 in that order. */
  readonly citations: readonly Citation[];
  readonly verification: Verification;
}

/**
 * The gate that every answer passes, whoever wrote it: a claim is shown only if each of its citations is exact and
 * they hold, taken together, what it says (`verifyDraftClaim`). Dropped claims are listed with the reason;
 * citations that no shown claim uses are left out and markers run from 1 in the order of first use.
 */
export function verifyAnswer(options: VerifyAnswerOptions): VerifiedAnswer {
  const kept: Claim[] = [];
  const dropped: DroppedClaim[] = [];
  for (const claim of options.claims) {
    const verdict = verifyDraftClaim({ ...options, claim });
    if (verdict.ok) {
      kept.push(claim);
    } else {
      dropped.push({ text: claim.text, reason: describeFaults(verdict.faults) });
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
