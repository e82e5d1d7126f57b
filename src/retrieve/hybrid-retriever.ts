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
} from '../domain/retriever.js';
import { normalizeText } from '../text/normalize-text.js';
import { type Background, measureBackground, standardise } from '../text/standardise.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { completeSentenceVectors } from './complete-sentence-vectors.js';
import { dotProduct } from './dot-product.js';
import type { QueryVectors } from './query-vectors.js';
import { rescaleCosine } from './rescale-cosine.js';
import { type SentenceTokens, scoreSentences, tokenizeSentences } from './score-sentences.js';
import { inverseFrequency } from './score-words.js';

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

/** The documents of the best passages are those that were asked for. */
const askedPassages = 3;

export function createHybridRetriever(options: HybridRetrieverOptions): Retriever {
  return {
    async retrieve(query: RetrievalQuery): Promise<Retrieval> {
      const { index, tokenizer, questionGlosses } = options;
      const text = normalizeText(query.text);
      const pending = embed(text, options);
      // Kept from being an unhandled rejection while the words are searched.
      pending.catch(() => undefined);
      const tokens = [...new Set(tokenizer.tokens(text))];
      const found = await rank(query, { tokens, vector: await pending }, options);
      const total = await index.passageCount();
      const frequency = await index.passageFrequency(tokens);
      const glosses = await index.passageFrequency([...new Set(questionGlosses(text))]);
      const candidates =
        query.passagesOnly === true
          ? []
          : await tokenizeSentences(found.ranked, options.sentenceTokens);
      const sentences = scoreSentences(
        candidates,
        { words: frequency, glosses },
        total,
        found.vectors,
      );
      return {
        passages: found.ranked,
        sentences:
          options.isBuiltin === false
            ? sentences.map((sentence) => rescaled(sentence, found.vectors, query))
            : sentences,
        tokenShares: new Map([...frequency].map(([token, count]) => [token, count / total])),
        wordsCeiling: tokens.reduce(
          (sum, token) => sum + inverseFrequency(frequency.get(token) ?? 0, total),
          0,
        ),
        cosineBackground: found.vectors?.background ?? null,
      };
    },
  };
}

interface Ranking {
  readonly ranked: readonly RetrievedPassage[];
  readonly vectors: QueryVectors | null;
}

/** Finds passages by words and by vector, and puts them in order. */
async function rank(
  query: RetrievalQuery,
  { tokens, vector }: { readonly tokens: readonly string[]; readonly vector: Float32Array | null },
  options: HybridRetrieverOptions,
): Promise<Ranking> {
  query.signal?.throwIfAborted();
  const { index } = options;
  const search: SearchOptions = {
    limit: Math.max(poolSize, query.limit),
    ...(query.documentIds === undefined ? {} : { documentIds: query.documentIds }),
  };
  const byWords: PassageHit[] = await index.searchWords(tokens, search);
  const byVector = vector === null ? [] : await index.searchVectors(vector, search);
  const words = new Map(byWords.map((hit) => [hit.passageId, hit.score]));
  const ids = [...new Set([...words.keys(), ...byVector.map((hit) => hit.passageId)])];
  const found: FoundPassages = { ids, words, weights: fusionWeights[query.language], query };
  if (vector === null) return { ranked: await rankRead(found, null, index), vectors: null };
  const vectors: QueryVectors = {
    query: vector,
    background: await backgroundOf(vector, index),
    passages: await index.passageVectors(ids),
    sentences: new Map(),
  };
  const all =
    query.passagesOnly === true || !(await index.keepsSentences())
      ? { ranked: await rankRead(found, vectors, index), vectors }
      : await rankWithSentences(found, vectors, index);
  if (vectors.passages.size < ids.length) await noteAsked(all.ranked, index);
  if (query.passagesOnly === true) return all;
  const sentences = await completeSentenceVectors(all.ranked, all.vectors.sentences, options);
  return { ranked: all.ranked, vectors: { ...vectors, sentences } };
}

interface FoundPassages {
  readonly ids: readonly number[];
  readonly words: ReadonlyMap<number, number>;
  readonly weights: FusionWeights;
  readonly query: RetrievalQuery;
}

/** By words and the passages' own vectors: only those that are ranked first are read. */
async function rankRead(
  { ids, words, weights, query }: FoundPassages,
  vectors: QueryVectors | null,
  index: ReportIndex,
): Promise<RetrievedPassage[]> {
  const bare = ids.map((id) => ({ id, sentences: [] }));
  const best = rankPassages(bare, words, vectors, weights).slice(0, query.limit);
  const read = await index.passages(best.map(({ passage }) => passage.id));
  const passages = new Map(read.map((passage) => [passage.id, passage]));
  return best.flatMap((ranked) => {
    const passage = passages.get(ranked.passage.id);
    return passage === undefined ? [] : [{ ...ranked, passage }];
  });
}

/** The best sentence of each passage counts too, so that all of them are read. */
async function rankWithSentences(
  { ids, words, weights, query }: FoundPassages,
  vectors: QueryVectors,
  index: ReportIndex,
): Promise<{ readonly ranked: RetrievedPassage[]; readonly vectors: QueryVectors }> {
  const passages = await index.passages(ids);
  const sentenceIds = passages.flatMap(({ sentences }) => sentences.map(({ id }) => id));
  const all = { ...vectors, sentences: await index.sentenceVectors(sentenceIds) };
  const ranked = rankPassages(passages, words, all, weights).slice(0, query.limit);
  return { ranked, vectors: all };
}

async function backgroundOf(query: Float32Array, index: ReportIndex): Promise<Background> {
  const sample = await index.sampleVectors(sampleSize);
  return measureBackground(sample.map((vector) => dotProduct(query, vector)));
}

async function noteAsked(ranked: readonly RetrievedPassage[], index: ReportIndex): Promise<void> {
  const found = ranked.slice(0, askedPassages).map(({ passage }) => passage.documentId);
  await index.noteAsked([...new Set(found)]);
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
  vectors: QueryVectors | null,
  { language }: RetrievalQuery,
): RetrievedSentence {
  if (vectors === null || sentence.cosine === null) return sentence;
  const cosine = rescaleCosine(sentence.cosine, vectors.background, language);
  return { ...sentence, cosine };
}

type Rankable = Pick<IndexedPassage, 'id'> & {
  readonly sentences: readonly Pick<IndexedSentence, 'id'>[];
};

interface Ranked<Passage> extends Omit<RetrievedPassage, 'passage'> {
  readonly passage: Passage;
}

function rankPassages<Passage extends Rankable>(
  passages: readonly Passage[],
  words: ReadonlyMap<number, number>,
  vectors: QueryVectors | null,
  weights: FusionWeights,
): Ranked<Passage>[] {
  const best = Math.max(...words.values(), 0) || 1;
  const cosine = (vector: Float32Array | undefined) =>
    vectors === null || vector === undefined
      ? 0
      : standardise(dotProduct(vectors.query, vector), vectors.background);
  const scored = passages.map((passage): Ranked<Passage> => {
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
