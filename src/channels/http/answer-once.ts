import type { FastifyReply } from 'fastify';
import type { Answer } from '../../domain/answer.js';
import type { IdempotencyKey, StateStore } from '../../domain/state-store.js';
import type { HttpContext } from './http-context.js';
import { HttpProblem } from './http-problem.js';

/** A request that is answered once and, when it comes again, with the same. */
export interface OnceRequest {
  readonly key: IdempotencyKey;
  /** Of the bytes: another body under the same key is refused. */
  readonly bodyHash: string;
  /** Follows from the above, so that a request that comes again after a crash gets the same. */
  readonly id: string;
}

/** `accepted`: the id of the callback to come. */
export type OnceOutcome = { readonly answer: Answer } | { readonly accepted: string };

/** What is remembered of a request; the answer's text is the App's to keep and to forget. */
type Remembered = { readonly answerId: string } | { readonly accepted: string };

/** Does the work and sends what came of it, or replays it. Work that throws was not done: the key is free again. */
export async function answerOnce(
  { app }: HttpContext,
  state: StateStore,
  { key, bodyHash }: OnceRequest,
  reply: FastifyReply,
  work: () => Promise<OnceOutcome>,
): Promise<FastifyReply> {
  const before = await state.beginRequest(key, bodyHash);
  if (before.state === 'mismatch') throw usedForAnother();
  if (before.state === 'running') throw stillRunning();
  if (before.state === 'done') {
    reply.header('idempotent-replayed', 'true');
    return send(reply, await recall(before.response as Remembered));
  }
  let outcome: OnceOutcome;
  try {
    outcome = await work();
    await state.finishRequest(key, toRemember(outcome));
  } catch (error) {
    await state.abandonRequest(key);
    throw error;
  }
  return send(reply, outcome);

  async function recall(remembered: Remembered): Promise<OnceOutcome> {
    if ('accepted' in remembered) return remembered;
    const found = await app.answer(remembered.answerId);
    if (found !== null) return { answer: found.answer };
    throw new HttpProblem(410, 'This request was answered, and the answer was forgotten since.', {
      code: 'answer_forgotten',
      hint: 'Ask again with another Idempotency-Key.',
    });
  }
}

function toRemember(outcome: OnceOutcome): Remembered {
  return 'accepted' in outcome ? outcome : { answerId: outcome.answer.id };
}

function send(reply: FastifyReply, outcome: OnceOutcome): FastifyReply {
  return 'accepted' in outcome
    ? reply.code(202).send({ id: outcome.accepted, status: 'accepted' })
    : reply.code(200).send(outcome.answer);
}

function usedForAnother(): HttpProblem {
  return new HttpProblem(422, 'This Idempotency-Key was used with another body.', {
    code: 'idempotency_key_reused',
    hint: 'Use a new key for each question, and the same bytes when you repeat one.',
  });
}

function stillRunning(): HttpProblem {
  return new HttpProblem(409, 'This request is being answered.', {
    code: 'request_running',
    hint: 'Repeat it a little later for its answer.',
    headers: { 'retry-after': '1' },
  });
}
