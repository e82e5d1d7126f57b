import type { RankedSentence } from '../../src/answer/rank-sentences.js';
import { featureNames, type SentenceFeatures } from '../../src/answer/sentence-features.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import type { IndexedPassage, IndexedSentence } from '../../src/domain/report-index.js';
import type { Retrieval, RetrievedSentence } from '../../src/domain/retriever.js';
import { normalizeText } from '../../src/text/normalize-text.js';
import { createTokenizer } from '../../src/text/tokenizer.js';

/** One for a test file: it keeps nothing but its dictionary. */
export const tokenizer = createTokenizer();

export interface SampleScores {
  readonly words?: number;
  readonly glosses?: number;
  readonly cosine?: number | null;
}

export type ScoreSentence = (sentence: IndexedSentence) => SampleScores;

function indexedPassages(document: ReportDocument, firstId: number): IndexedPassage[] {
  const textAt = ({ start, end }: { start: number; end: number }) =>
    document.text.slice(start, end);
  return document.passages.map((passage, position): IndexedPassage => {
    const id = firstId + position;
    const sentences = document.sentences
      .slice(passage.firstSentence, passage.lastSentence + 1)
      .map(({ paragraph, number, span, outline, speaker }, offset): IndexedSentence => {
        const index = passage.firstSentence + offset;
        const text = textAt(span);
        return {
          ...{ id: firstId * 1000 + index, passageId: id, documentId: document.id, index },
          ...{ paragraph, number, span, text, outline, speaker: speaker?.name ?? null },
          tokens: tokenizer.tokens(normalizeText(text)),
        };
      });
    const { span, outline } = passage;
    return { id, documentId: document.id, span, text: textAt(span), outline, sentences };
  });
}

/** All of the documents as retrieved, in their order, with the scores that the test gives. */
export function retrieveAll(
  documents: readonly ReportDocument[],
  score: ScoreSentence = () => ({}),
): Retrieval {
  const passages = documents.flatMap((document, position) =>
    indexedPassages(document, 1 + position * 1000),
  );
  return {
    passages: passages.map((passage) => ({
      passage,
      score: 0,
      sources: { words: 0, vector: 0, bestSentence: 0 },
    })),
    sentences: passages.flatMap(({ sentences }, passageRank) =>
      sentences.map((sentence): RetrievedSentence => {
        const { words = 0, glosses = 0, cosine = 0.8 } = score(sentence);
        const tokens = sentence.tokens ?? [];
        return { sentence: { ...sentence, tokens }, passageRank, words, glosses, cosine };
      }),
    ),
    tokenShares: new Map(),
    wordsCeiling: 10,
    cosineBackground: null,
  };
}

export const noFeatures = Object.fromEntries(
  featureNames.map((name) => [name, 0]),
) as SentenceFeatures;

export interface Choice {
  /** A piece of the sentence. */
  readonly holding: string;
  /** The words in it that the reader points at. */
  readonly read?: string;
  readonly score?: number;
}

/** The chosen sentences first, each a point behind the one before, and then the others far behind. */
export function rankChosen(
  documents: readonly ReportDocument[],
  choices: readonly Choice[],
): RankedSentence[] {
  const { sentences } = retrieveAll(documents);
  const chosen = choices.map(({ holding, read, score }, position): RankedSentence => {
    const candidate = sentences.find(({ sentence }) => sentence.text.includes(holding));
    if (candidate === undefined) throw new RangeError(`no sentence holds ${holding}`);
    const start = read === undefined ? -1 : candidate.sentence.text.indexOf(read);
    const span = start < 0 ? null : { start, end: start + (read ?? '').length };
    const reading = span === null ? null : { odds: 5, span };
    return { candidate, score: score ?? -position, features: noFeatures, reading };
  });
  const others = sentences
    .filter((one) => !chosen.some(({ candidate }) => candidate === one))
    .map((candidate) => ({ candidate, score: -100, features: noFeatures, reading: null }));
  return [...chosen, ...others];
}
