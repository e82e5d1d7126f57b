/** From what was found to what is told: the events, then the Answer. */
import type { Answer, DroppedClaim, Language, Verification } from '../domain/answer.js';
import type { AnswerEvent } from '../domain/answer-event.js';
import type { AskOptions } from '../domain/app.js';
import type { Question } from '../domain/question.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { addUsage } from './add-usage.js';
import { answerWithModel, type ModelAnswer } from './answer-with-model.js';
import { type AssembledAnswer, assembleAnswer } from './assemble-answer.js';
import type { ClaimLexicon } from './claim-lexicon.js';
import type { Findings } from './find-answer.js';
import type { LlmAnswerer, LlmCaller } from './llm-answerer.js';
import { phrasesFor } from './phrases.js';
import type { UnderstoodQuestion } from './understand-question.js';

export interface TellDependencies {
  readonly tokenizer: Tokenizer;
  readonly toTraditional: (text: string) => Promise<string>;
  /** Sortable, unique. */
  readonly newId: () => string;
  /** Content words are not checked without it. */
  readonly lexicon?: ClaimLexicon | undefined;
}

/** A question on its way. */
export interface Asked {
  readonly question: Question;
  /** Repaired. */
  readonly text: string;
  readonly language: Language;
  readonly options: AskOptions;
  readonly started: number;
  /** Null where it is not to be asked. */
  readonly llm: LlmAnswerer | null;
  readonly caller: LlmCaller;
  readonly onEvent: (event: AnswerEvent) => void;
}

type Common = Pick<
  Answer,
  'id' | 'questionId' | 'question' | 'incomplete' | 'language' | 'mode' | 'usage'
>;

export interface Worked {
  readonly understood: UnderstoodQuestion;
  readonly found: Findings;
  readonly generation: number;
}

export async function tellAnswer(
  dependencies: TellDependencies,
  asked: Asked,
  { understood, found, generation }: Worked,
): Promise<Answer> {
  const { language, llm, caller, onEvent } = asked;
  const { resolved } = understood;
  const understoodAs =
    resolved.understoodAs === null || language !== 'zh-Hant'
      ? resolved.understoodAs
      : await dependencies.toTraditional(resolved.understoodAs);
  // "Anything else?" leaves out what was shown, which a model is not told.
  const isAsked = !found.isRefused && !resolved.excludeShown && found.candidates.length > 0;
  const model = isAsked ? llm : null;
  const mode = model === null ? ('extractive' as const) : ('llm' as const);
  const passages = found.candidates.length;
  onEvent({ type: 'retrieved', understoodAs, language, mode, passages });
  const said =
    model === null
      ? null
      : await answerWithModel({
          ...{
            ...caller,
            llm: model,
            question: understoodAs ?? asked.text,
            language,
            found,
            onEvent,
          },
        });
  const usage = addUsage([understood.usage, said?.usage ?? null]);
  const base = { ...common(dependencies, asked), understoodAs, usage, generation };
  const timingsMs = () => timings(asked, found.retrieveMs);
  if (said?.kind === 'model') {
    const { shown } = said;
    return {
      ...base,
      mode: 'llm',
      status: 'answered',
      nearest: [],
      ...shown,
      timingsMs: timingsMs(),
    };
  }
  const shown = await offline(dependencies, asked, found, said);
  tellSentences(shown, onEvent);
  const isModels = said?.kind === 'not-found';
  return {
    ...{ ...base, mode: isModels ? ('llm' as const) : ('extractive' as const), ...shown },
    verification: withDropped(shown.verification, said?.kind === 'rules' ? said.dropped : []),
    notices: [...(said?.kind === 'rules' ? [said.notice] : []), ...(isModels ? [] : found.notices)],
    timingsMs: timingsMs(),
  };
}

function withDropped(of: Verification, dropped: readonly DroppedClaim[]): Verification {
  return {
    ...of,
    claims: of.claims + dropped.length,
    dropped: [...dropped, ...of.dropped],
  };
}

/** The rules' draft, or what is nearest where the model found no answer. */
async function offline(
  dependencies: TellDependencies,
  { language }: Asked,
  { draft }: Findings,
  said: ModelAnswer | null,
): Promise<AssembledAnswer> {
  return await assembleAnswer({
    draft: said?.kind === 'not-found' ? { ...draft, claims: [], offTopic: false } : draft,
    language,
    ...dependencies,
  });
}

/** As a model's sentences are told, each with the citations that it is the first to use. */
function tellSentences(
  { claims, citations }: Pick<Answer, 'claims' | 'citations'>,
  onEvent: (event: AnswerEvent) => void,
): void {
  let told = 0;
  for (const claim of claims) {
    const last = Math.max(told, ...claim.markers);
    const added = citations.filter(({ marker }) => marker > told && marker <= last);
    onEvent({ type: 'sentence', claim, citations: added });
    told = last;
  }
}

function common({ newId }: TellDependencies, { question, language }: Asked): Common {
  return {
    id: newId(),
    questionId: question.id ?? null,
    question: question.question,
    incomplete: false,
    language,
    mode: 'extractive',
    usage: null,
  };
}

const inTenths = (ms: number): number => Math.round(ms * 10) / 10;

function timings({ started }: Asked, retrieveMs: number): Answer['timingsMs'] {
  const total = performance.now() - started;
  return {
    retrieve: inTenths(retrieveMs),
    answer: inTenths(total - retrieveMs),
    total: inTenths(total),
  };
}

export function tellSmallTalk(
  dependencies: TellDependencies,
  asked: Asked,
  kind: 'greeting' | 'about-bot',
  generation: number,
): Answer {
  const { language, onEvent } = asked;
  const { greeting, aboutBot } = phrasesFor(language);
  onEvent({ type: 'retrieved', understoodAs: null, language, mode: 'extractive', passages: 0 });
  return {
    ...common(dependencies, asked),
    understoodAs: null,
    status: 'not_found',
    claims: [],
    answer: kind === 'greeting' ? greeting : aboutBot,
    citations: [],
    nearest: [],
    verification: { claims: 0, verified: 0, dropped: [] },
    notices: [],
    generation,
    timingsMs: { ...timings(asked, 0), answer: 0 },
  };
}

/** An answer that was given before, under a new id; it cost nothing. */
export function tellAgain(dependencies: TellDependencies, asked: Asked, cached: Answer): Answer {
  const { onEvent } = asked;
  const { understoodAs, language, mode } = cached;
  const passages = cached.citations.length + cached.nearest.length;
  onEvent({ type: 'retrieved', understoodAs, language, mode, passages });
  tellSentences(cached, onEvent);
  const { id, questionId, question } = common(dependencies, asked);
  const usage = mode === 'llm' ? { inputTokens: 0, outputTokens: 0 } : null;
  return { ...cached, id, questionId, question, usage, timingsMs: timings(asked, 0) };
}
