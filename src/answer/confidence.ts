/** How likely the best candidate is to answer the question: a calibrated probability, not one raw score. */
import type { Retrieval } from '../domain/retriever.js';
import { normalizeText } from '../text/normalize-text.js';
import type { AnalysedQuestion } from './analyse-question.js';
import type { RankedSentence } from './rank-sentences.js';

export const confidenceNames = [
  'bias',
  'reader',
  'cosine',
  'coverage',
  'retrievedCoverage',
  'missingEntities',
  'words',
  'expected',
  'margin',
  'agreement',
] as const;
export type ConfidenceName = (typeof confidenceNames)[number];
export type ConfidenceFeatures = Readonly<Record<ConfidenceName, number>>;
export type ConfidenceWeights = ConfidenceFeatures;

/** Cosines of this model lie between .75 and .92; what counts is how far above that a question's best one stands. */
const cosineFloor = 0.8;
const cosineScale = 0.05;

function holds(text: string, term: string): boolean {
  return text.includes(term);
}

/** Features of the best candidate; every one grows with the likelihood of an answer but `missingEntities`. */
export function confidenceFeatures(
  question: AnalysedQuestion,
  retrieval: Retrieval,
  ranked: readonly RankedSentence[],
): ConfidenceFeatures {
  const [best, second] = ranked;
  const surroundings = normalizeText(
    retrieval.passages.map(({ passage }) => `${passage.text} ${passage.outline.join(' ')}`).join(' '),
  ).toLowerCase();
  const { terms } = question;
  const held = terms.filter((term) => holds(surroundings, term.text)).length;
  const entities = terms.filter((term) => term.isEntity);
  const missing = entities.filter((term) => !holds(surroundings, term.text)).length;
  const cosines = retrieval.sentences.map(({ cosine }) => cosine ?? 0);
  const topCosine = Math.max(0, ...cosines);
  const topWords = Math.max(0, ...retrieval.sentences.map(({ words }) => words));
  const wordsLeader = retrieval.sentences.find(({ words }) => words === topWords);
  const cosineLeader = retrieval.sentences.find(({ cosine }) => (cosine ?? 0) === topCosine);
  const bestId = best?.candidate.sentence.id;
  const agreement = [wordsLeader, cosineLeader].filter((one) => one?.sentence.id === bestId).length / 2;
  return {
    bias: 1,
    reader: best?.features.reader ?? -1,
    cosine: ((best?.candidate.cosine ?? cosineFloor) - cosineFloor) / cosineScale,
    coverage: best?.features.coverage ?? 0,
    retrievedCoverage: terms.length === 0 ? 0 : held / terms.length,
    missingEntities: Math.min(missing, 2),
    words: Math.min(1, (best?.candidate.words ?? 0) / 10),
    expected: best?.features.expected ?? 0,
    margin: Math.min(2, (best?.score ?? 0) - (second?.score ?? best?.score ?? 0)),
    agreement,
  };
}

/** Logistic: 0 to 1. */
export function confidence(features: ConfidenceFeatures, weights: ConfidenceWeights): number {
  const sum = confidenceNames.reduce((total, name) => total + features[name] * weights[name], 0);
  return 1 / (1 + Math.exp(-sum));
}
