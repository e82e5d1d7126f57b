import type { FailureClass } from './classify-failure.js';
import type { ServerFailure } from './read-server-failure.js';

/** Who was asked, as messages name it. */
export interface ServerPlace {
  readonly model: string;
  /** With the port. */
  readonly host: string;
  /** Never shown: a word of the server that holds it, or is held by it, is left out. */
  readonly apiKey: string;
}

const SAID: Readonly<Record<FailureClass, string>> = {
  unreachable: 'cannot be reached',
  denied: 'refused the key',
  unpaid: 'wants to be paid first',
  model_unknown: 'is not known there',
  limited: 'has too many requests',
  too_long: 'found the request too long',
  failed: 'failed',
  reply_invalid: 'gave a reply that',
  filtered: 'withheld the answer',
  cut: 'broke off',
};

/** One sentence that names model, host, status and the server's own word for the error; nothing else of what it said. */
export function describeFailure(
  failure: ServerFailure,
  kind: FailureClass,
  { model, host, apiKey }: ServerPlace,
): string {
  const fault = kind === 'reply_invalid' ? ` ${failure.fault ?? 'cannot be read'}` : '';
  const token = failure.token === null || isOfKey(failure.token, apiKey) ? null : failure.token;
  const details = [failure.status, token].filter((detail) => detail !== null);
  const suffix = details.length === 0 ? '' : ` (${details.join(', ')})`;
  return `The model ${model} at ${host} ${SAID[kind]}${fault}${suffix}.`;
}

function isOfKey(token: string, apiKey: string): boolean {
  return (
    token.toLowerCase().includes(apiKey.toLowerCase()) ||
    (token.length >= 6 && apiKey.toLowerCase().includes(token.toLowerCase()))
  );
}
