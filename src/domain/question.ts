/** One earlier exchange. A missing answer is worked out again when it is needed. */
export interface Exchange {
  readonly question: string;
  readonly answer?: string;
}

export interface Question {
  readonly question: string;
  readonly id?: string;
  readonly history?: readonly Exchange[];
  /** Only these documents; all when absent or empty. */
  readonly documents?: readonly string[];
  readonly conversationId?: string;
}
