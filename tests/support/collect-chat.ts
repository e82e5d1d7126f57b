import type { TokenUsage } from '../../src/domain/answer.js';
import { AppError } from '../../src/domain/app-error.js';
import type { ChatModel, ChatRequest } from '../../src/domain/chat-model.js';
import type { ChatSettings } from '../../src/models/model-settings.js';

export const testKey = 'test-key-4711-secret';
export const testQuestion = '谁主持了会议 unmistakable-question-text';

/** Stalls late enough for a busy machine; a test of stalls sets its own. */
export function chatSettings(baseUrl: string, changes: Partial<ChatSettings> = {}): ChatSettings {
  return {
    apiKey: testKey,
    baseUrl,
    model: 'test-model',
    temperature: 0,
    maxAnswerTokens: 200,
    maxPassageTokens: 1000,
    stallMs: 5000,
    ...changes,
  };
}

export interface CollectedChat {
  readonly texts: readonly string[];
  readonly finish: 'stop' | 'length' | null;
  readonly usage: TokenUsage | null;
  readonly error: AppError | null;
}

/** Reads a stream to its end; an AppError is collected, any other error thrown. */
export async function collectChat(
  model: ChatModel,
  changes: Partial<ChatRequest> = {},
): Promise<CollectedChat> {
  const texts: string[] = [];
  let finish: CollectedChat['finish'] = null;
  let usage: TokenUsage | null = null;
  try {
    for await (const chunk of model.stream({
      messages: [
        { role: 'system', content: 'Answer.' },
        { role: 'user', content: testQuestion },
      ],
      maxTokens: 200,
      timeoutMs: 20_000,
      signal: new AbortController().signal,
      ...changes,
    })) {
      if (chunk.type === 'text') texts.push(chunk.text);
      else ({ finish, usage } = chunk);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { texts, finish, usage, error };
  }
  return { texts, finish, usage, error: null };
}
