/** Runs labelled questions through retrieval and reading, and keeps what the fit needs of each. */
import type { AnalysedQuestion } from '../../src/answer/analyse-question.js';
import type { ExtractiveAnswerer } from '../../src/answer/extractive-answerer.js';
import type { RankedSentence } from '../../src/answer/rank-sentences.js';
import type { Embedder } from '../../src/domain/embedder.js';
import type { IndexedSentence } from '../../src/domain/report-index.js';
import type { Retrieval } from '../../src/domain/retriever.js';
import { detectLanguage } from '../../src/text/detect-language.js';

export interface LabelledQuestion {
  /** Names the collection, for weights and for the report. */
  readonly set: string;
  readonly text: string;
  readonly documents: readonly string[];
  readonly answerable: boolean;
  /** Whether a sentence holds the answer. */
  readonly isRight: (sentence: IndexedSentence) => boolean;
}

export interface Example {
  readonly set: string;
  readonly answerable: boolean;
  readonly question: AnalysedQuestion;
  readonly queryVector: Float32Array;
  /** By which its features were made. */
  readonly queryCentre: readonly number[] | null;
  readonly retrieval: Retrieval;
  readonly ranked: readonly RankedSentence[];
  /** Parallel to `ranked`. */
  readonly right: readonly boolean[];
}

export async function collectExamples(
  { extractive, embedder }: { extractive: ExtractiveAnswerer; embedder: Embedder },
  questions: readonly LabelledQuestion[],
  onDone: (done: number) => void,
): Promise<Example[]> {
  const examples: Example[] = [];
  for (const labelled of questions) {
    const { question, retrieval, ranked } = await extractive.rank({
      text: labelled.text,
      kind: null,
      language: detectLanguage(labelled.text),
      documentIds: labelled.documents,
      shown: '',
      nearest: 0,
    });
    examples.push({
      set: labelled.set,
      answerable: labelled.answerable,
      question,
      queryVector: await embedder.embedQuery(question.text),
      queryCentre: null,
      retrieval,
      ranked,
      right: ranked.map(({ candidate }) => labelled.isRight(candidate.sentence)),
    });
    onDone(examples.length);
  }
  return examples;
}
