/** Answers in the report's own words: retrieve, rank, decide whether it answers at all, compose. */
import type { Language } from '../domain/answer.js';
import type { Explanation } from '../domain/explanation.js';
import type { Reader } from '../domain/reader.js';
import type { ReportDocument } from '../domain/report-document.js';
import type { Retrieval, Retriever } from '../domain/retriever.js';
import { normalizeText } from '../text/normalize-text.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { type AnalysedQuestion, analyseQuestion } from './analyse-question.js';
import { checkPremise } from './check-premise.js';
import { checkTitles } from './check-titles.js';
import type { CandidatePassage } from './choose-passages.js';
import { composeAnswer } from './compose-answer.js';
import { composeEnumeration } from './compose-enumeration.js';
import { type ConfidenceWeights, confidence, confidenceFeatures } from './confidence.js';
import type { Draft } from './draft.js';
import { decisionNotes, explainRanking, glossNotes } from './explain-ranking.js';
import { asksTheWorld, type QuestionKind } from './question-kind.js';
import { type RankedSentence, type RankingWeights, rankSentences } from './rank-sentences.js';

/** Questions are weighed by their language. */
type WeightGroup = 'chinese' | 'english';

/** The numbers that `npm run fit` makes. */
export interface FittedWeights {
  readonly ranking: RankingWeights;
  readonly confidence: Readonly<Record<WeightGroup, ConfidenceWeights>>;
  /** Mean vectors of many questions: what any question has in common. */
  readonly queryCentres?: Readonly<Record<WeightGroup, readonly number[]>>;
  /** Below this probability the report is said not to answer. */
  readonly threshold: number;
}

export interface ExtractiveAnswererOptions {
  readonly retriever: Retriever;
  /** Null ranks without reading. */
  readonly reader: Reader | null;
  readonly tokenizer: Tokenizer;
  readonly weights: FittedWeights;
  /** Throws when the document has gone from the index. */
  readonly loadDocument: (id: string) => Promise<ReportDocument>;
  /** Persons named in a text, in its order. */
  readonly personsIn: (text: string) => readonly string[];
  /** Stems of a Chinese word's English glosses, for `--explain`. */
  readonly glossOf: (word: string) => readonly string[] | undefined;
}

export interface ExtractiveRequest {
  /** Stands by itself. */
  readonly text: string;
  readonly kind: QuestionKind | null;
  readonly language: Language;
  readonly documentIds?: readonly string[];
  /** Sentences that were shown already and are left out, as they stand in earlier answers. */
  readonly shown: string;
  /** How many of the nearest sentences a refusal brings. */
  readonly nearest: number;
  readonly signal?: AbortSignal;
}

/** Why nothing is claimed: the report does not speak of it, a false premise, or evidence that is too weak. */
export type ExtractiveRefusal = 'off-topic' | 'premise' | 'unsure';

export interface ExtractiveResult extends Draft {
  /** Null for a draft with claims. */
  readonly refusal: ExtractiveRefusal | null;
  /** Probability that the best sentence answers. */
  readonly confidence: number;
  /** Passages in the order of their best sentence. */
  readonly candidates: readonly CandidatePassage[];
  readonly explanation: Explanation;
  readonly retrieveMs: number;
}

export interface ExtractiveAnswerer {
  answer(request: ExtractiveRequest): Promise<ExtractiveResult>;
  /** The ranking alone, for measuring. */
  rank(
    request: ExtractiveRequest,
  ): Promise<{ question: AnalysedQuestion; retrieval: Retrieval; ranked: RankedSentence[] }>;
}

export function groupOf(language: Language): WeightGroup {
  return language === 'en' ? 'english' : 'chinese';
}

const retrievedPassages = 10;
/** Of so many of the best sentences the documents are at hand when an answer is composed. */
const composedFrom = 20;

async function rankQuestion(options: ExtractiveAnswererOptions, request: ExtractiveRequest) {
  const { retriever, reader, tokenizer, weights } = options;
  const { signal, documentIds, language, text } = request;
  const started = performance.now();
  const retrieval = await retriever.retrieve({
    text,
    language,
    limit: retrievedPassages,
    ...(documentIds === undefined ? {} : { documentIds }),
    ...(signal === undefined ? {} : { signal }),
  });
  const retrieveMs = performance.now() - started;
  const speakers = retrieval.sentences.flatMap(({ sentence }) => sentence.speaker ?? []);
  const question = analyseQuestion({
    text,
    language,
    tokenizer,
    knownSpeakers: [...new Set(speakers)],
    ...(request.kind === null ? {} : { kind: request.kind }),
  });
  const ranked = await rankSentences({
    question,
    retrieval,
    weights: weights.ranking,
    queryCentre: weights.queryCentres?.[groupOf(language)] ?? null,
    reader,
    ...(signal === undefined ? {} : { signal }),
  });
  return { question, retrieval, ranked, retrieveMs };
}

