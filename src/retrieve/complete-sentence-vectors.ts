import { AppError } from '../domain/app-error.js';
import type { Embedder } from '../domain/embedder.js';
import type { IndexedSentence, ReportIndex } from '../domain/report-index.js';
import type { RetrievedPassage } from '../domain/retriever.js';
import { normalizeText } from '../text/normalize-text.js';

export interface CompleteOptions {
  readonly index: ReportIndex;
  readonly embedder: Embedder | null;
}

/** Some thirty sentences, which take a fifth of a second on two cores the first time. */
const passagesCompleted = 5;

/**
 * A big collection has no vectors of sentences: those of the best passages are made when a question finds them, and
 * kept. A model that fails leaves them out.
 */
export async function completeSentenceVectors(
  ranked: readonly RetrievedPassage[],
  known: ReadonlyMap<number, Float32Array>,
  { index, embedder }: CompleteOptions,
): Promise<ReadonlyMap<number, Float32Array>> {
  const missing = ranked
    .slice(0, passagesCompleted)
    .flatMap(({ passage }) => passage.sentences)
    .filter((sentence) => isLeftToQuestions(sentence) && !known.has(sentence.id));
  if (missing.length === 0 || embedder === null) return known;
  const texts = missing.map(({ text }) => normalizeText(text));
  const vectors = await index.keptVectors(texts);
  const toMake = [...new Set(texts)].filter((text) => !vectors.has(text));
  const made = await embed(toMake, embedder);
  if (made.size > 0) await index.keepVectors(made);
  const all = new Map(known);
  for (const [position, { id }] of missing.entries()) {
    const text = texts[position] ?? '';
    const vector = vectors.get(text) ?? made.get(text);
    if (vector !== undefined) all.set(id, vector);
  }
  return all;
}

/** Small collections keep the tokens, and their vectors are on their way. */
function isLeftToQuestions({ tokens, text }: IndexedSentence): boolean {
  return tokens === null && /[\p{L}\p{N}]/u.test(text);
}

async function embed(
  texts: readonly string[],
  embedder: Embedder,
): Promise<Map<string, Float32Array>> {
  try {
    const vectors = texts.length === 0 ? [] : await embedder.embedPassages(texts, { urgent: true });
    return new Map(vectors.map((vector, position) => [texts[position] ?? '', vector]));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'embedding_failed') throw error;
    return new Map();
  }
}
