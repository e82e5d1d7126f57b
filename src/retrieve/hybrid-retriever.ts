/** Words and vectors side by side, their scores fused: the passages and sentences that may answer a question. */
import type { Language } from '../domain/answer.js';
import { AppError } from '../domain/app-error.js';
import type { Embedder } from '../domain/embedder.js';
import type {
  IndexedPassage,
  IndexedSentence,
  PassageHit,
  ReportIndex,
  SearchOptions,
} from '../domain/report-index.js';
import type {
  Retrieval,
  RetrievalQuery,
  RetrievedPassage,
  RetrievedSentence,
  Retriever,
  TokenizedSentence,
} from '../domain/retriever.js';
import { normalizeText } from '../text/normalize-text.js';
import { type Background, measureBackground, standardise } from '../text/standardise.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { dotProduct } from './dot-product.js';
import { rescaleCosine } from './rescale-cosine.js';
import { inverseFrequency, scoreWords } from './score-words.js';

export interface HybridRetrieverOptions {
  readonly index: ReportIndex;
  /** Null searches by words alone. */
  readonly embedder: Embedder | null;
  /** False: cosines are brought to the scale of the built-in model, which the weights were fitted on. */
  readonly isBuiltin?: boolean;
  /** The embedder failed; the question is answered by words alone. */
  readonly onEmbeddingFailure?: (error: AppError) => void;
  readonly tokenizer: Tokenizer;
  /** Stems of the English glosses of a Chinese question's words; empty for other questions. */
  readonly questionGlosses: (text: string) => readonly string[];
  /** For sentences whose tokens the index does not keep. */
  readonly sentenceTokens: SentenceTokens;
}

export type SentenceTokens = (sentence: IndexedSentence) => Promise<readonly string[]>;

/** What each source weighs in a passage's score, by the question's language. */
interface FusionWeights {
  readonly words: number;
  readonly vector: number;
  readonly bestSentence: number;
}

/**
 * BM25 over the best one, and standardised cosines of the passage and of its best sentence. Chosen on the fit sets of CMRC
 * and XQuAD, where everything near these values does as well (docs/ARCHITECTURE.md, "Retrieval").
 */
const fusionWeights: Readonly<Record<Language, FusionWeights>> = {
  'zh-Hans': { words: 1, vector: 0.15, bestSentence: 0.2 },
  'zh-Hant': { words: 1, vector: 0.15, bestSentence: 0.2 },
  en: { words: 1, vector: 0.3, bestSentence: 0.3 },
};

/** How many passages each source brings in before the fusion. */
const poolSize = 50;
/** Passages whose cosines tell what is usual for a question. */
const sampleSize = 256;

interface Vectors {
  readonly query: Float32Array;
  readonly background: Background;
  readonly passages: ReadonlyMap<number, Float32Array>;
  readonly sentences: ReadonlyMap<number, Float32Array>;
}

