export type FailureKind =
  | 'unreachable'
  | 'cutOff'
  | 'key'
  | 'tooMany'
  | 'question'
  | 'report'
  | 'model'
  | 'modelLimit'
  | 'notReady'
  | 'other';

const kinds: Readonly<Record<string, FailureKind>> = {
  unreachable: 'unreachable',
  cut_off: 'cutOff',
  cancelled: 'cutOff',
  key_missing: 'key',
  key_unknown: 'key',
  rate_limited: 'tooMany',
  question_invalid: 'question',
  document_unknown: 'report',
  chat_too_long: 'question',
  chat_limited: 'modelLimit',
  chat_unpaid: 'modelLimit',
  embedding_failed: 'model',
  reports_missing: 'notReady',
  index_missing: 'notReady',
  index_damaged: 'notReady',
  index_unwritable: 'notReady',
  status_502: 'unreachable',
  status_503: 'notReady',
  status_504: 'unreachable',
};

/** What a code means to a person who asks. */
export function failureKind(code: string): FailureKind {
  return kinds[code] ?? (code.startsWith('chat_') ? 'model' : 'other');
}
