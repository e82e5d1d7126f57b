import type { TokenUsage } from './answer.js';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** For the whole request, tries and waits included; past it the stream throws `chat_timed_out`. */
  readonly timeoutMs: number;
  /** Ends the request, whatever it waits for. */
  readonly signal: AbortSignal;
}

export type ChatChunk =
  | { readonly type: 'text'; readonly text: string }
  /** The last chunk of a stream that ended as it should. `usage` is null where the server does not tell it. */
  | {
      readonly type: 'end';
      readonly finish: 'stop' | 'length';
      readonly usage: TokenUsage | null;
    };

/**
 * A language model behind an OpenAI-compatible server. A stream that fails throws an `AppError` with a `chat_…` code (or `cancelled` when the
 * caller's signal ended it), before or after some chunks; one that simply stops coming is a failure too.
 */
export interface ChatModel {
  readonly name: string;
  /** Host and port that texts are sent to, for the person who starts the program. */
  readonly host: string;
  stream(request: ChatRequest): AsyncIterable<ChatChunk>;
}
