import type { Language } from '../../domain/answer.js';
import { AppError, type ErrorCode } from '../../domain/app-error.js';
import { chatMessagesIn } from './chat-messages.js';
import type { ChatMessages } from './chat-messages-english.js';

type Problem = keyof ChatMessages['problem'];

const PROBLEMS: Readonly<Record<ErrorCode, Problem>> = {
  usage: 'other',
  config: 'other',
  question_invalid: 'question',
  reports_missing: 'reports',
  document_unknown: 'reports',
  file_unreadable: 'index',
  file_undecodable: 'index',
  file_invalid: 'index',
  file_too_large: 'index',
  index_unwritable: 'index',
  index_damaged: 'index',
  index_too_new: 'index',
  index_missing: 'notReady',
  model_missing: 'index',
  model_altered: 'index',
  model_failed: 'index',
  native_module: 'index',
  prompt_invalid: 'other',
  report_invalid: 'other',
  report_exists: 'other',
  report_shared: 'other',
  answer_unknown: 'other',
  state_unwritable: 'storage',
  state_damaged: 'storage',
  state_too_new: 'storage',
  chat_unreachable: 'model',
  chat_denied: 'model',
  chat_unpaid: 'model',
  chat_model_unknown: 'model',
  chat_limited: 'limit',
  chat_too_long: 'model',
  chat_failed: 'model',
  chat_reply_invalid: 'model',
  chat_filtered: 'model',
  chat_cut: 'model',
  chat_timed_out: 'model',
  embedding_failed: 'model',
  channel_failed: 'other',
  disk_full: 'storage',
  cancelled: 'other',
  internal: 'other',
};

/** What a person is told when his question or tap failed: what he can do, nothing of the inside. */
export function describeProblem(error: unknown, language: Language): string {
  const code = error instanceof AppError ? error.code : 'internal';
  return chatMessagesIn(language).problem[PROBLEMS[code]];
}

/** What an administrator is told when his command failed: an `AppError` names the mend. */
export function describeForAdmin(error: unknown, language: Language): string {
  if (!(error instanceof AppError)) return describeProblem(error, language);
  return `⚠️ ${error.message}\n${error.hint}`;
}
