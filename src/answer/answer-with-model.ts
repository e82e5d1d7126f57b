/** Asks the model, and decides whether its answer or the rules' is shown. */
import type { Answer, DroppedClaim, Language, TokenUsage } from '../domain/answer.js';
import type { AnswerEvent } from '../domain/answer-event.js';
import { AppError } from '../domain/app-error.js';
import { joinClaims } from './assemble-answer.js';
import type { Findings } from './find-answer.js';
import type { LlmAnswerer, LlmCaller, LlmOutcome } from './llm-answerer.js';
import { phrasesFor } from './phrases.js';

export interface AnswerWithModelOptions extends LlmCaller {
  readonly llm: LlmAnswerer;
  /** Stands by itself. */
  readonly question: string;
  readonly language: Language;
  readonly found: Findings;
  readonly onEvent: (event: AnswerEvent) => void;
}

export type ModelAnswer = { readonly usage: TokenUsage | null } & (
  | {
      /** The model's answer, told sentence by sentence already. */
      readonly kind: 'model';
      readonly shown: Pick<
        Answer,
        'claims' | 'citations' | 'verification' | 'incomplete' | 'notices' | 'answer'
      >;
    }
  /** The model finds no answer in the passages. */
  | { readonly kind: 'not-found' }
  /** The rules' answer is to be shown, with the notice. */
  | {
      readonly kind: 'rules';
      readonly notice: string;
      /** What the model said in vain. */
      readonly dropped: readonly DroppedClaim[];
    }
);

/**
 * A model that finds nothing is believed unless the rules are at least so sure of their sentence. Not measured: well above the threshold of the rules
 * (.40), below which they refuse themselves, so that only a plain disagreement shows the rules' answer.
 */
const trustedConfidence = 0.75;

export async function answerWithModel(options: AnswerWithModelOptions): Promise<ModelAnswer> {
  const { llm, found, question, language, onEvent } = options;
  const outcome = await llm.answer({
    ...{ question, language, candidates: found.candidates },
    ...{ user: options.user, signal: options.signal, deadlineMs: options.deadlineMs },
    onSentence: (claim, citations) => onEvent({ type: 'sentence', claim, citations }),
  });
  const { claims, failure, usage, notFound, dropped } = outcome;
  const byRules = (notice: string): ModelAnswer => ({ kind: 'rules', usage, notice, dropped });
  if (failure?.code === 'cancelled') throw failure;
  if (claims.length > 0) return { kind: 'model', usage, shown: shownOf(outcome, options) };
  const phrases = phrasesFor(language);
  if (outcome.limit !== null) return byRules(limitNotice(outcome, options));
  if (failure !== null) {
    if (llm.settings.onModelFailure === 'error') throw failure;
    return byRules(phrases.modelFailed(failure.code));
  }
  if (notFound !== null && dropped.length === 0) {
    const isDoubted = found.draft.claims.length > 0 && found.confidence >= trustedConfidence;
    return isDoubted ? byRules(phrases.modelFoundNothing) : { kind: 'not-found', usage };
  }
  if (llm.settings.onModelFailure === 'error') throw unverified();
  return byRules(phrases.modelUnverified);
}

function unverified(): AppError {
  return new AppError('Nothing that the language model wrote could be verified.', {
    code: 'chat_reply_invalid',
    hint: 'Set OPENAI_MODEL to a stronger model, or ON_MODEL_FAILURE=extractive to answer in the report’s own words then.',
  });
}

function limitNotice({ limit }: LlmOutcome, { language }: AnswerWithModelOptions): string {
  const { limitForAll, limitForUser, modelFailed } = phrasesFor(language);
  if (limit === 'uncounted') return modelFailed('');
  return limit === 'user' ? limitForUser : limitForAll;
}

type Shown = Extract<ModelAnswer, { kind: 'model' }>['shown'];

function shownOf(outcome: LlmOutcome, options: AnswerWithModelOptions): Shown {
  const { claims, citations, dropped, incomplete, notFound } = outcome;
  const phrases = phrasesFor(options.language);
  // Only words of the asker's own are repeated to him.
  const part = notFound?.part ?? null;
  const isOwn = part !== null && part.length > 1 && options.question.includes(part);
  return {
    claims,
    citations,
    answer: joinClaims(claims),
    incomplete,
    verification: { claims: claims.length + dropped.length, verified: claims.length, dropped },
    notices: [
      ...(incomplete ? [phrases.incomplete] : []),
      ...(isOwn ? [phrases.partNotFound(part)] : []),
    ],
  };
}
