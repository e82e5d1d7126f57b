import { Embeddings } from '@langchain/core/embeddings';
import type { Embedder } from '../domain/embedder.js';

/** Any embedder as LangChain's `Embeddings`, which wants plain arrays of numbers. */
export class LangchainEmbeddings extends Embeddings {
  readonly #embedder: Embedder;

  constructor(embedder: Embedder) {
    // An embedder tries again by itself where that helps.
    super({ maxRetries: 0 });
    this.#embedder = embedder;
  }

  override async embedQuery(text: string): Promise<number[]> {
    return Array.from(await this.#embedder.embedQuery(text));
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    const vectors = await this.#embedder.embedPassages(texts);
    return vectors.map((vector) => Array.from(vector));
  }
}
