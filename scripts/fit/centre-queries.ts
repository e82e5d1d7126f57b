/** The usual question: the mean of the questions' vectors, taken from the questions that the weights are fitted on. */
import type { SentenceReading } from '../../src/answer/read-sentences.js';
import { sentenceFeatures } from '../../src/answer/sentence-features.js';
import type { Example } from './collect-examples.js';

const decimals = 4;

/** Of the examples' questions, each counted once; null where there are none. */
export function meanQuery(examples: readonly Example[]): number[] | null {
  const vectors = new Map(examples.map((example) => [example.question.text, example.queryVector]));
  const [first] = vectors.values();
  if (first === undefined) return null;
  return Array.from(first, (_, index) => {
    const sum = [...vectors.values()].reduce((total, vector) => total + (vector[index] ?? 0), 0);
    return Number((sum / vectors.size).toFixed(decimals));
  });
}

/** The example with the features that its candidates have by this centre. */
export function recentre(example: Example, centre: readonly number[] | null): Example {
  const { question, retrieval, ranked } = example;
  const readings = new Map<number, SentenceReading>();
  for (const { candidate, reading } of ranked) {
    if (reading !== null) readings.set(candidate.sentence.id, reading);
  }
  const rows = sentenceFeatures(question, retrieval, readings, centre);
  const features = new Map(
    retrieval.sentences.map(({ sentence }, position) => [sentence.id, rows[position]]),
  );
  return {
    ...example,
    queryCentre: centre,
    ranked: ranked.map((one) => ({
      ...one,
      features: features.get(one.candidate.sentence.id) ?? one.features,
    })),
  };
}
