import { AppError, type ErrorCode } from '../domain/app-error.js';
import { classifyFailure, type FailureClass } from './classify-failure.js';
import { describeFailure, type ServerPlace } from './describe-failure.js';
import type { ServerFailure } from './read-server-failure.js';
import type { WatchEnd } from './request-watch.js';

const HINTS: Readonly<Record<FailureClass, string>> = {
  unreachable: 'Check OPENAI_BASE_URL and the network; `npm run doctor` tries it.',
  denied: 'Check OPENAI_API_KEY, and that it belongs to the server of OPENAI_BASE_URL.',
  unpaid: 'Top up the account of OPENAI_API_KEY, or set ANSWERS=extractive.',
  model_unknown: 'Check OPENAI_MODEL; OPENAI_BASE_URL usually ends with /v1.',
  limited: 'Wait a little and ask again, or raise the limits of the account of OPENAI_API_KEY.',
  too_long: 'Lower OPENAI_PASSAGE_TOKENS, or set an OPENAI_MODEL that takes more.',
  failed: 'Ask again; if it stays so, check OPENAI_BASE_URL and OPENAI_MODEL.',
  reply_invalid: 'Check OPENAI_BASE_URL and OPENAI_MODEL with `npm run doctor`.',
  filtered: 'Ask in other words, or set another OPENAI_MODEL.',
  cut: 'Ask again; if it stays so, look at the server or the proxy of OPENAI_BASE_URL.',
};

/** The failure as a `chat_…` error. It has no cause: the client's errors quote what the server said. */
export function translateChatError(failure: ServerFailure, place: ServerPlace): AppError {
  const kind = classifyFailure(failure);
  const code: ErrorCode = `chat_${kind}`;
  return new AppError(describeFailure(failure, kind, place), {
    code,
    hint: failure.hint ?? HINTS[kind],
  });
}

/** The request was ended from our side. */
export function chatEnded(end: WatchEnd, { model, host }: ServerPlace): AppError {
  if (end === 'cancelled') {
    return new AppError('The question to the model was cancelled.', {
      code: 'cancelled',
      hint: 'Ask again.',
    });
  }
  const message =
    end === 'deadline'
      ? `The model ${model} at ${host} did not finish in time.`
      : `The model ${model} at ${host} stopped answering.`;
  const variable = end === 'deadline' ? 'ANSWER_TIMEOUT_MS' : 'OPENAI_STALL_MS';
  return new AppError(message, {
    code: 'chat_timed_out',
    hint: `Raise ${variable}, or set a quicker OPENAI_MODEL.`,
  });
}

/** A key that was copied with a line break, which no HTTP header can hold. */
export function chatKeyUnusable({ model, host }: ServerPlace): AppError {
  return new AppError(`The key for the model ${model} at ${host} holds a sign that no key has.`, {
    code: 'chat_denied',
    hint: 'Set OPENAI_API_KEY again, without blanks and line breaks.',
  });
}
