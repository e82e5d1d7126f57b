/** How likely the best candidate is to answer the question: a calibrated probability, not one raw score. */
import type { Retrieval, RetrievedSentence } from '../domain/retriever.js';
import { normalizeText } from '../text/normalize-text.js';
import type { AnalysedQuestion } from './analyse-question.js';
import { lacksClass } from './asked-class.js';
import { expectedSign, lacksSign } from './expected-answer.js';
import { lacksMeasure } from './lacks-measure.js';
import type { QuestionTerm } from './question-terms.js';
import type { RankedSentence } from './rank-sentences.js';
import { centredCosine } from './sentence-features.js';

export const confidenceNames = [
  'bias',
  'reader',
  'cosine',
  'centred',
  'centredAnywhere',
  'coverage',
  'retrievedCoverage',
  'missingEntities',
  'words',
  'glosses',
  'characters',
  'passageCharacters',
  'readerAnywhere',
  'paraphrase',
  'nearParaphrase',
  'expected',
  'structure',
  'unsigned',
  'margin',
  'agreement',
] as const;
export type ConfidenceName = (typeof confidenceNames)[number];
export type ConfidenceFeatures = Readonly<Record<ConfidenceName, number>>;
export type ConfidenceWeights = ConfidenceFeatures;

/** Cosines of this model lie between .75 and .92; what counts is how far above that a question's best one stands. */
const cosineFloor = 0.8;
const cosineScale = 0.05;
/** Centred ones between 0 and .2. */
const centredScale = 0.05;

const asking = /[谁什么哪几多少怎样如何为吗呢的了是有在和与及请问个这那会上]/gu;

/** Share of the question's characters (words, in English) but those that merely ask which stand in a text. */
function characterCoverage(question: string, text: string): number {
  const units =
    question
      .replace(asking, '')
      .toLowerCase()
      .match(/\p{Script=Han}|[\p{Script=Latin}]{3,}|\p{N}+/gu) ?? [];
  if (units.length === 0) return 0;
  const lower = text.toLowerCase();
  return units.filter((unit) => lower.includes(unit)).length / units.length;
}

/** What an answer must hold stands nowhere: the number, the date, or the office whose holder is asked for. */
function isUnsigned(
  question: AnalysedQuestion,
  retrieval: Retrieval,
  best: RankedSentence | undefined,
): boolean {
  if (best === undefined) return false;
  if (question.kind === 'who' && question.offices.length > 0) {
    return !retrieval.sentences.some(({ sentence }) =>
      question.offices.some((office) => normalizeText(sentence.text).includes(office)),
    );
  }
  const sentence = normalizeText(best.candidate.sentence.text);
  return (
    lacksSign(question.kind, question.text, sentence) ||
    lacksClass(question.text, sentence) ||
    lacksMeasure(question.text, sentence)
  );
}

/** Without the reader nothing is known of its verdict; about what it says of a fair answer is assumed. */
const unreadValue = 0.2;

/** -1 for a plain "not here" and for what was not read, 1 for a plain answer. */
function readingOf({ features }: RankedSentence): number {
  return features.reader + features.readerDoubt - features.unread;
}

/** Whether the shape of the best candidate is what was asked for: the place at the verb, the office, so many members. */
function structureOf(best: RankedSentence | undefined): number {
  if (best === undefined) return 0;
  const { verb, event, office, listSize } = best.features;
  return Math.max(verb, event, Math.min(office, 1), listSize === 1 ? 1 : 0);
}

/** Features of the best candidate; every one grows with the likelihood of an answer but `missingEntities`. */
export function confidenceFeatures(
  question: AnalysedQuestion,
  retrieval: Retrieval,
  ranked: readonly RankedSentence[],
  queryCentre: readonly number[] | null = null,
): ConfidenceFeatures {
  const [best, second] = ranked;
  const surroundings = normalizeText(
    retrieval.passages
      .map(({ passage }) => `${passage.text} ${passage.outline.join(' ')}`)
      .join(' '),
  ).toLowerCase();
  const { terms } = question;
  const tokens = new Set(retrieval.sentences.flatMap(({ sentence }) => sentence.tokens));
  const isHeld = (term: QuestionTerm) => surroundings.includes(term.text) || tokens.has(term.token);
  const held = terms.filter(isHeld).length;
  const centredOf = (candidate: RetrievedSentence) =>
    centredCosine(candidate, queryCentre) / centredScale;
  const entities = terms.filter((term) => term.isEntity);
  const missing = entities.filter((term) => !isHeld(term)).length;
  const cosines = retrieval.sentences.map(({ cosine }) => cosine ?? 0);
  const topCosine = Math.max(0, ...cosines);
  const topWords = Math.max(0, ...retrieval.sentences.map(({ words }) => words));
  const wordsLeader = retrieval.sentences.find(({ words }) => words === topWords);
  const cosineLeader = retrieval.sentences.find(({ cosine }) => (cosine ?? 0) === topCosine);
  const centredAnywhere = Math.max(0, ...retrieval.sentences.map(centredOf));
  const bestId = best?.candidate.sentence.id;
  const sign = expectedSign(question.kind);
  const wasRead = ranked.length === 0 || ranked.some(({ reading }) => reading !== null);
  const agreement =
    [wordsLeader, cosineLeader].filter((one) => one?.sentence.id === bestId).length / 2;
  return {
    bias: 1,
    reader: wasRead ? (best === undefined ? -1 : readingOf(best)) : unreadValue,
    cosine: ((best?.candidate.cosine ?? cosineFloor) - cosineFloor) / cosineScale,
    centred: best === undefined ? 0 : centredOf(best.candidate),
    centredAnywhere,
    coverage: best?.features.coverage ?? 0,
    retrievedCoverage: terms.length === 0 ? 0 : held / terms.length,
    missingEntities: Math.min(missing, 2),
    words: (best?.candidate.words ?? 0) / (retrieval.wordsCeiling || 1),
    glosses: Math.min(1, (best?.candidate.glosses ?? 0) / 10),
    characters: characterCoverage(question.text, best?.candidate.sentence.text ?? ''),
    passageCharacters: characterCoverage(question.text, surroundings),
    readerAnywhere: wasRead ? Math.max(-1, ...ranked.map(readingOf)) : unreadValue,
    paraphrase: held === 0 ? 1 : 0,
    nearParaphrase: held === 0 ? centredAnywhere : 0,
    unsigned: isUnsigned(question, retrieval, best) ? 1 : 0,
    structure: structureOf(best),
    expected:
      best === undefined || sign === null || sign.test(normalizeText(best.candidate.sentence.text))
        ? 1
        : 0,
    margin: Math.min(2, (best?.score ?? 0) - (second?.score ?? best?.score ?? 0)),
    agreement,
  };
}

/** Logistic: 0 to 1. */
export function confidence(features: ConfidenceFeatures, weights: ConfidenceWeights): number {
  const sum = confidenceNames.reduce((total, name) => total + features[name] * weights[name], 0);
  return 1 / (1 + Math.exp(-sum));
}
