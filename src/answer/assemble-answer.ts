/** From a draft to what is shown: numbered citations, verified claims, the question's language. */
import type { Answer, Citation, Claim, Language } from '../domain/answer.js';
import type { ReportDocument } from '../domain/report-document.js';
import { detectLanguage } from '../text/detect-language.js';
import { toSimplified } from '../text/to-simplified.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { buildCitation } from './build-citation.js';
import type { Draft, DraftCitation } from './draft.js';
import { phrasesFor } from './phrases.js';
import { verifyAnswer } from './verify-answer.js';

export interface AssembleAnswerOptions {
  readonly draft: Draft;
  readonly language: Language;
  readonly tokenizer: Tokenizer;
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
    const report = documents.get(cited?.documentId ?? '')?.text ?? claim.text;
    const isTraditional = detectLanguage(report.slice(0, sampledChars)) === 'zh-Hant';
    // Its 布, 群 and 台 would come out as 佈, 羣 and 臺.
    const convert = isTraditional ? async (words: string) => words : toTraditional;
    const text = await inLanguage(claim.text, shown.length === 0, language, convert);
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

/** So much of a report tells its language. */
const sampledChars = 2000;
const han = /\p{Script=Han}/u;

/** The report's words for the reader: in his script, and framed where they are in another language than his. */
async function inLanguage(
  text: string,
  isFirst: boolean,
  language: Language,
  toTraditional: (text: string) => Promise<string>,
): Promise<string> {
  const { quoted, quotedNext } = phrasesFor(language);
  if (han.test(text) === (language === 'en')) return isFirst ? quoted(text) : quotedNext(text);
  if (language === 'zh-Hant') return await toTraditional(text);
  return language === 'zh-Hans' ? toSimplified(text) : text;
}

function joinClaims(claims: readonly Claim[]): string {
  return claims
    .map(({ text, markers }) => text + markers.map((marker) => `[${marker}]`).join(''))
    .join('\n');
}
