import { TelegramError } from 'telegraf';
import { TelegramFailure, type TelegramFault } from './telegram-failure.js';

const longestDescription = 160;

/** Sorts what telegraf threw. `ended` tells whether the caller's own signal ended the call. */
export function readTelegramError(error: unknown, method: string, ended: boolean): TelegramFailure {
  if (!(error instanceof TelegramError)) {
    return new TelegramFailure({
      fault: ended ? 'cancelled' : 'unreachable',
      method,
      status: null,
      retryAfterMs: null,
      migratedTo: null,
      // The message of a failed fetch may hold the address, and with it the token.
      description: ended ? 'cancelled' : networkCode(error),
    });
  }
  const retryAfter = error.parameters?.retry_after;
  return new TelegramFailure({
    fault: faultOf(error.code, error.description),
    method,
    status: error.code,
    retryAfterMs: retryAfter === undefined ? null : retryAfter * 1000,
    migratedTo: error.parameters?.migrate_to_chat_id ?? null,
    description: withoutQuotes(error.description),
  });
}

function faultOf(status: number, description: string): TelegramFault {
  if (status === 429) return 'limited';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'blocked';
  if (status === 404) return 'unsupported';
  if (status === 409) return 'conflict';
  if (status >= 500) return 'unreachable';
  if (/not modified/iu.test(description)) return 'unchanged';
  if (
    /message (?:to \w+ not found|can't be edited|identifier is not specified)|MESSAGE_ID_INVALID/iu.test(
      description,
    )
  ) {
    return 'message_gone';
  }
  if (/parse entities|entit(?:y|ies)/iu.test(description)) return 'entities';
  if (
    /chat not found|chat was deleted|group is deactivated|not enough rights to send/iu.test(
      description,
    )
  ) {
    return 'blocked';
  }
  return 'refused';
}

function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'network';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}

/** Telegram quotes what it does not understand, which may be somebody's words. */
function withoutQuotes(description: string): string {
  return description.replace(/"[^"]*"?/gu, '"…"').slice(0, longestDescription);
}
