import type { JobQueue } from '../domain/job-queue.js';
import type { StateStore } from '../domain/state-store.js';

/** Everything that must not be lost. `close` gives back the jobs that are still taken. */
export interface StoredState extends StateStore {
  readonly jobs: JobQueue;
}
