export interface TelegramWebhook {
  /** The https address that Telegram posts to. */
  readonly url: string;
  readonly secretToken: string;
}

/** How the Telegram channel is set up; `config.ts` reads it. */
export interface TelegramSettings {
  readonly token: string;
  /** A Bot API server of one's own; null for Telegram's. */
  readonly apiRoot: string | null;
  /** Null: polling. */
  readonly webhook: TelegramWebhook | null;
  /** User ids that may add and remove reports. */
  readonly admins: readonly number[];
  /** User and chat ids that may ask; null: everyone. */
  readonly allowed: readonly number[] | null;
  readonly questionsPerMinute: number;
  /** Questions that are answered at the same time, over all chats. */
  readonly parallelAnswers: number;
  /** Questions that may wait in one chat; more get a polite "busy". */
  readonly waitingPerChat: number;
  /** Where the web page is, for links beside citations; null for none. */
  readonly publicUrl: string | null;
  readonly maxReportBytes: number;
  readonly retentionDays: number;
}
