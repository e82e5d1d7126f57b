/** From a draft to what is shown: numbered citations, verified claims, the question's language. */
import type { Answer, Citation, Claim, Language } from '../domain/answer.js';
import type { ReportDocument } from '../domain/report-document.js';
import { toSimplified } from '../text/to-simplified.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { buildCitation } from './build-citation.js';
import type { ClaimLexicon } from './claim-lexicon.js';
import type { Draft, DraftCitation } from './draft.js';
import { frameQuote } from './frame-quote.js';
import { phrasesFor } from './phrases.js';
import { verifyAnswer } from './verify-answer.js';

export interface AssembleAnswerOptions {
  readonly draft: Draft;
  readonly language: Language;
  readonly tokenizer: Tokenizer;
  /** Content words are not checked without it. */
  readonly lexicon?: ClaimLexicon | undefined;
  readonly toTraditional: (text: string) => Promise<string>;
}

function distinctTexts(claims: readonly Claim[]): Claim[] {
  return claims.filter(
    (claim, position) => claims.findIndex(({ text }) => text === claim.text) === position,
  );
}

function distinct(citations: readonly DraftCitation[]): DraftCitation[] {
  return citations.filter(
    (citation, position) =>
      citations.findIndex(
        ({ document, sentence }) =>
          document.id === citation.document.id && sentence === citation.sentence,
      ) === position,
  );
}

export type AssembledAnswer = Pick<
  Answer,
  'status' | 'claims' | 'answer' | 'citations' | 'nearest' | 'verification'
>;

/** Numbers the citations, verifies every claim, and puts what holds into the question's language. */
export async function assembleAnswer(options: AssembleAnswerOptions): Promise<AssembledAnswer> {
  const { draft, language, tokenizer, toTraditional } = options;
  const documents = new Map<string, ReportDocument>();
  const citations: Citation[] = [];
  const markerOf = (draftCitation: DraftCitation): number => {
    documents.set(draftCitation.document.id, draftCitation.document);
    const built = buildCitation(draftCitation, citations.length + 1);
    const same = citations.find(
      ({ documentId, span }) => documentId === built.documentId && span.start === built.span.start,
    );
    if (same !== undefined) return same.marker;
    citations.push(built);
    return built.marker;
  };
  const verify = (claims: readonly Claim[]) =>
    verifyAnswer({
      claims,
      citations,
      documentOf: (id) => documents.get(id) ?? null,
      toSimplified,
      tagger: tokenizer,
      lexicon: options.lexicon,
    });
  const claims = draft.claims.map(({ text, fallback, citations: cited }): Claim => {
    const claim = { text, markers: cited.map(markerOf) };
    const stands = fallback === undefined || verify([claim]).claims.length > 0;
    return stands ? claim : { ...claim, text: fallback };
  });
  const verified = verify(distinctTexts(claims));
  if (verified.claims.length === 0) {
    const nearest = distinct(draft.nearest).map((citation, position) =>
      buildCitation(citation, position + 1),
    );
    return {
      status: 'not_found',
      claims: [],
      answer:
        draft.offTopic === true ? phrasesFor(language).offTopic : phrasesFor(language).notFound,
      citations: [],
      nearest,
      verification: verified.verification,
    };
  }
  const shown: Claim[] = [];
  for (const claim of verified.claims) {
    const cited = verified.citations.find(({ marker }) => claim.markers.includes(marker));
    const text = await frameQuote(claim.text, {
      language,
      isFirst: shown.length === 0,
      report: documents.get(cited?.documentId ?? '')?.text ?? claim.text,
      toTraditional,
    });
    shown.push({ ...claim, text });
  }
  return {
    status: 'answered',
    claims: shown,
    answer: joinClaims(shown),
    citations: verified.citations,
    nearest: [],
    verification: verified.verification,
  };
}

/** The claims with their markers, one a line. */
export function joinClaims(claims: readonly Claim[]): string {
  return claims
    .map(({ text, markers }) => text + markers.map((marker) => `[${marker}]`).join(''))
    .join('\n');
}
