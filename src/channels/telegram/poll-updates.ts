import type { Update } from 'telegraf/types';
import { AppError } from '../../domain/app-error.js';
import { ALLOWED_UPDATES } from './allowed-updates.js';
import type { TelegramCalls } from './call-telegram.js';
import type { Clock } from './clock.js';
import { TelegramFailure } from './telegram-failure.js';
import type { TelegramLog } from './telegram-log.js';
import { tokenRefused } from './token-refused.js';

export interface PollOptions {
  readonly calls: TelegramCalls;
  /** Rejects when the update could not be stored; it will then be given again. */
  readonly accept: (update: Update) => Promise<void>;
  readonly clock: Clock;
  readonly log: TelegramLog;
  readonly signal: AbortSignal;
  /** How long the server holds an empty answer back. */
  readonly holdSeconds: number;
}

const marginMs = 15_000;
const firstBackoffMs = 1000;
const longestBackoffMs = 30_000;

/**
 * Fetches updates and hands them on one by one, in their order, until the signal aborts. An update is confirmed to
 * Telegram only when it was accepted. telegraf's own polling is not used: it confirms what it could not handle, waits
 * 500 s for a connection that is dead, and ends for good on a 409.
 * Resolves when the signal aborts; rejects with an `AppError` when the token is refused.
 */
export async function pollUpdates(options: PollOptions): Promise<void> {
  const { calls, clock, log, signal, holdSeconds } = options;
  let offset = 0;
  let failures = 0;
  while (!signal.aborted) {
    const payload = { offset, timeout: holdSeconds, allowed_updates: ALLOWED_UPDATES };
    const timeoutMs = holdSeconds * 1000 + marginMs;
    try {
      const updates = await calls.call<Update[]>('getUpdates', payload, { signal, timeoutMs });
      if (failures > 0) log.info('telegram_polling_again', { failures });
      failures = 0;
      for (const update of updates) {
        if (signal.aborted) break;
        await options.accept(update);
        offset = update.update_id + 1;
      }
    } catch (error) {
      if (signal.aborted) break;
      failures += 1;
      await clock.wait(waitAfter(error, failures, log), signal);
    }
  }
  await confirm(calls, offset);
}

/** Telegram then does not deliver again at the next start what was accepted; if it does, that is noticed. */
async function confirm(calls: TelegramCalls, offset: number): Promise<void> {
  if (offset === 0) return;
  await calls
    .call('getUpdates', { offset, limit: 1, timeout: 0 }, { timeoutMs: 5000 })
    .catch(() => {});
}

function waitAfter(error: unknown, failures: number, log: TelegramLog): number {
  const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(failures - 1, 10));
  if (!(error instanceof TelegramFailure)) {
    const code = error instanceof AppError ? error.code : 'internal';
    log.error('telegram_update_not_stored', { code, failures });
    return backoffMs;
  }
  if (error.fault === 'unauthorized' || error.fault === 'unsupported') throw tokenRefused(error);
  if (error.fault === 'conflict') log.error('telegram_second_poller', { failures });
  return Math.max(backoffMs, error.retryAfterMs ?? 0);
}
