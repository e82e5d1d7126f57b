import { AppError } from '../domain/app-error.js';

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new AppError('The work of the built-in models was cancelled.', {
    code: 'cancelled',
    hint: 'Run it again; what was finished is kept.',
    cause: signal.reason,
  });
}
