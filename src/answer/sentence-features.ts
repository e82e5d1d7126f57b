/** What speaks for and against a sentence as the answer, each source as one comparable number. */
import type { Retrieval, RetrievedSentence } from '../domain/retriever.js';
import { normalizeText } from '../text/normalize-text.js';
import type { SentenceReading } from './read-sentences.js';
import type { AnalysedQuestion } from './analyse-question.js';
import { expectedAnswerPattern } from './expected-answer.js';

export const featureNames = [
  'words',
  'cosine',
  'passageWords',
  'passageCosine',
  'reader',
  'coverage',
  'expected',
  'speaker',
  'heading',
] as const;
export type FeatureName = (typeof featureNames)[number];
export type SentenceFeatures = Readonly<Record<FeatureName, number>>;

/** Beyond these the reader's odds say no more. */
const oddsLimit = 12;

function standardised(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length || 1);
  const deviation = variance > 1e-12 ? Math.sqrt(variance) : 1;
  return values.map((value) => (value - mean) / deviation);
}

/** Share of the question's content words that stand in the sentence, its headings or its speaker's name. */
export function coverageOf(question: AnalysedQuestion, candidate: RetrievedSentence): number {
  if (question.terms.length === 0) return 0;
  const { text, outline, speaker } = candidate.sentence;
  const surroundings = normalizeText(`${text} ${outline.join(' ')} ${speaker ?? ''}`).toLowerCase();
  const held = question.terms.filter((term) => surroundings.includes(term.text)).length;
  return held / question.terms.length;
}

function speakerMatch(question: AnalysedQuestion, candidate: RetrievedSentence): number {
  const { speaker, text } = candidate.sentence;
  if (question.speakers.length === 0) return 0;
  if (speaker !== null && question.speakers.includes(speaker)) return 1;
  return question.speakers.some((name) => text.includes(name)) ? 0.5 : -1;
}

/** One row a candidate of the retrieval, in its order. */
export function sentenceFeatures(
  question: AnalysedQuestion,
  retrieval: Retrieval,
  readings: ReadonlyMap<number, SentenceReading>,
): SentenceFeatures[] {
  const candidates = retrieval.sentences;
  const words = standardised(candidates.map((candidate) => candidate.words));
  const cosines = standardised(candidates.map((candidate) => candidate.cosine ?? 0));
  const expected = expectedAnswerPattern(question);
  return candidates.map((candidate, position): SentenceFeatures => {
    const passage = retrieval.passages[candidate.passageRank];
    const odds = readings.get(candidate.sentence.id)?.odds ?? -oddsLimit;
    const holdsExpected = expected === null ? 0 : expected.test(candidate.sentence.text) ? 1 : -1;
    return {
      words: words[position] ?? 0,
      cosine: cosines[position] ?? 0,
      passageWords: passage?.sources.words ?? 0,
      passageCosine: passage?.sources.vector ?? 0,
      reader: Math.max(-oddsLimit, Math.min(oddsLimit, odds)) / oddsLimit,
      coverage: coverageOf(question, candidate),
      expected: holdsExpected,
      speaker: speakerMatch(question, candidate),
      heading: isHeading(candidate) ? 1 : 0,
    };
  });
}

/** A sentence that is the last step of its own outline path says what comes, not what is. */
function isHeading({ sentence }: RetrievedSentence): boolean {
  const own = sentence.outline.at(-1);
  return own !== undefined && sentence.text.replace(/[。.:：]$/u, '').endsWith(own);
}
