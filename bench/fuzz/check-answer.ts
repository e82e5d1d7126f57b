import type { ClaimLexicon } from '../../src/answer/claim-lexicon.js';
import { verifyAnswer } from '../../src/answer/verify-answer.js';
import type { Answer, Citation, Claim } from '../../src/domain/answer.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { mapSpan } from '../../src/text/map-offsets.js';
import { toSimplified } from '../../src/text/to-simplified.js';
import { cutsPair } from './check-document.js';
import { type ReadSource, rebuildSource, withoutBlanks } from './rebuild-source.js';

export interface AnswerSources {
  readonly lexicon: ClaimLexicon;
  documentOf(id: string): ReportDocument | null;
  /** The decoded file. */
  sourceOf(file: string): { readonly read: ReadSource; readonly length: number };
}

const FRAME = /^(?:报告原文：|報告原文：|The report says: )?[“「](.*)[”」]$/su;
const LONE_SURROGATE = /\p{Surrogate}/u;

function checkCitation(citation: Citation, sources: AnswerSources): string[] {
  const { span, sourceSpan, quote, highlight } = citation;
  const document = sources.documentOf(citation.documentId);
  if (document === null) return ['a citation names a document that is not there'];
  const faults: string[] = [];
  if (quote === '' || document.text.slice(span.start, span.end) !== quote) {
    faults.push('a quote is not what stands at its span');
  }
  if (document.sha256 !== citation.sha256 || document.file !== citation.file) {
    faults.push('a citation names another file');
  }
  if (cutsPair(document.text, span)) faults.push('a quote cuts a surrogate pair');
  if (highlight !== null && !(highlight.start < highlight.end && highlight.end <= quote.length)) {
    faults.push('a highlight is outside its quote');
  }
  const mapped = mapSpan(document.offsets, span);
  const { read, length } = sources.sourceOf(citation.file);
  if (mapped.start !== sourceSpan.start || mapped.end !== sourceSpan.end || mapped.end > length) {
    faults.push('a citation has another source span than its document');
  } else if (
    withoutBlanks(rebuildSource(document, read, { span, sourceSpan })) !== withoutBlanks(quote)
  ) {
    faults.push('a source span does not come to its quote');
  }
  return faults;
}

/** As it is told, or without the frame that a report's words in another language than the question's are told in. */
function holds(claim: Claim, { citations }: Answer, sources: AnswerSources): boolean {
  const bare = FRAME.exec(claim.text)?.[1];
  return [claim.text, ...(bare === undefined ? [] : [bare])].some((text) => {
    const claims = [{ ...claim, text }];
    return verifyAnswer({ ...sources, claims, citations, toSimplified }).claims.length === 1;
  });
}

/** What does not hold of an answer in the reports' own words: quotes, markers, and the verification done again. */
export function checkAnswer(answer: Answer, sources: AnswerSources): string[] {
  const { claims, citations, nearest, verification, status } = answer;
  const faults = new Set<string>();
  for (const citation of [...citations, ...nearest]) {
    for (const fault of checkCitation(citation, sources)) faults.add(fault);
  }
  const markers = new Set(citations.map(({ marker }) => marker));
  for (const claim of claims) {
    const isCited = claim.markers.length > 0 && claim.markers.every((one) => markers.has(one));
    if (!isCited) faults.add('a claim has no citation');
    if (LONE_SURROGATE.test(claim.text)) faults.add('a claim holds half a surrogate pair');
  }
  if (verification.verified !== claims.length) faults.add('a claim was not verified');
  if ((status === 'answered') !== claims.length > 0) faults.add('an answer without claims');
  if (answer.answer === '') faults.add('an empty answer');
  if (!claims.every((claim) => holds(claim, answer, sources))) {
    faults.add('verified again, a claim falls');
  }
  return [...faults];
}