export function createHybridRetriever(options: HybridRetrieverOptions): Retriever {
  const { index, tokenizer, questionGlosses } = options;

  async function candidates(
    tokens: readonly string[],
    query: Float32Array | null,
    search: SearchOptions,
  ): Promise<{ words: Map<number, number>; ids: number[] }> {
    const byWords: PassageHit[] = await index.searchWords(tokens, search);
    const byVector = query === null ? [] : await index.searchVectors(query, search);
    const words = new Map(byWords.map((hit) => [hit.passageId, hit.score]));
    return { words, ids: [...new Set([...words.keys(), ...byVector.map((hit) => hit.passageId)])] };
  }

  async function vectorsOf(
    query: Float32Array,
    ids: readonly number[],
    sentenceIds: readonly number[],
  ): Promise<Vectors> {
    const sample = await index.sampleVectors(sampleSize);
    return {
      query,
      background: measureBackground(sample.map((vector) => dotProduct(query, vector))),
      passages: await index.passageVectors(ids),
      sentences: await index.sentenceVectors(sentenceIds),
    };
  }

  return {
    async retrieve(query: RetrievalQuery): Promise<Retrieval> {
      const text = normalizeText(query.text);
      const pending = embed(text, options);
      // Kept from being an unhandled rejection while the words are searched.
      pending.catch(() => undefined);
      const tokens = [...new Set(tokenizer.tokens(text))];
      const queryVector = await pending;
      query.signal?.throwIfAborted();
      const search: SearchOptions = {
        limit: Math.max(poolSize, query.limit),
        ...(query.documentIds === undefined ? {} : { documentIds: query.documentIds }),
      };
      const { words, ids } = await candidates(tokens, queryVector, search);
      const passages = await index.passages(ids);
      const sentenceIds = passages.flatMap((passage) => passage.sentences.map(({ id }) => id));
      const vectors = queryVector === null ? null : await vectorsOf(queryVector, ids, sentenceIds);
      const ranked = rankPassages(passages, words, vectors, fusionWeights[query.language]).slice(
        0,
        query.limit,
      );
      const total = await index.passageCount();
      const frequency = await index.passageFrequency(tokens);
      const glosses = await index.passageFrequency([...new Set(questionGlosses(text))]);
      return {
        passages: ranked,
        sentences: scoreSentences(
          await tokenize(ranked, options),
          { words: frequency, glosses },
          total,
          vectors,
        ).map((sentence) =>
          options.isBuiltin === false ? rescaled(sentence, vectors, query) : sentence,
        ),
        tokenShares: new Map([...frequency].map(([token, count]) => [token, count / total])),
        wordsCeiling: tokens.reduce(
          (sum, token) => sum + inverseFrequency(frequency.get(token) ?? 0, total),
          0,
        ),
        cosineBackground: vectors?.background ?? null,
      };
    },
  };
}

async function embed(
  text: string,
  { embedder, onEmbeddingFailure }: HybridRetrieverOptions,
): Promise<Float32Array | null> {
  if (embedder === null) return null;
  try {
    return await embedder.embedQuery(text);
  } catch (error) {
    // A server that is out of reach keeps no question from being answered.
    if (!(error instanceof AppError) || error.code !== 'embedding_failed') throw error;
    onEmbeddingFailure?.(error);
    return null;
  }
}

function rescaled(
  sentence: RetrievedSentence,
  vectors: Vectors | null,
  { language }: RetrievalQuery,
): RetrievedSentence {
  if (vectors === null || sentence.cosine === null) return sentence;
  const cosine = rescaleCosine(sentence.cosine, vectors.background, language);
  return { ...sentence, cosine };
}

function rankPassages(
  passages: readonly IndexedPassage[],
  words: ReadonlyMap<number, number>,
  vectors: Vectors | null,
  weights: FusionWeights,
): RetrievedPassage[] {
  const best = Math.max(...words.values(), 0) || 1;
  const cosine = (vector: Float32Array | undefined) =>
    vectors === null || vector === undefined
      ? 0
      : standardise(dotProduct(vectors.query, vector), vectors.background);
  const scored = passages.map((passage): RetrievedPassage => {
    const sentences = passage.sentences.map(({ id }) => cosine(vectors?.sentences.get(id)));
    const sources = {
      words: (words.get(passage.id) ?? 0) / best,
      vector: cosine(vectors?.passages.get(passage.id)),
      bestSentence: sentences.length === 0 ? 0 : Math.max(...sentences),
    };
    const score =
      weights.words * sources.words +
      weights.vector * sources.vector +
      weights.bestSentence * sources.bestSentence;
    return { passage, score, sources };
  });
  return scored.sort((a, b) => b.score - a.score || a.passage.id - b.passage.id);
}

interface Candidate {
  readonly sentence: TokenizedSentence;
  readonly passageRank: number;
}

async function tokenize(
  ranked: readonly RetrievedPassage[],
  { sentenceTokens }: HybridRetrieverOptions,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
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

function scoreSentences(
  candidates: readonly Candidate[],
  frequency: Readonly<Record<'words' | 'glosses', ReadonlyMap<string, number>>>,
  total: number,
  vectors: Vectors | null,
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
