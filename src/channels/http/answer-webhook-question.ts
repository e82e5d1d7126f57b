import type { FastifyBaseLogger } from 'fastify';
import type { Answer } from '../../domain/answer.js';
import type { Job, JobQueue } from '../../domain/job-queue.js';
import type { JobOutcome } from '../run-jobs.js';
import { askForWebhook } from './ask-for-webhook.js';
import { callbackDelayMs } from './callback-delay.js';
import {
  type DeliveryPayload,
  deliveryKind,
  type JobProgress,
  type QuestionPayload,
} from './callback-job.js';
import type { CallbackOptions } from './callback-options.js';
import type { HttpContext } from './http-context.js';
import { type Problem, toProblem } from './problem.js';

export interface AnswerWebhookQuestionOptions {
  readonly context: HttpContext;
  readonly jobs: JobQueue;
  readonly options: CallbackOptions;
  readonly log: FastifyBaseLogger;
  /** The callback is on disk. */
  readonly onReady: () => void;
}

/**
 * Answers an accepted question and hands the answer on as a callback. What is wrong with the question is a problem in the
 * callback; failures of the server's own are tried again first.
 */
export function createWebhookAnswering(
  given: AnswerWebhookQuestionOptions,
): (job: Job, signal: AbortSignal) => Promise<JobOutcome | undefined> {
  const { context, jobs, options, log, onReady } = given;

  async function handOn(job: Job, outcome: Answer | Problem): Promise<undefined> {
    const { question, callbackUrl } = job.payload as QuestionPayload;
    const body = {
      id: job.key,
      questionId: question.id ?? null,
      answer: 'claims' in outcome ? outcome : null,
      problem: 'claims' in outcome ? null : outcome,
    };
    const payload: DeliveryPayload = { url: callbackUrl, body: JSON.stringify(body) };
    await jobs.add({ kind: deliveryKind, key: job.key, lane: job.key, payload });
    onReady();
  }

  return async (job, signal) => {
    const { question } = job.payload as QuestionPayload;
    try {
      return await handOn(job, await askForWebhook(context, question, { signal, log }));
    } catch (error) {
      if (signal.aborted) throw error;
      const problem = toProblem(error, { requestId: job.key, trusted: false });
      if (problem.status < 500) return handOn(job, problem);
      log.error({ err: error, callback: job.key }, 'a webhook question failed');
      const failures = ((job.progress as JobProgress | null)?.failures ?? 0) + 1;
      if (failures >= options.maxAskFailures) return handOn(job, problem);
      await jobs.saveProgress(job.id, { failures } satisfies JobProgress);
      return { postponeMs: callbackDelayMs(failures, options, { now: context.now() }) };
    }
  };
}
