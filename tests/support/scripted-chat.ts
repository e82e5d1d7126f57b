import type { TokenUsage } from '../../src/domain/answer.js';
import type { AppError } from '../../src/domain/app-error.js';
import type { ChatChunk, ChatModel, ChatRequest } from '../../src/domain/chat-model.js';

export interface ScriptedReply {
  readonly chunks: readonly string[];
  readonly finish?: 'stop' | 'length';
  /** Default null: the server does not tell it. */
  readonly usage?: TokenUsage | null;
  /** Thrown after the chunks. */
  readonly error?: AppError;
  /** `hang`: says nothing more and heeds no signal. `cut`: the stream ends without its last chunk. `endless`: the chunks again and again. */
  readonly ending?: 'hang' | 'cut' | 'endless';
}

/** Used one by one, the last again and again. */
export type ChatScript = readonly (string | readonly string[] | ScriptedReply)[];

/** A model that says what the test wrote for it. */
export class ScriptedChat implements ChatModel {
  readonly name = 'scripted';
  readonly host = 'localhost';
  readonly requests: ChatRequest[] = [];
  readonly #script: ChatScript;

  constructor(...script: ChatScript) {
    this.#script = script;
  }

  /** Of the request's user message. */
  userMessage(request: number): string {
    return this.requests[request]?.messages.at(-1)?.content ?? '';
  }

  async *stream(request: ChatRequest): AsyncGenerator<ChatChunk> {
    this.requests.push(request);
    const item = this.#script[Math.min(this.requests.length, this.#script.length) - 1] ?? '';
    const reply: ScriptedReply =
      typeof item === 'string'
        ? { chunks: [item] }
        : 'chunks' in item
          ? item
          : { chunks: item as readonly string[] };
    do {
      for (const text of reply.chunks) {
        await new Promise((resolve) => setImmediate(resolve));
        yield { type: 'text', text };
      }
    } while (reply.ending === 'endless');
    if (reply.error !== undefined) throw reply.error;
    if (reply.ending === 'hang') await new Promise(() => undefined);
    if (reply.ending === 'cut') return;
    yield { type: 'end', finish: reply.finish ?? 'stop', usage: reply.usage ?? null };
  }
}
