import type { ServerFailure } from './read-server-failure.js';

export type FailureClass =
  | 'unreachable'
  | 'denied'
  | 'unpaid'
  | 'model_unknown'
  | 'limited'
  | 'too_long'
  | 'failed'
  | 'reply_invalid'
  | 'filtered'
  | 'cut';

/** OpenAI, Azure, DashScope. */
const FILTERED = /content_filter|content_policy|data_inspection_failed/iu;
/** OpenAI answers 429 to an account without money, DashScope 400. */
const UNPAID = /insufficient_(?:quota|balance)|arrearage|billing/iu;
const TOO_LONG_TOKEN = /context_length|context_size|string_above_max_length/iu;
/** OpenAI, vLLM and DeepSeek; llama.cpp; DashScope; SiliconFlow; TEI. */
const TOO_LONG =
  /(?:context|sequence|input|prompt)[ _](?:length|size|window)|too (?:long|large|many tokens)|must have less than \d+ tokens|maximum number of tokens/iu;
const DENIED = /invalid_api_key|api_key_invalid|authentication|unauthorized/iu;
const MODEL_UNKNOWN = /model_not_found|model_not_exist|invalid_model/iu;
/** DeepSeek: 400 "Model Not Exist". */
const MODEL_UNKNOWN_WORDS = /model\b.{0,80}\b(?:not exist|not found|not supported)/iu;
const LIMITED = /rate_?limit|too_many_requests|throttling|overloaded/iu;

/** Statuses mean different things to different servers; their own words decide where they are plainer. */
export function classifyFailure(failure: ServerFailure): FailureClass {
  const { kind } = failure;
  switch (kind) {
    case 'unreachable':
    case 'cut':
    case 'filtered':
      return kind;
    case 'unusable':
      return 'reply_invalid';
    case 'unknown':
      return 'failed';
    case 'status':
      return classifyStatus(failure);
  }
}

function classifyStatus({ status, token, said }: ServerFailure): FailureClass {
  const word = token ?? '';
  if (FILTERED.test(word)) return 'filtered';
  if (status === 402 || UNPAID.test(word)) return 'unpaid';
  const isRefusal = status === null || status === 400 || status === 422;
  if (status === 413 || TOO_LONG_TOKEN.test(word)) return 'too_long';
  if (isRefusal && TOO_LONG.test(said)) return 'too_long';
  if (status === 401 || status === 403 || (isRefusal && DENIED.test(word))) return 'denied';
  if (status === 404 || MODEL_UNKNOWN.test(word)) return 'model_unknown';
  if (isRefusal && MODEL_UNKNOWN_WORDS.test(said)) return 'model_unknown';
  if (status === 429 || (isRefusal && LIMITED.test(word))) return 'limited';
  return 'failed';
}
