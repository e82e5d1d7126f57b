/** How texts are answered and embedded by servers; `config.ts` reads it. */
export interface ChatSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly model: string;
  /** Null sends none: some models take only their own. */
  readonly temperature: number | null;
  /** Of one answer. */
  readonly maxAnswerTokens: number;
  /** That the passages of one question may take. */
  readonly maxPassageTokens: number;
  /** A stream that says nothing for so long is given up. */
  readonly stallMs: number;
}

export interface EmbeddingSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly model: string;
  /** Asked for, and checked; null takes what the server gives. */
  readonly dimensions: number | null;
  /** Texts in one request. */
  readonly batchSize: number;
  /** Requests side by side. */
  readonly parallelRequests: number;
}

export interface ModelSettings {
  /** Null answers in the report's own words and sends nothing anywhere. */
  readonly chat: ChatSettings | null;
  /** Null embeds with the built-in model. */
  readonly embedding: EmbeddingSettings | null;
  /** A question is answered within it, by the model or without. */
  readonly answerTimeoutMs: number;
  /** What a model that fails leads to: an answer in the report's own words with a notice, or an error. */
  readonly onModelFailure: 'extractive' | 'error';
  /** 0: no limit. */
  readonly dailyTokens: number;
  readonly dailyTokensPerUser: number;
  readonly answerCache: boolean;
  readonly promptsFolder: string;
}
