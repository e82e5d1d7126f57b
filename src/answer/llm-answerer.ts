/** Answers with a language model, each sentence checked against the passages before it is told. */
import type { Citation, Claim, DroppedClaim, Language, TokenUsage } from '../domain/answer.js';
import type { AppError } from '../domain/app-error.js';
import type { ChatModel } from '../domain/chat-model.js';
import type { Exchange } from '../domain/question.js';
import type { NameTagger } from '../text/read-names.js';
import { toSimplified } from '../text/to-simplified.js';
import { addUsage } from './add-usage.js';
import { type AnswerCache, createAnswerCache } from './answer-cache.js';
import { type AnswerSheet, createAnswerSheet, type OnSentence } from './answer-sheet.js';
import { type CandidatePassage, choosePassages, type GivenPassage } from './choose-passages.js';
import { type ClaimCollector, createClaimCollector } from './claim-collector.js';
import type { ClaimLexicon } from './claim-lexicon.js';
import { createClaimStream, type StreamedItem } from './claim-stream.js';
import type { Prompts } from './load-prompts.js';
import { promptLanguage } from './prompt-language.js';
import type { PromptTemplate } from './prompt-template.js';
import { rewriteFollowUp } from './rewrite-follow-up.js';
import { asFailure, type ModelRun, runModel } from './run-model.js';
import {
  createTokenMeter,
  type LimitReached,
  type TokenLedger,
  type TokenLimits,
} from './token-meter.js';
import { verifyClaim } from './verify-claim.js';

export interface LlmSettings {
  /** Of one answer. */
  readonly maxAnswerTokens: number;
  /** That the passages of one question may take, by `estimateTokens`. */
  readonly maxPassageTokens: number;
  /** A question is answered within it, by the model or without. */
  readonly answerTimeoutMs: number;
  readonly onModelFailure: 'extractive' | 'error';
  readonly answerCache: boolean;
}

export interface LlmAnswererOptions {
  readonly model: ChatModel;
  readonly prompts: Prompts;
  readonly settings: LlmSettings;
  /** Null counts and limits nothing. */
  readonly ledger: TokenLedger | null;
  readonly limits: TokenLimits;
  readonly tagger: NameTagger;
  /** Content words are not checked without it. */
  readonly lexicon?: ClaimLexicon | undefined;
  readonly toTraditional: (text: string) => Promise<string>;
  /** For the operator: what failed, with the mend; it holds no secret and no text of a user. */
  readonly onFailure: (error: AppError) => void;
  /** For the token ledger's days. */
  readonly now?: () => Date;
}

/** Who asks, and how long may be waited. */
export interface LlmCaller {
  readonly user: string | null;
  readonly signal?: AbortSignal | undefined;
  /** By `performance.now()`. */
  readonly deadlineMs: number;
}

export interface LlmRequest extends LlmCaller {
  /** Stands by itself. */
  readonly question: string;
  readonly language: Language;
  /** Best first. */
  readonly candidates: readonly CandidatePassage[];
  readonly onSentence: OnSentence;
}

export interface LlmRewriteRequest extends LlmCaller {
  readonly question: string;
  readonly language: Language;
  readonly history: readonly Exchange[];
}

export interface LlmOutcome {
  /** Those that were told, in their order. */
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
  readonly dropped: readonly DroppedClaim[];
  /** The model says that the passages do not answer the question, or this part of it. */
  readonly notFound: { readonly part: string | null } | null;
  /** The stream ended before the model had finished. */
  readonly incomplete: boolean;
  readonly failure: AppError | null;
  /** Used up before the call, so that nothing was asked. */
  readonly limit: LimitReached | null;
  /** Null when nothing was asked. */
  readonly usage: TokenUsage | null;
}

export interface LlmAnswerer {
  readonly settings: LlmSettings;
  /** Loads what the first sentence would otherwise wait for. */
  warm(language: Language): Promise<void>;
  /** Null when the offline rule is to be used. Never takes longer than 3 s. */
  rewrite(
    request: LlmRewriteRequest,
  ): Promise<{ readonly text: string | null; readonly usage: TokenUsage | null }>;
  answer(request: LlmRequest): Promise<LlmOutcome>;
  /** Null when answers are not cached. */
  readonly cache: AnswerCache | null;
}

/** A model that is not back by then is not waited for; the offline rule is nearly as good. */
const rewriteTimeoutMs = 3000;
/** With less time left, failed sentences are dropped at once. */
const minimumRepairMs = 1500;
/** With less time left, nothing is rewritten. */
const minimumRewriteMs = 200;

/** A few sentences; a model that cannot take them in cannot be helped. */
const smallestPassageTokens = 300;

/** Goes through every table that a check may need: names across languages, dates, glosses. */
const warmingClaim = {
  claim: 'Lin Wu chaired the meeting in Taiyuan on May 20.',
  quotes: ['5月20日，林武在太原主持会议。'],
};

interface Call extends LlmCaller {
  readonly messages: ReturnType<PromptTemplate['render']>;
  readonly maxTokens: number;
  readonly onText: (text: string) => boolean | Promise<boolean>;
}

class Answerer implements LlmAnswerer {
  readonly settings: LlmSettings;
  readonly cache: AnswerCache | null;
  readonly #options: LlmAnswererOptions;
  readonly #meter: ReturnType<typeof createTokenMeter>;
  #isWarm = false;
  /** Less than the settings say once the model was found to take in less. */
  #passageTokens: number;

