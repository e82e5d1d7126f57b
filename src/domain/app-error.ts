/** What went wrong, as one word that channels translate to an exit status, an HTTP status or a chat text. */
export type ErrorCode =
  | 'usage'
  | 'config'
  | 'question_invalid'
  | 'reports_missing'
  | 'document_unknown'
  | 'file_unreadable'
  | 'file_undecodable'
  | 'file_invalid'
  | 'file_too_large'
  | 'index_unwritable'
  | 'index_damaged'
  | 'index_too_new'
  | 'index_missing'
  | 'model_missing'
  | 'model_altered'
  | 'model_failed'
  | 'native_module'
  | 'prompt_invalid'
  | 'report_invalid'
  | 'report_exists'
  | 'report_shared'
  | 'answer_unknown'
  | 'state_unwritable'
  | 'state_damaged'
  | 'state_too_new'
  | 'chat_unreachable'
  | 'chat_denied'
  | 'chat_unpaid'
  | 'chat_model_unknown'
  | 'chat_limited'
  | 'chat_too_long'
  | 'chat_failed'
  | 'chat_reply_invalid'
  | 'chat_filtered'
  | 'chat_cut'
  | 'chat_timed_out'
  | 'embedding_failed'
  | 'channel_failed'
  | 'disk_full'
  | 'cancelled'
  | 'internal';

export interface AppErrorOptions {
  readonly code: ErrorCode;
  /** Names the command, file or variable that mends it. */
  readonly hint: string;
  readonly cause?: unknown;
}

/** The only error that channels show as it stands; its message holds no secret and no user's text. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(message: string, options: AppErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = options.code;
    this.hint = options.hint;
  }
}
