const windowMs = 60_000;

export interface SentQuestion {
  readonly userId: number;
  readonly updateId: number;
  /** When it was sent. */
  readonly atMs: number;
}

export interface RateLimit {
  /** Counts one more for this person, once an update. */
  take(question: SentQuestion): 'free' | { readonly waitSeconds: number };
}

/**
 * At most `perMinute` in any minute for each person. Counted by when messages were sent, so that those that piled up
 * while the bot was away, or that Telegram delivers twice, are judged as they would have been.
 */
export function createRateLimit(perMinute: number): RateLimit {
  const sent = new Map<number, SentQuestion[]>();
  return {
    take(question) {
      const { userId, updateId, atMs } = question;
      const recent = (sent.get(userId) ?? []).filter((one) => one.atMs > atMs - windowMs);
      if (recent.some((one) => one.updateId === updateId)) return 'free';
      const [oldest] = recent;
      if (recent.length >= perMinute && oldest !== undefined) {
        sent.set(userId, recent);
        return { waitSeconds: Math.max(1, Math.ceil((oldest.atMs + windowMs - atMs) / 1000)) };
      }
      sent.delete(userId);
      forgetIdle(sent, atMs);
      sent.set(userId, [...recent, question]);
      return 'free';
    },
  };
}

/** The longest idle come first, since whoever is counted moves to the end. */
function forgetIdle(sent: Map<number, SentQuestion[]>, nowMs: number): void {
  for (const [userId, questions] of sent) {
    if ((questions.at(-1)?.atMs ?? 0) > nowMs - windowMs) return;
    sent.delete(userId);
  }
}
