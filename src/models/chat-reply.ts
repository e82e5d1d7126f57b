import type { OpenAI } from 'openai';
import type { TokenUsage } from '../domain/answer.js';
import type { ChatChunk } from '../domain/chat-model.js';
import { ReplyFault } from './reply-fault.js';

type Chunk = OpenAI.Chat.ChatCompletionChunk;
type Finish = Extract<ChatChunk, { type: 'end' }>['finish'];

/** Far more than any tokenizer puts into one token on average. */
const MAX_CHARACTERS_PER_TOKEN = 16;
/** For servers that overrun a small limit a little. */
const SPARE_CHARACTERS = 2000;

/** Other names are taken for a plain end. */
const FINISH: Readonly<Record<string, Finish | 'filtered' | 'cut'>> = {
  stop: 'stop',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'filtered',
  sensitive: 'filtered',
  safety: 'filtered',
  abort: 'cut',
  error: 'cut',
  // DeepSeek ran out of machines.
  insufficient_system_resource: 'cut',
};

/** Reads one reply chunk by chunk and keeps what has to be known at its end. */
export class ChatReply {
  readonly #maxCharacters: number;
  #characters = 0;
  #hasText = false;
  #hasChoice = false;
  #finish: Finish | null = null;
  #usage: TokenUsage | null = null;

  constructor(maxTokens: number) {
    this.#maxCharacters = maxTokens * MAX_CHARACTERS_PER_TOKEN + SPARE_CHARACTERS;
  }

  /** The model said that it is done; what may still come is the usage. */
  get finished(): boolean {
    return this.#finish !== null;
  }

  /** Text of the chunk, '' when it holds none. Throws a `ReplyFault` for what is no chunk, too much, or withheld. */
  add(chunk: Chunk): string {
    if (typeof chunk !== 'object' || chunk === null)
      throw new ReplyFault('holds no answer', { kind: 'unusable' });
    this.#usage = readUsage(chunk.usage) ?? this.#usage;
    const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
    if (!choice || this.finished) return '';
    this.#hasChoice = true;
    if (choice.delta?.refusal) throw new ReplyFault('is withheld', { kind: 'filtered' });
    const finish: string | null | undefined = choice.finish_reason;
    if (typeof finish === 'string' && finish !== '') this.#end(finish);
    const text = choice.delta?.content;
    if (typeof text !== 'string') return '';
    this.#characters += text.length;
    if (this.#characters > this.#maxCharacters)
      throw new ReplyFault('goes on without end', { kind: 'unusable' });
    this.#hasText ||= text.trim() !== '';
    return text;
  }

  /** The last chunk; throws a `ReplyFault` when the reply was cut or held no answer. */
  end(): Extract<ChatChunk, { type: 'end' }> {
    if (this.#finish === null && this.#hasChoice)
      throw new ReplyFault('broke off', { kind: 'cut' });
    if (this.#finish === 'length' && !this.#hasText) {
      throw new ReplyFault('holds no text', {
        kind: 'unusable',
        hint: 'It used up its tokens before the first word, thinking perhaps: raise OPENAI_MAX_TOKENS or set another OPENAI_MODEL.',
      });
    }
    if (this.#finish === null || !this.#hasText)
      throw new ReplyFault('holds no text', { kind: 'unusable' });
    return { type: 'end', finish: this.#finish, usage: this.#usage };
  }

  #end(reason: string): void {
    const finish = FINISH[reason.toLowerCase()] ?? 'stop';
    if (finish === 'filtered') throw new ReplyFault('is withheld', { kind: 'filtered' });
    if (finish === 'cut') throw new ReplyFault('broke off', { kind: 'cut' });
    this.#finish = finish;
  }
}

function readUsage(usage: unknown): TokenUsage | null {
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = (usage ?? {}) as {
    readonly prompt_tokens?: unknown;
    readonly completion_tokens?: unknown;
  };
  return isCount(inputTokens) && isCount(outputTokens) ? { inputTokens, outputTokens } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
