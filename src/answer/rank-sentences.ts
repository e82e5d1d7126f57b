/** From a retrieval to sentences in the order in which they answer the question. */
import type { Reader } from '../domain/reader.js';
import type { Retrieval, RetrievedSentence } from '../domain/retriever.js';
import type { AnalysedQuestion } from './analyse-question.js';
import { readSentences, type SentenceReading } from './read-sentences.js';
import {
  type FeatureName,
  featureNames,
  type SentenceFeatures,
  sentenceFeatures,
} from './sentence-features.js';

export type FeatureWeights = Readonly<Record<FeatureName, number>>;

/** Weights by the script of the question: an English question shares no words with a Chinese text. */
export interface RankingWeights {
  readonly chinese: FeatureWeights;
  readonly english: FeatureWeights;
}

export interface RankedSentence {
  readonly candidate: RetrievedSentence;
  readonly score: number;
  readonly features: SentenceFeatures;
  readonly reading: SentenceReading | null;
}

export interface RankSentencesOptions {
  readonly question: AnalysedQuestion;
  readonly retrieval: Retrieval;
  readonly weights: RankingWeights;
  /** The usual question of its language; null where none is known. */
  readonly queryCentre?: readonly number[] | null;
  /** Null ranks without reading. */
  readonly reader: Reader | null;
  readonly signal?: AbortSignal;
}

export function weighFeatures(features: SentenceFeatures, weights: FeatureWeights): number {
  return featureNames.reduce((sum, name) => sum + features[name] * weights[name], 0);
}

/** Best first; ties keep the order of the text. */
export async function rankSentences(options: RankSentencesOptions): Promise<RankedSentence[]> {
  const { question, retrieval, reader, signal, queryCentre = null } = options;
  const weights = options.weights[question.language === 'en' ? 'english' : 'chinese'];
  const { sentences } = retrieval;
  const unread = sentenceFeatures(question, retrieval, new Map(), queryCentre);
  const priors = new Map(
    unread.map((features, position) => [
      sentences[position]?.sentence.id,
      weighFeatures(features, weights),
    ]),
  );
  const readings =
    reader === null
      ? new Map<number, SentenceReading>()
      : await readSentences({
          reader,
          question: question.text,
          candidates: sentences,
          prior: ({ sentence }) => priors.get(sentence.id) ?? 0,
          ...(signal === undefined ? {} : { signal }),
        });
  const features =
    reader === null ? unread : sentenceFeatures(question, retrieval, readings, queryCentre);
  return sentences
    .map((candidate, position): RankedSentence => {
      const row = features[position] as SentenceFeatures;
      return {
        candidate,
        score: weighFeatures(row, weights),
        features: row,
        reading: readings.get(candidate.sentence.id) ?? null,
      };
    })
    .sort((a, b) => b.score - a.score);
}
