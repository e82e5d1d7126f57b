import type { CandidateScore, Explanation } from '../domain/explanation.js';
import type { IndexedSentence } from '../domain/report-index.js';
import type { Retrieval } from '../domain/retriever.js';
import { normalizeText } from '../text/normalize-text.js';
import type { Tokenizer } from '../text/tokenizer.js';
import type { AnalysedQuestion } from './analyse-question.js';
import type { ConfidenceFeatures } from './confidence.js';
import type { FalsePremise } from './false-premise.js';
import type { RankedSentence } from './rank-sentences.js';

function asScore(
  sentence: IndexedSentence,
  score: number,
  sources: Readonly<Record<string, number>>,
): CandidateScore {
  const { documentId, paragraph, number, text } = sentence;
  return { documentId, paragraph, sentence: number, text, score, sources };
}

/** Every candidate with its scores by source, for `--explain`. */
export function explainRanking(
  question: AnalysedQuestion,
  retrieval: Retrieval,
  ranked: readonly RankedSentence[],
  decision: Pick<Explanation, 'confidence' | 'threshold' | 'notes'>,
): Explanation {
  return {
    question: question.text,
    kind: question.kind,
    terms: question.terms.map(({ text, isEntity }) => (isEntity ? `${text}*` : text)),
    passages: retrieval.passages.flatMap(({ passage, score, sources }) => {
      const [first] = passage.sentences;
      return first === undefined
        ? []
        : [{ ...asScore(first, score, { ...sources }), text: passage.text }];
    }),
    sentences: ranked.map(({ candidate, score, features, reading }) =>
      asScore(candidate.sentence, score, {
        ...features,
        ...(reading === null ? {} : { odds: reading.odds }),
      }),
    ),
    ...decision,
  };
}

/** Why the question was answered or refused. */
export function decisionNotes(
  features: ConfidenceFeatures,
  premise: FalsePremise | null,
): string[] {
  const values = Object.entries(features).map(([name, value]) => `${name} ${value.toFixed(2)}`);
  return [...(premise === null ? [] : [premise.reason]), `confidence: ${values.join(', ')}`];
}

/** For a reader without Chinese: what the key words of the best sentence mean. */
export function glossNotes(
  question: AnalysedQuestion,
  best: RankedSentence | undefined,
  tokenizer: Tokenizer,
  glossOf: (word: string) => readonly string[] | undefined,
): string[] {
  if (question.language !== 'en' || best === undefined) return [];
  const glosses = tokenizer
    .words(normalizeText(best.candidate.sentence.text))
    .flatMap(({ text }) => {
      const stems = text.length > 1 ? glossOf(text) : undefined;
      return stems === undefined ? [] : [`${text} ${stems.slice(0, 3).join('/')}`];
    });
  return glosses.length === 0 ? [] : [`glosses: ${glosses.join(', ')}`];
}
