import type { TokenUsage } from '../domain/answer.js';

/** Null when there was none. */
export function addUsage(usages: readonly (TokenUsage | null)[]): TokenUsage | null {
  return usages.reduce<TokenUsage | null>((sum, usage) => {
    if (usage === null) return sum;
    return {
      inputTokens: (sum?.inputTokens ?? 0) + usage.inputTokens,
      outputTokens: (sum?.outputTokens ?? 0) + usage.outputTokens,
    };
  }, null);
}
