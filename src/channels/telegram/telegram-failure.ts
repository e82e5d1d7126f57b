/** Why a call of the Bot API failed, by what is to be done about it. */
export type TelegramFault =
  /** Too many calls: wait `retryAfterMs`. */
  | 'limited'
  /** The person blocked the bot, or the bot is not in the group any more. */
  | 'blocked'
  /** The message that was to be edited or deleted is not there. */
  | 'message_gone'
  /** The message shows this already. */
  | 'unchanged'
  /** The formatting was not taken; the plain text may be. */
  | 'entities'
  | 'unauthorized'
  /** Somebody else polls with this token. */
  | 'conflict'
  /** The server does not know the method. */
  | 'unsupported'
  /** Network, time-out, or a fault of the server: worth another try. */
  | 'unreachable'
  /** Any other refusal: the same call will be refused again. */
  | 'refused'
  /** The caller's own signal ended the call. */
  | 'cancelled';

export interface TelegramFailureDetails {
  readonly fault: TelegramFault;
  readonly method: string;
  /** Of the Bot API's reply; null when there was none. */
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** Where the group lives now, when it became a supergroup. */
  readonly migratedTo: number | null;
  readonly description: string;
}

/** A failed call. It holds neither the token nor what was sent, and no cause, since telegraf's errors hold both. */
export class TelegramFailure extends Error {
  readonly fault: TelegramFault;
  readonly method: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly migratedTo: number | null;
  readonly description: string;

  constructor(details: TelegramFailureDetails) {
    super(`Telegram's ${details.method} failed: ${details.description}`);
    this.name = 'TelegramFailure';
    this.fault = details.fault;
    this.method = details.method;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.migratedTo = details.migratedTo;
    this.description = details.description;
  }
}
