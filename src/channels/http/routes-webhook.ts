import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Question } from '../../domain/question.js';
import type { StateStore } from '../../domain/state-store.js';
import { answerOnce, type OnceRequest } from './answer-once.js';
import { askForWebhook } from './ask-for-webhook.js';
import { checkCallbackUrl } from './check-callback-url.js';
import type { HttpContext } from './http-context.js';
import { HttpProblem } from './http-problem.js';
import { objectOf, oneOf, ref, responses, text } from './json-schemas.js';
import { resolveCallback } from './resolve-callback.js';
import { questionSchema } from './routes-ask.js';
import { idempotencyKeyPattern, signedBytes } from './signed-bytes.js';
import { verifySignature } from './verify-signature.js';
import type { WebhookJobs } from './webhook-jobs.js';
import { withDeadline } from './with-deadline.js';

interface WebhookBody extends Question {
  readonly callbackUrl?: string;
}

export interface WebhookRoutesOptions {
  readonly state: StateStore;
  /** Null: asynchronous questions are refused. */
  readonly webhookJobs: WebhookJobs | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What makes the request answered once; set when its signature is verified. */
    once: OnceRequest | null;
  }
}

const resolveWithinMs = 5000;

const schema = {
  summary:
    'Ask with a signed request; with `callbackUrl` the answer is posted there. See docs/WEBHOOK.md.',
  headers: objectOf(
    {
      'x-report-qa-signature': {
        ...text,
        description:
          '`t=<Unix seconds>,v1=<hex(HMAC-SHA256(secret, t + "." [+ key + "."] + body))>`',
      },
      'idempotency-key': {
        ...text,
        description: 'Letters, digits and `._:~-`, at most 200; part of what is signed.',
      },
    },
    // Both are checked before, by the signature.
    ['x-report-qa-signature', 'idempotency-key'],
  ),
  body: {
    ...questionSchema,
    properties: {
      ...(questionSchema as { properties?: Record<string, unknown> }).properties,
      callbackUrl: { type: 'string', minLength: 1, maxLength: 2000 },
    },
  },
  response: responses({
    200: ref('Answer'),
    202: objectOf({ id: text, status: oneOf('accepted') }),
  }),
};

/** A plugin with a parser of its own: what is signed are the bytes as they came. */
export function routesWebhook(
  server: FastifyInstance,
  context: HttpContext,
  { state, webhookJobs }: WebhookRoutesOptions,
): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  server.decorateRequest('once', null);

  server.post<{ Body: WebhookBody }>('/v1/webhook', {
    config: { access: 'signed' },
    schema,
    async preValidation(request) {
      request.once = verify(request, context);
      request.body = parseBody(request.body);
    },
    async handler(request, reply) {
      const { once } = request;
      if (once === null) throw signatureInvalid();
      const { callbackUrl, ...question } = request.body;
      if (callbackUrl === undefined) return answerNow(question, once, request, reply);
      return answerOnce(context, state, once, reply, async () => {
        const jobs = await checkCallback(callbackUrl, context, webhookJobs);
        await jobs.accept(once.id, { question, callbackUrl });
        return { accepted: once.id };
      });
    },
  });

  function answerNow(
    question: Question,
    once: OnceRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    const { signal, done } = context.running.begin(reply);
    return answerOnce(context, state, once, reply, async () => {
      const answer = await askForWebhook(context, question, { signal, log: request.log });
      return { answer };
    }).finally(done);
  }
}

/** Throws 401, the same whatever is wrong with the signature. */
function verify(request: FastifyRequest, { settings, now }: HttpContext): OnceRequest {
  const { headers } = request;
  const { 'x-report-qa-signature': header, 'idempotency-key': key } = headers;
  // Headers that came twice are joined by a comma, which neither allows where it would stand.
  if (key !== undefined && (typeof key !== 'string' || !idempotencyKeyPattern.test(key))) {
    throw new HttpProblem(400, 'The Idempotency-Key is not valid.', {
      code: 'idempotency_key_invalid',
      hint: 'Send one of 1 to 200 letters, digits and `._:~-`, or leave it out.',
    });
  }
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const message = { direction: 'request', idempotencyKey: key ?? null, body } as const;
  const verdict = verifySignature({
    ...message,
    header: typeof header === 'string' ? header : undefined,
    secrets: settings.webhookSecrets,
    now: now(),
  });
  if (!verdict.valid) {
    request.log.warn({ reason: verdict.reason }, 'a webhook signature was refused');
    throw signatureInvalid();
  }
  const bodyHash = sha256(body);
  // Without a key the signed text itself is the key, whichever secret signed it.
  const idempotency =
    key === undefined
      ? {
          scope: 'webhook-signed',
          key: sha256(signedBytes({ ...message, timestamp: verdict.timestamp })),
        }
      : { scope: 'webhook', key };
  const id = sha256(`${idempotency.scope} ${idempotency.key} ${bodyHash}`).slice(0, 32);
  return { key: idempotency, bodyHash, id };
}

function signatureInvalid(): HttpProblem {
  return new HttpProblem(401, 'The signature of this request is not valid.', {
    code: 'signature_invalid',
    hint: 'Sign the bytes that are sent with WEBHOOK_SECRET, within five minutes of the server clock; docs/WEBHOOK.md shows how.',
  });
}

function parseBody(body: unknown): WebhookBody {
  const parsed = Buffer.isBuffer(body) ? parseJson(body) : undefined;
  if (parsed !== undefined) return parsed as WebhookBody;
  throw new HttpProblem(400, 'The body is not JSON.', {
    code: 'request_invalid',
    hint: 'Send a well-formed JSON object in UTF-8.',
  });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** What can be known of the receiver now is told now; all of it is checked again with every attempt. */
async function checkCallback(
  callbackUrl: string,
  { settings }: HttpContext,
  webhookJobs: WebhookJobs | null,
): Promise<WebhookJobs> {
  if (webhookJobs === null) {
    throw new HttpProblem(400, 'This server sends no callbacks.', {
      code: 'callbacks_off',
      hint: 'Whoever runs the server sets CALLBACK_SECRET and CALLBACK_HOSTS; without `callbackUrl` the answer is the response.',
    });
  }
  const url = checkCallbackUrl(callbackUrl, settings);
  const { resolve } = webhookJobs.options;
  const allowPrivate = settings.callbackPrivate;
  const failure = await withDeadline(resolveWithinMs, new AbortController().signal, (signal) =>
    resolveCallback(url, { resolve, allowPrivate, signal }).then(
      () => null,
      (error: unknown) => error,
    ),
  );
  if (failure instanceof HttpProblem) throw failure;
  // Any other failure of the resolver may pass, and keeps no question from being accepted.
  if ((failure as NodeJS.ErrnoException | null)?.code !== 'ENOTFOUND') return webhookJobs;
  throw new HttpProblem(400, 'The host of the callback URL is not known.', {
    code: 'callback_refused',
    hint: 'See that its name resolves where the server runs.',
  });
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
