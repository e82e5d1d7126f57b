/** The part of the composition that only answers by a language model need; loaded when there is one. */
import { createLlmAnswerer, type LlmAnswerer } from './answer/llm-answerer.js';
import { loadPrompts } from './answer/load-prompts.js';
import type { Parts } from './compose-parts.js';
import type { AppError } from './domain/app-error.js';
import type { ChatModel } from './domain/chat-model.js';
import { toTraditional } from './text/to-traditional.js';

/** Throws `prompt_invalid`. */
export function openLlmAnswerer(
  model: ChatModel,
  { config, state, lexicon }: Parts,
  onFailure: (error: AppError) => void,
): LlmAnswerer | null {
  const { chat, dailyTokens, dailyTokensPerUser, promptsFolder, ...settings } =
    config.modelSettings;
  if (chat === null) return null;
  const isLimited = dailyTokens > 0 || dailyTokensPerUser > 0;
  return createLlmAnswerer({
    model,
    prompts: loadPrompts(promptsFolder),
    settings: { ...chat, ...settings },
    // Without a limit nothing need be counted, and `ask` opens no second database.
    ledger: isLimited
      ? {
          used: (day, user) => state.tokensUsed(day, user),
          add: (day, user, tokens) => state.addTokens(day, user, tokens),
        }
      : null,
    limits: { daily: dailyTokens, dailyPerUser: dailyTokensPerUser },
    tagger: lexicon,
    lexicon,
    toTraditional: async (text) => toTraditional(text),
    onFailure,
  });
}
