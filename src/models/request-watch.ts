export interface RequestWatchOptions {
  /** Each of them cancels. */
  readonly signals: readonly AbortSignal[];
  /** From now on. */
  readonly timeoutMs: number;
  /** Longest silence while something is waited for. */
  readonly stallMs: number;
}

export type WatchEnd = 'cancelled' | 'deadline' | 'stall';

/**
 * The clocks of one request: the caller's signal, the time for the whole and the longest silence, joined in one signal.
 * `wait` ends when one of them strikes, even if what it waits for does not heed the signal.
 */
export class RequestWatch {
  readonly #controller = new AbortController();
  readonly #outer: readonly AbortSignal[];
  readonly #endsAt: number;
  readonly #deadline: NodeJS.Timeout;
  readonly #stallMs: number;
  #silence: NodeJS.Timeout | undefined;
  #lastLife = 0;
  #ended: WatchEnd | null = null;
  #giveUp: ((reason: unknown) => void) | null = null;

  constructor({ signals, timeoutMs, stallMs }: RequestWatchOptions) {
    this.#outer = signals;
    this.#stallMs = stallMs;
    this.#endsAt = performance.now() + timeoutMs;
    this.#deadline = setTimeout(() => this.#end('deadline'), timeoutMs);
    for (const signal of signals) {
      if (signal.aborted) this.#cancel();
      signal.addEventListener('abort', this.#cancel, { once: true });
    }
  }

  /** Handed to whatever works for the request. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Which clock struck, if one did. */
  get ended(): WatchEnd | null {
    return this.#ended;
  }

  get leftMs(): number {
    return Math.max(0, this.#endsAt - performance.now());
  }

  /** A sign of life: the silence begins anew. */
  touch = (): void => {
    this.#lastLife = performance.now();
  };

  /** Silence counts while this waits, and only then: a caller may take his time between two calls. */
  async wait<Result>(work: Promise<Result>, stallMs = this.#stallMs): Promise<Result> {
    this.touch();
    this.#listen(stallMs, stallMs);
    try {
      return await this.waitQuietly(work);
    } finally {
      clearTimeout(this.#silence);
      this.#silence = undefined;
    }
  }

  /** As `wait`, for what is silent by nature. */
  waitQuietly<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#giveUp = reject;
      work.then(resolve, reject);
      if (this.#ended !== null) reject(this.signal.reason);
    });
  }

  /** Stops the clocks and ends what is still under way. */
  close(): void {
    clearTimeout(this.#deadline);
    for (const signal of this.#outer) signal.removeEventListener('abort', this.#cancel);
    this.#controller.abort();
  }

  /** Timers of a busy process strike late and early, and before what the socket holds was read; so the clock is asked, twice. */
  #listen(stallMs: number, nextMs: number): void {
    const quietMs = (): number => performance.now() - this.#lastLife;
    this.#silence = setTimeout(() => {
      const silence = this.#silence;
      setImmediate(() => {
        if (this.#silence !== silence) return;
        if (quietMs() >= stallMs) this.#end('stall');
        else this.#listen(stallMs, stallMs - quietMs());
      });
    }, nextMs);
  }

  #cancel = (): void => this.#end('cancelled');

  #end(reason: WatchEnd): void {
    if (this.#ended !== null) return;
    this.#ended = reason;
    this.#controller.abort();
    this.#giveUp?.(this.signal.reason);
  }
}
