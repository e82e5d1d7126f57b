import type { Embedder } from '../domain/embedder.js';

export interface EmbedderProbe {
  readonly dimensions: number;
  readonly ms: number;
}

/** Embeds one short question, which sends nothing of the reports; throws what the embedder does. */
export async function probeEmbedder(embedder: Embedder): Promise<EmbedderProbe> {
  const start = performance.now();
  const vector = await embedder.embedQuery('谁主持了会议？');
  return { dimensions: vector.length, ms: performance.now() - start };
}
