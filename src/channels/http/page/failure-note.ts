import type { ApiError } from './api-error.js';
import { button, element } from './element.js';
import type { Words } from './words.js';

export function failureNote(error: ApiError, words: Words, retry: () => void): HTMLElement {
  const reference = error.requestId === null ? null : words.failureId(error.requestId);
  return element(
    'div',
    { class: 'failure', role: 'alert' },
    element(
      'p',
      {},
      words.failure(error.code),
      reference === null ? null : element('small', {}, reference),
    ),
    button(words.retry, retry),
  );
}
