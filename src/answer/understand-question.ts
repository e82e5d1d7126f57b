/** Makes a question stand by itself: with a model where there is one, by rule otherwise. */
import type { Language, TokenUsage } from '../domain/answer.js';
import type { Exchange } from '../domain/question.js';
import { normalizeText } from '../text/normalize-text.js';
import type { Tokenizer } from '../text/tokenizer.js';
import type { LlmAnswerer, LlmCaller } from './llm-answerer.js';
import { questionKind } from './question-kind.js';
import { questionTerms } from './question-terms.js';
import { type ResolvedQuestion, resolveFollowUp } from './resolve-follow-up.js';

export interface UnderstandQuestionOptions {
  readonly question: string;
  readonly language: Language;
  readonly history: readonly Exchange[];
  readonly tokenizer: Tokenizer;
  readonly personsIn: (text: string) => readonly string[];
  /** Null resolves by rule alone. */
  readonly llm: LlmAnswerer | null;
  readonly caller: LlmCaller;
}

export interface UnderstoodQuestion {
  readonly resolved: ResolvedQuestion;
  readonly usage: TokenUsage | null;
}

/** A question with as many content words of its own that the rule finds to stand alone needs no second opinion. */
const ownTerms = 2;

function needsModel(
  resolved: ResolvedQuestion,
  { question, tokenizer }: UnderstandQuestionOptions,
) {
  // "Anything else?" is about what was shown already, which the rule keeps track of.
  if (resolved.excludeShown || questionKind(normalizeText(question)) === 'overview') return false;
  return resolved.understoodAs !== null || questionTerms(question, tokenizer).length < ownTerms;
}

export async function understandQuestion(
  options: UnderstandQuestionOptions,
): Promise<UnderstoodQuestion> {
  const { question, language, history, llm, caller } = options;
  const resolved = resolveFollowUp(options);
  if (llm === null || history.length === 0 || !needsModel(resolved, options)) {
    return { resolved, usage: null };
  }
  const { text, usage } = await llm.rewrite({ ...caller, question, language, history });
  if (text === null) return { resolved, usage };
  const rewritten = normalizeText(text).trim();
  const isSame = rewritten === normalizeText(question).trim();
  return {
    resolved: {
      ...{ text: rewritten, understoodAs: isSame ? null : rewritten },
      ...{ kind: null, excludeShown: false },
    },
    usage,
  };
}
