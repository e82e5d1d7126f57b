import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Update } from 'telegraf/types';
import { AppError } from '../../domain/app-error.js';
import type { TelegramLog } from './telegram-log.js';
import type { TelegramWebhook } from './telegram-settings.js';

/** What an HTTP server has to hand over. `handle` ends the response and never rejects. */
export interface WebhookReceiver {
  /** Path of the address that Telegram posts to. */
  readonly path: string;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface WebhookOptions {
  readonly webhook: TelegramWebhook;
  /** Rejects when the update could not be stored; Telegram will then deliver it again. */
  readonly accept: (update: Update) => Promise<void>;
  readonly log: TelegramLog;
}

/** Updates are far smaller; a stranger's body is not read to its end. */
const longestBodyBytes = 1024 * 1024;
const secretHeader = 'x-telegram-bot-api-secret-token';

/** Replies as soon as the update is stored; the answer is made afterwards. */
export function receiveWebhook(options: WebhookOptions): WebhookReceiver {
  const path = new URL(options.webhook.url).pathname;
  const secret = digest(options.webhook.secretToken);
  const admits = (request: IncomingMessage) => {
    const given = request.headers[secretHeader];
    return (
      request.method === 'POST' &&
      pathOf(request) === path &&
      typeof given === 'string' &&
      timingSafeEqual(digest(given), secret)
    );
  };
  const statusFor = async (request: IncomingMessage): Promise<number> => {
    if (!admits(request)) {
      options.log.warn('telegram_webhook_refused', { method: request.method ?? '' });
      return 403;
    }
    const update = await readUpdate(request);
    if (typeof update === 'number') return update;
    await options.accept(update);
    return 200;
  };
  return {
    path,
    async handle(request, response) {
      const status = await statusFor(request).catch((error: unknown) => {
        const code = error instanceof AppError ? error.code : 'internal';
        options.log.error('telegram_update_not_stored', { code });
        return 503;
      });
      const headers = status === 200 ? {} : { connection: 'close' };
      response.writeHead(status, headers).end();
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

/** Equal lengths, so that the comparison tells nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The update, or the status to refuse it with. */
async function readUpdate(request: IncomingMessage): Promise<Update | number> {
  const { body } = request as { body?: unknown };
  if (body !== undefined && body !== null) return isUpdate(body) ? body : 400;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > longestBodyBytes) return 413;
    chunks.push(chunk);
  }
  try {
    const update: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return isUpdate(update) ? update : 400;
  } catch {
    return 400;
  }
}

function isUpdate(value: unknown): value is Update {
  return (
    typeof value === 'object' &&
    value !== null &&
    'update_id' in value &&
    Number.isSafeInteger(value.update_id)
  );
}
