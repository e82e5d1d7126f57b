import type { OpenAI } from 'openai';
import type { ChatRequest } from '../domain/chat-model.js';
import type { ServerFailure } from './read-server-failure.js';

type Parameters = OpenAI.Chat.ChatCompletionCreateParamsStreaming;

const OBJECTION =
  /unsupported|not support|unrecognized|unknown|unexpected|extra|not permitted|invalid/iu;

/**
 * What this server takes. The protocol has dialects: some servers know no `stream_options`, reasoning models take no
 * temperature and call the limit `max_completion_tokens`. What a server refused once is not sent again.
 */
export class ChatRequestShape {
  readonly #model: string;
  readonly #temperature: number | null;
  #takesTemperature = true;
  #takesUsage = true;
  #limitField: 'max_tokens' | 'max_completion_tokens' = 'max_tokens';

  constructor(model: string, temperature: number | null) {
    this.#model = model;
    this.#temperature = temperature;
  }

  parameters({ messages, maxTokens }: Pick<ChatRequest, 'messages' | 'maxTokens'>): Parameters {
    return {
      model: this.#model,
      messages: messages.map(({ role, content }) => ({ role, content })),
      stream: true,
      [this.#limitField]: maxTokens,
      ...(this.#takesUsage ? { stream_options: { include_usage: true } } : {}),
      ...(this.#temperature !== null && this.#takesTemperature
        ? { temperature: this.#temperature }
        : {}),
    };
  }

  /** Leaves out or renames what the server objects to; false when it objects to something else. Each thing gives way once. */
  adapt(failure: ServerFailure): boolean {
    if (failure.status !== 400 && failure.status !== 422) return false;
    const objectsTo = (field: string): boolean =>
      failure.field === null
        ? failure.said.includes(field) && OBJECTION.test(failure.said)
        : failure.field === field || failure.field.startsWith(`${field}.`);
    if (this.#takesUsage && objectsTo('stream_options')) {
      this.#takesUsage = false;
      return true;
    }
    if (this.#limitField === 'max_tokens' && mayBeRenamed(failure) && objectsTo('max_tokens')) {
      this.#limitField = 'max_completion_tokens';
      return true;
    }
    if (this.#takesTemperature && this.#temperature !== null && objectsTo('temperature')) {
      this.#takesTemperature = false;
      return true;
    }
    return false;
  }
}

/** A limit that is only too high is refused too ("Range of max_tokens should be [1, 8192]"), and another name would not help. */
function mayBeRenamed({ said, token }: ServerFailure): boolean {
  return said.includes('max_completion_tokens') || token === 'unsupported_parameter';
}
