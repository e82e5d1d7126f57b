import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Answer } from '../domain/answer.js';
import type { Question } from '../domain/question.js';

export interface AnswerKey {
  readonly question: Question;
  /** How many of the nearest passages a refusal shows. */
  readonly nearest: number;
  readonly generation: number;
}

export interface AnswerCache {
  get(key: AnswerKey): Answer | null;
  set(key: AnswerKey, answer: Answer): void;
}

const maxAnswers = 500;
const maxAgeMs = 24 * 60 * 60 * 1000;

/** `maker` is all that shapes an answer besides its question: model, prompts, settings. */
export function createAnswerCache(maker: readonly string[]): AnswerCache {
  const answers = new LRUCache<string, Answer>({ max: maxAnswers, ttl: maxAgeMs });
  // The language is read off the question, so it need not be named.
  const hash = ({ question: { question, history, documents }, nearest, generation }: AnswerKey) =>
    createHash('sha256')
      .update(
        JSON.stringify([
          ...[maker, question, nearest, generation, [...(documents ?? [])].sort()],
          (history ?? []).map((exchange) => [exchange.question, exchange.answer ?? null]),
        ]),
      )
      .digest('base64url');
  return {
    get: (key) => answers.get(hash(key)) ?? null,
    set: (key, answer) => void answers.set(hash(key), answer),
  };
}
