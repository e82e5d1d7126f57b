export interface RetryRules {
  readonly maxRetries: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

export interface RetryQuestion {
  /** How often it was tried again already. */
  readonly retries: number;
  /** What the server asked for. */
  readonly retryAfterMs: number | null;
  /** Until the whole is given up. */
  readonly leftMs: number;
  /** From 0 up to 1, so that clients do not come back all at once. */
  readonly random: number;
}

const RETRIED = new Set([408, 409, 429, 500, 502, 503, 504]);

/** Whether the same request may fare better a little later. */
export function isPassingStatus(status: number): boolean {
  return RETRIED.has(status);
}

/**
 * How long to wait before the next try; null when it is not worth it: tried often enough, too little time left, or the
 * server wants a longer wait than we can give.
 */
export function retryWait(question: RetryQuestion, rules: RetryRules): number | null {
  const { retries, retryAfterMs, leftMs, random } = question;
  if (retries >= rules.maxRetries) return null;
  const backoff = Math.min(rules.firstWaitMs * 2 ** retries, rules.longestWaitMs);
  const waitMs = retryAfterMs ?? backoff * (1 - random / 4);
  return waitMs <= rules.longestWaitMs && waitMs < leftMs ? waitMs : null;
}

/** `Retry-After` in seconds or as a date, and its cousin in milliseconds; null when absent or not understood. */
export function readRetryAfter(
  headers: { get(name: string): string | null } | undefined,
  nowMs: number,
): number | null {
  const precise = toNumber(headers?.get('retry-after-ms'));
  if (precise !== null) return Math.max(0, precise);
  const value = headers?.get('retry-after');
  const seconds = toNumber(value);
  if (seconds !== null) return Math.max(0, seconds * 1000);
  const date = Date.parse(value ?? '');
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

function toNumber(value: string | null | undefined): number | null {
  if (value === null || value === undefined || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
