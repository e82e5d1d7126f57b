import type { TokenUsage } from '../domain/answer.js';
import type { ChatModel } from '../domain/chat-model.js';

export interface ChatProbe {
  readonly firstTextMs: number;
  readonly totalMs: number;
  /** The text came in more than one piece. */
  readonly streaming: boolean;
  readonly usage: TokenUsage | null;
}

/** Enough for a model that thinks first. */
const MAX_TOKENS = 256;
const TIMEOUT_MS = 30_000;

/** Asks the model to count, which sends nothing of the reports; throws what `ChatModel.stream` does. */
export async function probeChat(model: ChatModel, signal: AbortSignal): Promise<ChatProbe> {
  const start = performance.now();
  let firstTextMs: number | null = null;
  let pieces = 0;
  let usage: TokenUsage | null = null;
  const messages = [{ role: 'user' as const, content: 'Count from 1 to 9 in digits.' }];
  const request = { messages, maxTokens: MAX_TOKENS, timeoutMs: TIMEOUT_MS, signal };
  for await (const chunk of model.stream(request)) {
    if (chunk.type === 'end') {
      usage = chunk.usage;
      continue;
    }
    firstTextMs ??= performance.now() - start;
    pieces += 1;
  }
  const totalMs = performance.now() - start;
  return { firstTextMs: firstTextMs ?? totalMs, totalMs, streaming: pieces > 1, usage };
}
