import { AppError } from '../domain/app-error.js';
import { classifyFailure, type FailureClass } from './classify-failure.js';
import { describeFailure, type ServerPlace } from './describe-failure.js';
import type { ServerFailure } from './read-server-failure.js';
import type { WatchEnd } from './request-watch.js';

const HINTS: Readonly<Record<FailureClass, string>> = {
  unreachable: 'Check EMBEDDINGS_BASE_URL and the network; `npm run doctor` tries it.',
  denied: 'Check EMBEDDINGS_API_KEY, and that it belongs to the server of EMBEDDINGS_BASE_URL.',
  unpaid: 'Top up the account of EMBEDDINGS_API_KEY, or set EMBEDDINGS=builtin.',
  model_unknown: 'Check EMBEDDINGS_MODEL; EMBEDDINGS_BASE_URL usually ends with /v1.',
  limited: 'Wait a little and go on; lower EMBEDDINGS_PARALLEL or EMBEDDINGS_BATCH_SIZE.',
  too_long: 'Lower EMBEDDINGS_BATCH_SIZE, or set an EMBEDDINGS_MODEL that takes longer texts.',
  failed:
    'Try again; if it stays so, check EMBEDDINGS_MODEL, EMBEDDINGS_DIMENSIONS and EMBEDDINGS_BATCH_SIZE (some servers take 10 texts at most).',
  reply_invalid: 'Check EMBEDDINGS_BASE_URL and EMBEDDINGS_MODEL with `npm run doctor`.',
  filtered: 'Set another EMBEDDINGS_MODEL, or EMBEDDINGS=builtin.',
  cut: 'Try again; if it stays so, look at the server or the proxy of EMBEDDINGS_BASE_URL.',
};

/** The failure as `embedding_failed`. It has no cause: the client's errors quote what the server said. */
export function translateEmbeddingError(failure: ServerFailure, place: ServerPlace): AppError {
  const kind = classifyFailure(failure);
  return new AppError(describeFailure(failure, kind, place), {
    code: 'embedding_failed',
    hint: failure.hint ?? HINTS[kind],
  });
}

/** The request was ended from our side. */
export function embeddingEnded(end: WatchEnd, { model, host }: ServerPlace): AppError {
  if (end === 'cancelled') {
    return new AppError('Embedding was cancelled.', {
      code: 'cancelled',
      hint: 'Run it again; what was finished is kept.',
    });
  }
  return new AppError(`The model ${model} at ${host} did not answer in time.`, {
    code: 'embedding_failed',
    hint: 'Try again; lower EMBEDDINGS_BATCH_SIZE, or set EMBEDDINGS=builtin.',
  });
}

/** A key that was copied with a line break, which no HTTP header can hold. */
export function embeddingKeyUnusable({ model, host }: ServerPlace): AppError {
  return new AppError(`The key for the model ${model} at ${host} holds a sign that no key has.`, {
    code: 'embedding_failed',
    hint: 'Set EMBEDDINGS_API_KEY again, without blanks and line breaks.',
  });
}

/** Asked for before the model gave a first vector. */
export function dimensionsUnknown({ model, host }: ServerPlace): AppError {
  return new AppError(`How long the vectors of ${model} at ${host} are is not known yet.`, {
    code: 'embedding_failed',
    hint: 'Set EMBEDDINGS_DIMENSIONS, or embed a text first.',
  });
}
