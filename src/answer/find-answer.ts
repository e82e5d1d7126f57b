/** What the rules find for a question, part by part: a draft that is ready to be shown, and the passages that a model may use. */
import type { Language } from '../domain/answer.js';
import type { Exchange } from '../domain/question.js';
import type { Tokenizer } from '../text/tokenizer.js';
import type { CandidatePassage } from './choose-passages.js';
import type { Draft } from './draft.js';
import type { ExtractiveAnswerer, ExtractiveResult } from './extractive-answerer.js';
import { phrasesFor } from './phrases.js';
import type { ResolvedQuestion } from './resolve-follow-up.js';
import { type QuestionPart, splitQuestion } from './split-question.js';

export interface FindAnswerOptions {
  readonly extractive: ExtractiveAnswerer;
  readonly tokenizer: Tokenizer;
  readonly resolved: ResolvedQuestion;
  readonly history: readonly Exchange[];
  readonly language: Language;
  readonly documentIds: readonly string[];
  /** How many of the nearest sentences a refusal brings. */
  readonly nearest: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Findings {
  readonly draft: Draft;
  readonly parts: readonly ExtractiveResult[];
  /** Names the parts that the draft does not answer, where it answers others. */
  readonly notices: readonly string[];
  /** Of all parts, taken in turn, best first. */
  readonly candidates: readonly CandidatePassage[];
  /** The highest of the parts. */
  readonly confidence: number;
  /** No part is worth asking a model: off topic, or built on a false premise. */
  readonly isRefused: boolean;
  readonly retrieveMs: number;
}

/** Each part of the question is answered by itself; parts that the report does not answer are named in a notice. */
export async function findAnswer(options: FindAnswerOptions): Promise<Findings> {
  const { extractive, tokenizer, resolved, history, language, documentIds, signal } = options;
  const asked: readonly QuestionPart[] =
    resolved.kind === null
      ? splitQuestion(resolved.text, tokenizer)
      : [{ text: resolved.text, kind: resolved.kind }];
  const parts: ExtractiveResult[] = [];
  for (const { text, kind } of asked) {
    parts.push(
      await extractive.answer({
        text,
        kind,
        language,
        shown: resolved.excludeShown ? history.map(({ answer }) => answer ?? '').join('\n') : '',
        nearest: options.nearest,
        ...(documentIds.length === 0 ? {} : { documentIds }),
        ...(signal === undefined ? {} : { signal }),
      }),
    );
  }
  const claims = parts.flatMap((part) => part.claims);
  const unique = claims.filter(
    (claim, position) => claims.findIndex(({ text }) => text === claim.text) === position,
  );
  const { partNotFound } = phrasesFor(language);
  const unanswered = parts.flatMap((part, position) =>
    part.claims.length === 0 ? [partNotFound(asked[position]?.text ?? '')] : [],
  );
  return {
    draft: {
      claims: unique,
      nearest: parts[0]?.nearest ?? [],
      offTopic: parts.every((part) => part.offTopic === true),
    },
    parts,
    notices: unique.length === 0 ? [] : unanswered,
    candidates: inTurn(parts.map(({ candidates }) => candidates)),
    confidence: Math.max(0, ...parts.map(({ confidence }) => confidence)),
    isRefused: parts.every(({ refusal }) => refusal === 'off-topic' || refusal === 'premise'),
    retrieveMs: parts.reduce((sum, part) => sum + part.retrieveMs, 0),
  };
}

/** The first of each list, then the second of each. */
function inTurn(lists: readonly (readonly CandidatePassage[])[]): CandidatePassage[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, position) =>
    lists.flatMap((list) => list[position] ?? []),
  ).flat();
}
