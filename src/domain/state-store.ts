import type { Feedback, KeptAnswer, ListedFeedback } from './kept-answer.js';
import type { Exchange } from './question.js';

export type IdempotencyState =
  /** The caller does the work, then calls `finish` or `abandon`. */
  | { readonly state: 'new' }
  /** Somebody is at it. */
  | { readonly state: 'running' }
  /** Done before with the same request. */
  | { readonly state: 'done'; readonly response: unknown }
  /** Used before with another request. */
  | { readonly state: 'mismatch' };

export interface IdempotencyKey {
  /** Keys of different scopes have nothing to do with each other. */
  readonly scope: string;
  readonly key: string;
}

/**
 * What people wrote and what was answered to them. It is never rebuilt and never deleted but by `forget…`. A method that
 * resolved has put its change on disk. May throw `state_unwritable`, `state_damaged`, `state_too_new`, `disk_full`.
 */
export interface StateStore {
  /** Newest last, at most `limit`. */
  history(conversationId: string, limit: number): Promise<Exchange[]>;
  /** Keeps the answer and, when it belongs to a conversation, continues its history. */
  keepAnswer(kept: KeptAnswer): Promise<void>;
  answer(id: string): Promise<KeptAnswer | null>;
  /** Forgets history, answers, their feedback and preferences; gives the number of answers. */
  forgetConversation(conversationId: string): Promise<number>;
  /** Everything that was written before `time`: answers, histories, feedback, finished jobs, idempotency keys, old days of the token ledger. */
  forgetBefore(time: Date): Promise<void>;

  /** Small settings of a conversation, such as its language. */
  preferences(conversationId: string): Promise<Readonly<Record<string, string>>>;
  /** Null removes it. */
  setPreference(conversationId: string, name: string, value: string | null): Promise<void>;

  /** Throws `answer_unknown` when there is no such answer. */
  addFeedback(feedback: Feedback): Promise<void>;
  /** Newest first. */
  feedback(limit: number): Promise<ListedFeedback[]>;

  /** `day` is an ISO date. */
  addTokens(day: string, user: string | null, tokens: number): Promise<void>;
  /** Of everybody when `user` is null. */
  tokensUsed(day: string, user: string | null): Promise<number>;

  /** Claims the key for a request; `requestHash` tells whether a later one is the same. */
  beginRequest(key: IdempotencyKey, requestHash: string): Promise<IdempotencyState>;
  /** `response` is kept as JSON. */
  finishRequest(key: IdempotencyKey, response: unknown): Promise<void>;
  /** Nothing was done: the key is free again. */
  abandonRequest(key: IdempotencyKey): Promise<void>;

  close(): Promise<void>;
}
