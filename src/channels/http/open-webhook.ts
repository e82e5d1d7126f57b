import type { FastifyInstance } from 'fastify';
import { deliveryKind, questionKind } from './callback-job.js';
import type { CallbackOptions } from './callback-options.js';
import type { HttpContext } from './http-context.js';
import { routesWebhook } from './routes-webhook.js';
import { createWebhookJobs } from './webhook-jobs.js';

export interface OpenWebhookOptions {
  readonly stopLimitMs: number;
  readonly callbacks?: Partial<CallbackOptions>;
}

export interface Webhook {
  /** Goes on with the callbacks that an earlier process left. */
  start(): void;
  stop(): Promise<void>;
}

/**
 * Registers `/v1/webhook` where a secret is set and there is a state to remember requests in. Callbacks that were accepted before
 * are sent even when the webhook itself is off by now.
 */
export function openWebhook(
  server: FastifyInstance,
  context: HttpContext,
  { stopLimitMs, callbacks = {} }: OpenWebhookOptions,
): Webhook {
  const { settings, state, jobs, metrics } = context;
  const { callbackSecret: secret, webhookSecrets } = settings;
  const webhookJobs =
    jobs === null || secret === null
      ? null
      : createWebhookJobs({
          ...{ context, jobs, secret, stopLimitMs },
          ...{ log: server.log, options: callbacks },
        });
  if (jobs !== null && webhookJobs !== null) {
    for (const kind of [questionKind, deliveryKind]) {
      metrics.watchQueue(kind, () => jobs.counts(kind));
    }
  }
  if (webhookSecrets.length > 0 && state !== null) {
    server.register((scope, _options, done) => {
      routesWebhook(scope, context, { state, webhookJobs });
      done();
    });
  }
  return {
    start: () => webhookJobs?.start(),
    stop: async () => webhookJobs?.stop(),
  };
}
