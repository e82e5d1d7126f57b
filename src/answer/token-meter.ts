/** Counts the tokens of a day and says when they are used up. */
import type { TokenUsage } from '../domain/answer.js';

/** Where the counts are kept. `add` counts for the user and for everybody. */
export interface TokenLedger {
  /** `day` is an ISO date. Of everybody when `user` is null. */
  used(day: string, user: string | null): Promise<number>;
  add(day: string, user: string | null, tokens: number): Promise<void>;
}

export interface TokenLimits {
  /** Of everybody; 0: no limit. */
  readonly daily: number;
  /** Of each user; 0: no limit. */
  readonly dailyPerUser: number;
}

export interface TokenMeterOptions {
  /** Null counts nothing, and limits nothing. */
  readonly ledger: TokenLedger | null;
  readonly limits: TokenLimits;
  readonly now: () => Date;
  /** A ledger that fails does not keep an answer back. */
  readonly onError: (error: unknown) => void;
}

/** `uncounted`: the ledger cannot be read, so that no limit can be kept. */
export type LimitReached = 'everybody' | 'user' | 'uncounted';

export interface TokenMeter {
  /** Which limit is used up, if any. Questions under way are not counted yet, so a limit may be overrun by what these use. */
  reached(user: string | null): Promise<LimitReached | null>;
  add(user: string | null, usage: TokenUsage): Promise<void>;
}

/** Days are those of UTC. */
export function createTokenMeter({ ledger, limits, now, onError }: TokenMeterOptions): TokenMeter {
  const today = () => now().toISOString().slice(0, 10);
  async function isUsedUp(user: string | null, limit: number): Promise<boolean> {
    return limit > 0 && ledger !== null && (await ledger.used(today(), user)) >= limit;
  }
  return {
    async reached(user) {
      try {
        if (await isUsedUp(null, limits.daily)) return 'everybody';
        return user !== null && (await isUsedUp(user, limits.dailyPerUser)) ? 'user' : null;
      } catch (error) {
        onError(error);
        return 'uncounted';
      }
    },
    async add(user, { inputTokens, outputTokens }) {
      try {
        await ledger?.add(today(), user, inputTokens + outputTokens);
      } catch (error) {
        onError(error);
      }
    },
  };
}
