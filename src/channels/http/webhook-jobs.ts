/** Asynchronous questions: accepted to disk, answered, and their answers delivered. */
import { createHash } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { JobQueue } from '../../domain/job-queue.js';
import { type JobRunner, runJobs } from '../run-jobs.js';
import { createWebhookAnswering } from './answer-webhook-question.js';
import { deliveryKind, type QuestionPayload, questionKind } from './callback-job.js';
import { type CallbackOptions, callbackDefaults } from './callback-options.js';
import { createDelivery } from './deliver-callback.js';
import type { HttpContext } from './http-context.js';

export interface WebhookJobsOptions {
  readonly context: HttpContext;
  readonly jobs: JobQueue;
  /** Signs callbacks. */
  readonly secret: string;
  readonly log: FastifyBaseLogger;
  /** Running attempts are waited for so long when it stops, then ended; they are made again after the next start. */
  readonly stopLimitMs: number;
  readonly options?: Partial<CallbackOptions>;
}

export interface WebhookJobs {
  readonly options: CallbackOptions;
  /** On disk when it resolves. The same `id` is answered once. */
  accept(id: string, payload: QuestionPayload): Promise<void>;
  /** Goes on with what an earlier process left. */
  start(): void;
  stop(): Promise<void>;
}

export function createWebhookJobs(given: WebhookJobsOptions): WebhookJobs {
  const { context, jobs, secret, log, stopLimitMs } = given;
  const options: CallbackOptions = { ...callbackDefaults, ...given.options };
  const clock = () => context.now().getTime();
  let questions: JobRunner | null = null;
  let deliveries: JobRunner | null = null;
  const onError = (error: unknown) => log.error({ err: error }, 'a webhook job failed');
  const common = { queue: jobs, clock, onError, ...forever(options) };

  return {
    options,
    async accept(id, payload) {
      await jobs.add({ kind: questionKind, key: id, lane: laneOf(id, payload), payload });
      questions?.wake();
    },
    start() {
      deliveries ??= runJobs({
        ...common,
        kind: deliveryKind,
        parallel: options.parallel,
        handle: createDelivery({ context, jobs, secret, options, log }),
      });
      questions ??= runJobs({
        ...common,
        kind: questionKind,
        parallel: options.parallelQuestions,
        handle: createWebhookAnswering({
          ...{ context, jobs, options, log },
          onReady: () => deliveries?.wake(),
        }),
      });
    },
    async stop() {
      const runners = [questions, deliveries].filter((runner) => runner !== null);
      const abort = setTimeout(() => {
        for (const runner of runners) void runner.stop({ abort: true });
      }, stopLimitMs);
      await Promise.all(runners.map((runner) => runner.stop()));
      clearTimeout(abort);
    },
  };
}

/** Handlers decide themselves when it is enough; what they throw is the queue's failure and passes. */
function forever({ maxDelayMs }: CallbackOptions) {
  return { maxFailures: Number.POSITIVE_INFINITY, maxDelayMs: Math.min(maxDelayMs, 60_000) };
}

/** Questions of one conversation are answered in their order; others have nothing to do with each other. */
function laneOf(id: string, { question }: QuestionPayload): string {
  const { conversationId } = question;
  if (conversationId === undefined) return id;
  return createHash('sha256').update(conversationId).digest('hex').slice(0, 32);
}
