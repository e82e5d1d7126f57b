export interface CallbackBackoff {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** In [0, 1). */
  readonly random: () => number;
}

/**
 * The pause after the `failures`-th failure in a row (from 1): it doubles up to the maximum, and is between half of that and the
 * whole, so that what failed together is not tried again together. `Retry-After` (seconds or a date) makes it longer, never
 * longer than the maximum.
 */
export function callbackDelayMs(
  failures: number,
  backoff: CallbackBackoff,
  { retryAfter = null, now }: { readonly retryAfter?: string | null; readonly now: Date },
): number {
  const { firstDelayMs, maxDelayMs, random } = backoff;
  const wholeMs = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(failures - 1, 30));
  const ownMs = wholeMs * (0.5 + random() / 2);
  return Math.round(Math.min(maxDelayMs, Math.max(ownMs, wantedMs(retryAfter, now))));
}

function wantedMs(retryAfter: string | null, now: Date): number {
  if (retryAfter === null) return 0;
  if (/^\d+$/u.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? 0 : date - now.getTime();
}
