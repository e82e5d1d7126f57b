import type { IndexedSentence } from '../domain/report-index.js';
import type {
  RetrievedPassage,
  RetrievedSentence,
  TokenizedSentence,
} from '../domain/retriever.js';
import { dotProduct } from './dot-product.js';
import type { QueryVectors } from './query-vectors.js';
import { inverseFrequency, scoreWords } from './score-words.js';

/** For sentences whose tokens the index does not keep. */
export type SentenceTokens = (sentence: IndexedSentence) => Promise<readonly string[]>;

export interface SentenceCandidate {
  readonly sentence: TokenizedSentence;
  readonly passageRank: number;
}

export async function tokenizeSentences(
  ranked: readonly RetrievedPassage[],
  sentenceTokens: SentenceTokens,
): Promise<SentenceCandidate[]> {
  const candidates: SentenceCandidate[] = [];
  for (const [passageRank, { passage }] of ranked.entries()) {
    for (const sentence of passage.sentences) {
      // Rules and separator rows of Markdown say nothing.
      if (!/[\p{L}\p{N}]/u.test(sentence.text)) continue;
      const tokens = sentence.tokens ?? (await sentenceTokens(sentence));
      candidates.push({ sentence: { ...sentence, tokens }, passageRank });
    }
  }
  return candidates;
}

export function scoreSentences(
  candidates: readonly SentenceCandidate[],
  frequency: Readonly<Record<'words' | 'glosses', ReadonlyMap<string, number>>>,
  total: number,
  vectors: QueryVectors | null,
): RetrievedSentence[] {
  const texts = candidates.map(({ sentence }) => sentence.tokens);
  const score = (counts: ReadonlyMap<string, number>) =>
    scoreWords(
      texts,
      new Map([...counts].map(([token, count]) => [token, inverseFrequency(count, total)])),
    );
  const words = score(frequency.words);
  const glosses = score(frequency.glosses);
  return candidates.map(({ sentence, passageRank }, position) => {
    const vector = vectors?.sentences.get(sentence.id);
    return {
      sentence,
      passageRank,
      words: words[position] ?? 0,
      glosses: glosses[position] ?? 0,
      cosine: vectors === null || vector === undefined ? null : dotProduct(vectors.query, vector),
      ...(vector === undefined ? {} : { vector }),
    };
  });
}