export function createExtractiveAnswerer(options: ExtractiveAnswererOptions): ExtractiveAnswerer {
  const { tokenizer, weights, loadDocument } = options;
  return {
    rank: (request) => rankQuestion(options, request),
    async answer(request) {
      const { question, retrieval, ranked, retrieveMs } = await rankQuestion(options, request);
      const shown = normalizeText(request.shown);
      const unseen = ranked.filter(
        ({ candidate }) => !shown.includes(normalizeText(candidate.sentence.text)),
      );
      const documents = await loadDocuments(
        unseen.slice(0, Math.max(composedFrom, request.nearest)),
        loadDocument,
      );
      const group = groupOf(question.language);
      const centre = weights.queryCentres?.[group] ?? null;
      const features = confidenceFeatures(question, retrieval, unseen, centre);
      const fitted = weights.confidence[group];
      const isCertain = question.kind === 'overview' || asksForMember(question, unseen, documents);
      const probability = isCertain ? 1 : confidence(features, fitted);
      const reports = [...documents.values()];
      const premise =
        checkPremise(question, reports, tokenizer, unseen[0]?.candidate.sentence.text) ??
        (await checkTitles(question, reports, tokenizer));
      const decision = {
        confidence: probability,
        threshold: weights.threshold,
        notes: [
          ...decisionNotes(features, premise),
          ...glossNotes(question, unseen[0], tokenizer, options.glossOf),
        ],
      };
      const explanation = explainRanking(question, retrieval, unseen, decision);
      const nearest = unseen.slice(0, request.nearest).map(({ candidate: { sentence } }) => ({
        document: documents.get(sentence.documentId) as ReportDocument,
        sentence: sentence.index,
        highlight: null,
      }));
      const offTopic =
        question.terms.length > 0 &&
        features.retrievedCoverage === 0 &&
        isForeign(question, retrieval);
      const candidates = candidatePassages(unseen, documents);
      const refused: ExtractiveResult = {
        ...{ claims: [], nearest, offTopic, explanation, retrieveMs, candidates },
        ...{ refusal: offTopic ? 'off-topic' : 'unsure', confidence: probability },
      };
      if (unseen.length === 0 || offTopic) return refused;
      const isUnsure = probability < weights.threshold;
      if (premise !== null) {
        const shownNearest = isUnsure ? nearest : [...premise.nearest, ...nearest];
        return { ...refused, refusal: 'premise', nearest: shownNearest.slice(0, request.nearest) };
      }
      if (isUnsure) return refused;
      const draft = composeAnswer({
        question,
        ranked: unseen,
        documentOf: (id) => documents.get(id) as ReportDocument,
        personsIn: options.personsIn,
      });
      return {
        ...{ ...refused, refusal: draft.claims.length > 0 ? null : 'unsure' },
        ...{ ...draft, nearest: draft.nearest.length > 0 ? draft.nearest : nearest },
      };
    },
  };
}

/**
 * A question without a word of the report that is not near in meaning either. Cosines of the built-in model: of the
 * open and fit questions in Chinese that share no word with the first report, 17 of 34 without an answer lie below this,
 * 3 of 35 with one.
 */
const nearestForeignCosine = 0.85;
const han = /\p{Script=Han}/u;

function isForeign(question: AnalysedQuestion, retrieval: Retrieval): boolean {
  if (asksTheWorld(question.text)) return true;
  // Across languages cosines are lower, and words tell less: there the threshold alone decides.
  const isOneLanguage = retrieval.sentences.every(({ sentence }) => han.test(sentence.text));
  if (question.language === 'en' || !isOneLanguage) return false;
  const cosines = retrieval.sentences.flatMap(({ cosine }) => cosine ?? []);
  return cosines.length > 0 && Math.max(...cosines) < nearestForeignCosine;
}

/** "The second point" of a report that lists its points needs no other evidence. */
function asksForMember(
  question: AnalysedQuestion,
  ranked: readonly RankedSentence[],
  documents: ReadonlyMap<string, ReportDocument>,
): boolean {
  const best = ranked[0]?.candidate.sentence;
  const document = documents.get(best?.documentId ?? '');
  if (question.ordinal === null || best === undefined || document === undefined) return false;
  return (composeEnumeration(question, document, best.index)?.claims.length ?? 0) > 0;
}

/** Those whose documents are at hand. */
function candidatePassages(
  ranked: readonly RankedSentence[],
  documents: ReadonlyMap<string, ReportDocument>,
): CandidatePassage[] {
  const candidates = new Map<number, CandidatePassage>();
  for (const { candidate } of ranked) {
    const { documentId, passageId, index } = candidate.sentence;
    const document = documents.get(documentId);
    if (document === undefined || candidates.has(passageId)) continue;
    const passage = document.passages.findIndex(
      ({ firstSentence, lastSentence }) => firstSentence <= index && index <= lastSentence,
    );
    if (passage >= 0) candidates.set(passageId, { document, passage });
  }
  return [...candidates.values()];
}

async function loadDocuments(
  ranked: readonly RankedSentence[],
  loadDocument: (id: string) => Promise<ReportDocument>,
): Promise<Map<string, ReportDocument>> {
  const ids = new Set(ranked.map(({ candidate }) => candidate.sentence.documentId));
  const documents = new Map<string, ReportDocument>();
  for (const id of ids) documents.set(id, await loadDocument(id));
  return documents;
}