  constructor(options: LlmAnswererOptions) {
    const { model, prompts, settings, ledger, limits, now = () => new Date() } = options;
    this.#options = options;
    this.settings = settings;
    this.#passageTokens = settings.maxPassageTokens;
    const onError = (error: unknown) => options.onFailure(asFailure(error));
    this.#meter = createTokenMeter({ ledger, limits, now, onError });
    const maker = [model.name, model.host, prompts.version, String(settings.maxPassageTokens)];
    this.cache = settings.answerCache ? createAnswerCache(maker) : null;
  }

  async warm(language: Language): Promise<void> {
    const { tagger, lexicon, toTraditional } = this.#options;
    if (language === 'zh-Hant') await toTraditional('会');
    if (this.#isWarm) return;
    this.#isWarm = true;
    verifyClaim({ ...warmingClaim, toSimplified, tagger, lexicon });
  }

  async rewrite(request: LlmRewriteRequest) {
    const { prompts, tagger, lexicon } = this.#options;
    const left = request.deadlineMs - performance.now();
    const timeoutMs = Math.min(rewriteTimeoutMs, left / 2);
    if (timeoutMs < minimumRewriteMs || (await this.#meter.reached(request.user)) !== null) {
      return { text: null, usage: null };
    }
    const deadlineMs = performance.now() + timeoutMs;
    const { text, run } = await rewriteFollowUp(request, {
      ...{ prompt: prompts.followUp, tagger, lexicon },
      run: (call) => this.#call({ ...request, ...call, deadlineMs }),
    });
    return { text, usage: run.usage };
  }

  async answer(request: LlmRequest): Promise<LlmOutcome> {
    const { prompts, tagger, lexicon, toTraditional } = this.#options;
    const limit = await this.#meter.reached(request.user);
    const sheet = createAnswerSheet(request.onSentence);
    const passages = choosePassages(request.candidates, this.#passageTokens);
    const { language } = request;
    const collector = createClaimCollector({
      ...{ sheet, passages, language, tagger, lexicon, toTraditional },
    });
    if (limit !== null) return outcomeOf({ sheet, collector, limit, runs: [], isWhole: true });
    await this.warm(language);
    const run = await this.#stream(
      { ...request, messages: prompts.answer.render(viewOf(request, passages)) },
      (item) => collector.take(item),
    );
    if (run.failure?.code === 'chat_too_long' && this.#passageTokens > smallestPassageTokens) {
      this.#passageTokens = Math.max(smallestPassageTokens, Math.floor(this.#passageTokens / 3));
      return await this.answer(request);
    }
    const runs = [run];
    if (collector.failed.length > 0 && run.failure === null) {
      const repair = await this.#repair(request, passages, collector);
      if (repair !== null) runs.push(repair);
    }
    const isWhole = run.failure === null && run.finish === 'stop';
    return outcomeOf({ sheet, collector, limit: null, runs, isWhole });
  }

  /** Null where there is no time or no token left for it. */
  async #repair(
    request: LlmRequest,
    passages: readonly GivenPassage[],
    collector: ClaimCollector,
  ): Promise<ModelRun | null> {
    const left = request.deadlineMs - performance.now();
    if (left < minimumRepairMs || (await this.#meter.reached(request.user)) !== null) return null;
    const claims = collector.failed.map(({ text, reason }, index) => ({
      ...{ number: String(index + 1), text, reason },
    }));
    const messages = this.#options.prompts.repair.render({ ...viewOf(request, passages), claims });
    return await this.#stream({ ...request, messages }, async (item) => {
      await collector.takeRepair(item);
      return true;
    });
  }

  async #stream(
    call: Omit<Call, 'onText' | 'maxTokens'>,
    take: (item: StreamedItem) => Promise<boolean>,
  ): Promise<ModelRun> {
    const stream = createClaimStream();
    const takeAll = async (items: readonly StreamedItem[]): Promise<boolean> => {
      for (const item of items) if (!(await take(item))) return false;
      return true;
    };
    const run = await this.#call({
      ...call,
      maxTokens: this.settings.maxAnswerTokens,
      onText: (text) => takeAll(stream.push(text)),
    });
    await takeAll(stream.end(run.failure === null && run.finish === 'stop'));
    return run;
  }

  async #call({ deadlineMs, user, ...call }: Call): Promise<ModelRun> {
    const timeoutMs = Math.max(1, deadlineMs - performance.now());
    const run = await runModel({ ...call, model: this.#options.model, timeoutMs });
    await this.#meter.add(user, run.usage);
    if (run.failure !== null && run.failure.code !== 'cancelled') {
      this.#options.onFailure(run.failure);
    }
    return run;
  }
}

function viewOf({ question, language }: LlmRequest, passages: readonly GivenPassage[]) {
  return {
    question: question.replace(/\s+/gu, ' '),
    language: promptLanguage(language),
    passages: passages.map(({ number, source, text }) => ({
      ...{ number: String(number), source, text },
    })),
  };
}

function outcomeOf(made: {
  readonly sheet: AnswerSheet;
  readonly collector: ClaimCollector;
  readonly limit: LimitReached | null;
  readonly runs: readonly ModelRun[];
  readonly isWhole: boolean;
}): LlmOutcome {
  const { sheet, collector, limit, runs, isWhole } = made;
  return {
    claims: sheet.claims,
    citations: sheet.citations,
    dropped: collector.dropped(),
    notFound: collector.notFound,
    incomplete: !isWhole,
    // A repair that failed takes nothing away from the answer.
    failure: runs[0]?.failure ?? null,
    limit,
    usage: addUsage(runs.map(({ usage }) => usage)),
  };
}

export function createLlmAnswerer(options: LlmAnswererOptions): LlmAnswerer {
  return new Answerer(options);
}
