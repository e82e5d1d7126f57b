import type { WorkerFailure } from './model-worker-protocol.js';

/** An error of a model's worker with the kind that the main thread makes an `AppError` of. */
export class WorkerError extends Error {
  readonly failure: WorkerFailure;

  constructor(message: string, options: { failure: WorkerFailure; cause: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'WorkerError';
    this.failure = options.failure;
  }
}
