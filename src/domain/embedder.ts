/** Turns texts into unit vectors of one length, so that a dot product is a cosine. */
export interface Embedder {
  /** Changes when any vector would: names model, weights and input form. */
  readonly fingerprint: string;
  readonly dimensions: number;
  /** Starts loading in the background, so that the first call waits less. */
  warm(): void;
  embedQuery(text: string): Promise<Float32Array>;
  embedPassages(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  close(): Promise<void>;
}

export interface EmbedOptions {
  readonly signal?: AbortSignal;
  /** Somebody waits for an answer: goes before other texts. */
  readonly urgent?: boolean;
}
