export interface TelegramUser {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface TelegramChat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  readonly title?: string;
  readonly first_name?: string;
  readonly is_forum?: boolean;
}

export interface TelegramEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

export interface TelegramButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

export interface TelegramKeyboard {
  readonly inline_keyboard: readonly (readonly TelegramButton[])[];
}

export interface TelegramFile {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_name?: string;
  readonly mime_type?: string;
  readonly file_size: number;
}

export interface TelegramMessage {
  readonly message_id: number;
  readonly from: TelegramUser;
  readonly chat: TelegramChat;
  /** Unix time in seconds. */
  readonly date: number;
  readonly edit_date?: number;
  readonly text?: string;
  readonly entities?: readonly TelegramEntity[];
  readonly caption?: string;
  readonly reply_markup?: TelegramKeyboard;
  readonly document?: TelegramFile;
  readonly photo?: readonly TelegramFile[];
  readonly message_thread_id?: number;
  readonly is_topic_message?: boolean;
  readonly reply_to_message?: TelegramMessage;
}

export type TelegramUpdate = { readonly update_id: number } & Readonly<Record<string, unknown>>;

/** What a message looked like from a time on. */
export interface MessageVersion {
  readonly text: string;
  readonly entities: readonly TelegramEntity[];
  readonly keyboard: TelegramKeyboard | null;
  readonly atMs: number;
}

/** A message as its readers see it now, and everything that it was before. */
export interface SeenMessage {
  readonly id: number;
  readonly fromBot: boolean;
  readonly message: TelegramMessage;
  readonly text: string;
  readonly entities: readonly TelegramEntity[];
  readonly keyboard: TelegramKeyboard | null;
  readonly replyTo: number | null;
  readonly threadId: number | null;
  /** Oldest first; the last one is the message as it is. */
  readonly versions: readonly MessageVersion[];
  readonly deleted: boolean;
}

export type Parameters = Readonly<Record<string, unknown>>;

/** A file of a multipart body. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface ApiCall {
  readonly method: string;
  readonly params: Parameters;
  /** Milliseconds, of the server's clock. */
  readonly atMs: number;
  /** HTTP status of the reply; null while there is none. */
  status: number | null;
}

/** A refusal in Telegram's own words. */
export class TelegramRefusal extends Error {
  readonly code: number;
  readonly retryAfter: number | null;

  constructor(
    code: number,
    description: string,
    retryAfter: number | null = null,
    cause?: unknown,
  ) {
    super(description, { cause });
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export function badRequest(description: string, cause?: unknown): TelegramRefusal {
  return new TelegramRefusal(400, `Bad Request: ${description}`, null, cause);
}
