import { TelegramRefusal } from './telegram-shapes.js';

export interface Failure {
  /** HTTP status; `drop` breaks the connection instead of answering. */
  readonly code: number | 'drop';
  readonly description?: string;
  /** Seconds, of a 429. */
  readonly retryAfter?: number;
  readonly times?: number;
  /** Fails after the work was done: the caller cannot know that it was. */
  readonly done?: boolean;
}

export interface FailRateOptions {
  readonly seed?: number;
  readonly retryAfter?: number;
  /** Methods that never fail so. */
  readonly except?: readonly string[];
}

export type PlannedFailure = Failure & { readonly error: TelegramRefusal | null };

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
};

/** Which calls fail, wait or hang; every method takes `*` for all methods. */
export class Faults {
  readonly #planned: { method: string; failure: Failure; left: number }[] = [];
  readonly #delays = new Map<string, number>();
  readonly #hanging = new Set<string>();
  #release: (() => void)[] = [];
  #rate: {
    rate: number;
    codes: readonly number[];
    options: FailRateOptions;
    state: number;
  } | null = null;

  failNext(method: string, failure: Failure): void {
    this.#planned.push({ method, failure, left: failure.times ?? 1 });
  }

  failRate(rate: number, codes: readonly number[], options: FailRateOptions): void {
    this.#rate = rate === 0 ? null : { rate, codes, options, state: options.seed ?? 1 };
  }

  delay(method: string, ms: number): void {
    this.#delays.set(method, ms);
  }

  hang(method: string): void {
    this.#hanging.add(method);
  }

  /** Ends what hangs, and no call hangs from now on. */
  release(): void {
    this.#hanging.clear();
    for (const go of this.#release.splice(0)) go();
  }

  /** Forgets all plans. */
  clear(): void {
    this.#planned.length = 0;
    this.#delays.clear();
    this.#rate = null;
    this.release();
  }

  async wait(method: string): Promise<void> {
    const ms = this.#delays.get(method) ?? this.#delays.get('*') ?? 0;
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    if (this.#hanging.has(method) || this.#hanging.has('*')) {
      await new Promise<void>((resolve) => this.#release.push(resolve));
    }
  }

  /** What this call must fail with, if it must. */
  take(method: string): PlannedFailure | null {
    const index = this.#planned.findIndex((plan) => plan.method === method || plan.method === '*');
    const plan = this.#planned[index];
    if (plan !== undefined) {
      plan.left -= 1;
      if (plan.left <= 0) this.#planned.splice(index, 1);
      return planned(plan.failure);
    }
    return this.#chance(method);
  }

  #chance(method: string): PlannedFailure | null {
    const rate = this.#rate;
    if (rate === null || (rate.options.except ?? []).includes(method)) return null;
    if (this.#random(rate) >= rate.rate) return null;
    const code = rate.codes[Math.floor(this.#random(rate) * rate.codes.length)] ?? 500;
    return planned(code === 429 ? { code, retryAfter: rate.options.retryAfter ?? 1 } : { code });
  }

  /** mulberry32: the same failures for the same seed. */
  #random(rate: { state: number }): number {
    rate.state = (rate.state + 0x6d2b79f5) | 0;
    let value = Math.imul(rate.state ^ (rate.state >>> 15), 1 | rate.state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  }
}

function planned(failure: Failure): PlannedFailure {
  const { code, retryAfter } = failure;
  if (code === 'drop') return { ...failure, error: null };
  const description = failure.description ?? DESCRIPTIONS[code] ?? `Error ${code}`;
  const text = retryAfter === undefined ? description : `${description}: retry after ${retryAfter}`;
  return { ...failure, error: new TelegramRefusal(code, text, retryAfter ?? null) };
}
