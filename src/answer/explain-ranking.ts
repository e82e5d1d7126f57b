import type { CandidateScore, Explanation } from '../domain/explanation.js';
import type { IndexedSentence } from '../domain/report-index.js';
import type { Retrieval } from '../domain/retriever.js';
import type { AnalysedQuestion } from './analyse-question.js';
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
