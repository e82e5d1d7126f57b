import type { Telegraf } from 'telegraf';
import { AppError } from '../../domain/app-error.js';
import { ALLOWED_UPDATES } from './allowed-updates.js';
import type { TelegramCalls } from './call-telegram.js';
import type { Clock } from './clock.js';
import type { BotIdentity } from './read-message.js';
import { setCommands } from './set-commands.js';
import { TelegramFailure } from './telegram-failure.js';
import type { TelegramLog } from './telegram-log.js';
import type { TelegramSettings } from './telegram-settings.js';
import { tokenRefused } from './token-refused.js';

export interface ConnectOptions {
  readonly calls: TelegramCalls;
  readonly settings: Pick<TelegramSettings, 'webhook'>;
  readonly clock: Clock;
  readonly log: TelegramLog;
  readonly signal: AbortSignal;
}

export interface ConnectedBot {
  readonly info: BotInfo;
  readonly identity: BotIdentity;
}

type BotInfo = Telegraf['botInfo'] & object;

const firstBackoffMs = 1000;
const longestBackoffMs = 30_000;
const mostConnections = 100;

/**
 * Learns who the bot is and tells Telegram how to deliver updates; those that wait are kept. Goes on trying while Telegram
 * cannot be reached. Throws `config` when it refuses the token or the webhook, `cancelled` when the signal aborts.
 */
export async function connectBot(options: ConnectOptions): Promise<ConnectedBot> {
  const { settings, calls, log } = options;
  const info = await untilReached<BotInfo>(options, 'getMe', {});
  if (settings.webhook === null) {
    await untilReached(options, 'deleteWebhook', { drop_pending_updates: false });
  } else {
    await untilReached(options, 'setWebhook', {
      url: settings.webhook.url,
      secret_token: settings.webhook.secretToken,
      allowed_updates: ALLOWED_UPDATES,
      max_connections: mostConnections,
    });
  }
  void setCommands(calls, log);
  const { id, username, can_read_all_group_messages: readsAll } = info;
  return { info, identity: { id, username, readsAll } };
}

async function untilReached<T>(
  { calls, clock, log, signal }: ConnectOptions,
  method: string,
  payload: Readonly<Record<string, unknown>>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await calls.call<T>(method, payload, { signal });
    } catch (error) {
      if (!(error instanceof TelegramFailure)) throw error;
      const { fault, retryAfterMs } = error;
      if (signal.aborted) throw stopped();
      if (fault === 'unauthorized' || fault === 'unsupported') throw tokenRefused(error);
      if (fault !== 'unreachable' && fault !== 'limited') throw refused(error);
      const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(attempt, 10));
      log.warn('telegram_not_reached', { method, attempt });
      await clock.wait(Math.max(backoffMs, retryAfterMs ?? 0), signal);
    }
  }
}

function refused({ method, description }: TelegramFailure): AppError {
  return new AppError(`Telegram refused to start the bot (${method}: ${description}).`, {
    code: 'config',
    hint: 'Check TELEGRAM_WEBHOOK_URL (https, a port of 443, 80, 88 or 8443) and its secret.',
  });
}

function stopped(): AppError {
  return new AppError('The bot was stopped before it reached Telegram.', {
    code: 'cancelled',
    hint: 'Start it again when Telegram can be reached.',
  });
}
