/** A stretch of a window that may be the answer's words. */
export interface ReaderSpan {
  /** UTF-16 offsets in the window as it was given. */
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/** What the reader made of one window. `span.score - nullScore` are the odds, comparable across windows and questions. */
export interface WindowReading {
  /** The score of "not in this window". */
  readonly nullScore: number;
  /** The best span for each place where one may begin, best first; at least one unless the window is empty. */
  readonly spans: readonly ReaderSpan[];
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
}

/** Finds the answer's words in short runs of text. */
export interface Reader {
  readonly fingerprint: string;
  /** Starts loading in the background. */
  warm(): void;
  /** Windows are runs of whole sentences of at most 220 characters; one reading a window, in their order. */
  read(
    question: string,
    windows: readonly string[],
    options?: ReadOptions,
  ): Promise<readonly WindowReading[]>;
  close(): Promise<void>;
}
