import type { JobOutcome } from '../run-jobs.js';
import { TelegramFailure } from './telegram-failure.js';

const firstDelayMs = 1000;
const longestDelayMs = 60_000;
/** An answer that could not be delivered for so long is not waited for any more. */
const deliverWithinMs = 24 * 60 * 60 * 1000;

export interface FailedAttempt {
  /** How often the job was taken before. */
  readonly attempts: number;
  readonly ageMs: number;
}

/** What becomes of a job when Telegram did not take what it had to say. Null for an error that is not Telegram's. */
export function outcomeOfFailure(error: unknown, attempt: FailedAttempt): JobOutcome | null {
  if (!(error instanceof TelegramFailure)) return null;
  const { fault } = error;
  if (fault === 'cancelled') return { postponeMs: 0 };
  if (fault === 'blocked') return { giveUp: 'chat_blocked' };
  if (fault === 'refused' || fault === 'entities' || fault === 'message_gone') {
    return { giveUp: 'telegram_refused' };
  }
  if (attempt.ageMs > deliverWithinMs) return { giveUp: 'telegram_unreachable' };
  const backoffMs = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt.attempts, 6));
  return { postponeMs: Math.max(backoffMs, error.retryAfterMs ?? 0) };
}
