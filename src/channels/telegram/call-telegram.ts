import type { Telegram } from 'telegraf';
import type { Clock } from './clock.js';
import { readTelegramError } from './read-telegram-error.js';
import { TelegramFailure } from './telegram-failure.js';
import type { TelegramLog } from './telegram-log.js';

type Payload = Readonly<Record<string, unknown>>;

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Default 30 s; telegraf's own limit is 500 s. */
  readonly timeoutMs?: number;
  /** `once`: fails at the first fault. `patient`: tries again what may pass. */
  readonly patience?: 'once' | 'patient';
}

/** The one way to the Bot API. Rejects with a `TelegramFailure` only. */
export interface TelegramCalls {
  call<T>(method: string, payload: Payload, options?: CallOptions): Promise<T>;
  /** How long this chat has to be left alone; 0 when it need not be. */
  pausedMs(chatId: number): number;
}

export interface TelegramCallsOptions {
  readonly telegram: Telegram;
  readonly clock: Clock;
  readonly log: TelegramLog;
  /** Told of a chat that does not take messages any more. */
  readonly onBlocked?: (chatId: number) => void;
  /** Told when the token is not valid any more. */
  readonly onUnauthorized?: (failure: TelegramFailure) => void;
}

const callTimeoutMs = 30_000;
const tries = 5;
const firstBackoffMs = 500;
/** A longer pause is the job's to wait for, not the call's: it would hold a place among the answers. */
const longestWaitMs = 10_000;

type UntypedCall = (
  method: string,
  payload: Payload,
  options: { signal: AbortSignal },
) => Promise<unknown>;

export function createTelegramCalls(options: TelegramCallsOptions): TelegramCalls {
  const { clock, log } = options;
  // telegraf is typed for Bot API 7.1 and for another AbortSignal; both work.
  const send = options.telegram.callApi.bind(options.telegram) as unknown as UntypedCall;
  const pauses = new Map<number, number>();
  const pausedMs = (chatId: number) => Math.max(0, (pauses.get(chatId) ?? 0) - clock.nowMs());

  const callOnce = async (method: string, payload: Payload, callOptions: CallOptions) => {
    const ended = new AbortController();
    const end = () => ended.abort();
    const timer = setTimeout(end, callOptions.timeoutMs ?? callTimeoutMs);
    callOptions.signal?.addEventListener('abort', end, { once: true });
    if (callOptions.signal?.aborted === true) end();
    try {
      return await send(method, payload, { signal: ended.signal });
    } catch (error) {
      throw readTelegramError(error, method, callOptions.signal?.aborted === true);
    } finally {
      clearTimeout(timer);
      callOptions.signal?.removeEventListener('abort', end);
    }
  };

  const note = (failure: TelegramFailure, chatId: number | null, attempt: number) => {
    if (failure.fault === 'cancelled' || failure.fault === 'unchanged') return;
    log.warn('telegram_call_failed', {
      method: failure.method,
      fault: failure.fault,
      status: failure.status,
      description: failure.description,
      chatId,
      attempt,
    });
    if (failure.fault === 'unauthorized') options.onUnauthorized?.(failure);
    if (chatId === null) return;
    if (failure.fault === 'limited') {
      forgetPast(pauses, clock.nowMs());
      pauses.set(chatId, clock.nowMs() + (failure.retryAfterMs ?? firstBackoffMs));
    }
    if (failure.fault === 'blocked') options.onBlocked?.(chatId);
  };

  const call = async (method: string, payload: Payload, callOptions: CallOptions = {}) => {
    const patient = callOptions.patience === 'patient';
    let current = payload;
    for (let attempt = 1; ; attempt += 1) {
      const chatId = chatOf(current);
      const pauseMs = chatId === null ? 0 : pausedMs(chatId);
      if (pauseMs > 0) {
        if (!patient || pauseMs > longestWaitMs) throw paused(method, pauseMs);
        await clock.wait(pauseMs, callOptions.signal);
      }
      try {
        return await callOnce(method, current, callOptions);
      } catch (error) {
        if (!(error instanceof TelegramFailure)) throw error;
        note(error, chatId, attempt);
        if (error.migratedTo !== null && attempt < tries) {
          current = { ...current, chat_id: error.migratedTo };
          continue;
        }
        const waitMs = retryDelayMs(error, attempt);
        if (!patient || waitMs === null) throw error;
        await clock.wait(waitMs, callOptions.signal);
      }
    }
  };
  return { call: call as TelegramCalls['call'], pausedMs };
}

/** Null when another try is of no use, or is not this call's. */
function retryDelayMs(failure: TelegramFailure, attempt: number): number | null {
  if (attempt >= tries) return null;
  if (failure.fault === 'unreachable') return firstBackoffMs * 2 ** (attempt - 1);
  if (failure.fault !== 'limited') return null;
  const waitMs = failure.retryAfterMs ?? firstBackoffMs;
  return waitMs <= longestWaitMs ? waitMs : null;
}

function paused(method: string, pauseMs: number): TelegramFailure {
  return new TelegramFailure({
    fault: 'limited',
    method,
    status: null,
    retryAfterMs: pauseMs,
    migratedTo: null,
    description: 'the chat is paused',
  });
}

function chatOf(payload: Payload): number | null {
  return typeof payload.chat_id === 'number' ? payload.chat_id : null;
}

function forgetPast(pauses: Map<number, number>, nowMs: number): void {
  for (const [chatId, untilMs] of pauses) if (untilMs <= nowMs) pauses.delete(chatId);
}
