import { setMaxListeners } from 'node:events';
import type { FastifyBaseLogger } from 'fastify';
import type { Job, JobQueue } from '../../domain/job-queue.js';
import type { JobOutcome } from '../run-jobs.js';
import { callbackDelayMs } from './callback-delay.js';
import type { DeliveryPayload, JobProgress } from './callback-job.js';
import type { CallbackOptions } from './callback-options.js';
import { createCallbackSlots } from './callback-slots.js';
import { checkCallbackUrl } from './check-callback-url.js';
import type { HttpContext } from './http-context.js';
import { HttpProblem } from './http-problem.js';
import { resolveCallback } from './resolve-callback.js';
import { type CallbackResponse, sendCallback } from './send-callback.js';
import { signWebhook } from './sign-webhook.js';
import { withDeadline } from './with-deadline.js';

export interface DeliverCallbackOptions {
  readonly context: HttpContext;
  readonly jobs: JobQueue;
  readonly secret: string;
  readonly options: CallbackOptions;
  readonly log: FastifyBaseLogger;
}

/** Why an attempt failed, as one word for the log. */
type Failure = { readonly reason: string; readonly retryAfter: string | null };

/** Makes one attempt to deliver a callback, and says what becomes of it. The receiver sees the same bytes and the same id each time. */
export function createDelivery(
  given: DeliverCallbackOptions,
): (job: Job, signal: AbortSignal) => Promise<JobOutcome | undefined> {
  const { context, jobs, options, log } = given;
  const slots = createCallbackSlots({ ...options, perHost: options.parallelPerHost });

  async function afterFailure(job: Job, { reason, retryAfter }: Failure): Promise<JobOutcome> {
    const failures = ((job.progress as JobProgress | null)?.failures ?? 0) + 1;
    const now = context.now();
    const leftMs = job.acceptedAtMs + options.giveUpAfterMs - now.getTime();
    const giveUp = reason === 'gone' || reason === 'host_refused' || leftMs <= 0;
    log.warn({ callback: job.key, reason, failures, givenUp: giveUp }, 'a callback failed');
    if (giveUp) return { giveUp: reason };
    await jobs.saveProgress(job.id, { failures } satisfies JobProgress);
    const delayMs = callbackDelayMs(failures, options, { retryAfter, now });
    return { postponeMs: Math.min(delayMs, leftMs) };
  }

  return async (job, signal) => {
    // All callbacks under way listen to the same signal; Node warns of eleven.
    setMaxListeners(0, signal);
    const payload = job.payload as DeliveryPayload;
    const url = stillAllowed(payload.url, context.settings);
    if (url === null) return afterFailure(job, { reason: 'host_refused', retryAfter: null });
    const slot = await slots.enter(url.host, job.id, signal);
    if (!slot.free) return { postponeMs: slot.waitMs };
    try {
      const failure = failureOf(await attempt(given, { url, body: payload.body, job, signal }));
      if (failure !== null) return await afterFailure(job, failure);
      log.info({ callback: job.key, attempts: job.attempts + 1 }, 'a callback was delivered');
      return undefined;
    } catch (error) {
      if (signal.aborted) throw error;
      return await afterFailure(job, { reason: reasonOf(error), retryAfter: null });
    } finally {
      slot.leave();
    }
  };
}

interface Attempt {
  readonly url: URL;
  readonly body: string;
  readonly job: Job;
  readonly signal: AbortSignal;
}

async function attempt(
  { context, secret, options }: DeliverCallbackOptions,
  { url, body, job, signal }: Attempt,
): Promise<CallbackResponse> {
  const { settings, version, now } = context;
  const { resolve, timeoutMs, ca } = options;
  const message = {
    direction: 'callback',
    timestamp: Math.floor(now().getTime() / 1000),
    idempotencyKey: job.key,
    body: Buffer.from(body),
  } as const;
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': `report-qa/${version}`,
    'idempotency-key': job.key,
    'x-report-qa-signature': signWebhook(message, secret),
  };
  return withDeadline(timeoutMs, signal, async (ending) => {
    const allowPrivate = settings.callbackPrivate;
    const addresses = await resolveCallback(url, { resolve, allowPrivate, signal: ending });
    return sendCallback({
      ...{ url, addresses, headers, body, signal: ending },
      ...(ca === undefined ? {} : { ca }),
    });
  });
}

/** The list of hosts may be another one than when the question was accepted. */
function stillAllowed(url: string, settings: HttpContext['settings']): URL | null {
  try {
    return checkCallbackUrl(url, settings);
  } catch {
    return null;
  }
}

function failureOf({ status, retryAfter }: CallbackResponse): Failure | null {
  if (status >= 200 && status < 300) return null;
  if (status === 410) return { reason: 'gone', retryAfter: null };
  const honoured = status === 429 || status === 503;
  return { reason: `status_${status}`, retryAfter: honoured ? retryAfter : null };
}

function reasonOf(error: unknown): string {
  if (error instanceof HttpProblem) return 'address_refused';
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'AbortError') return 'timed_out';
  return (error as NodeJS.ErrnoException).code ?? 'failed';
}
