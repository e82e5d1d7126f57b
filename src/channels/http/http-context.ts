import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../domain/app.js';
import type { JobQueue } from '../../domain/job-queue.js';
import type { StateStore } from '../../domain/state-store.js';
import type { ApiKeys } from './api-keys.js';
import type { HttpSettings } from './http-settings.js';
import type { HttpMetrics } from './metrics.js';
import type { Problem } from './problem.js';
import type { RunningRequests } from './running-requests.js';

/** What the routes share. */
export interface HttpContext {
  readonly app: App;
  readonly state: StateStore | null;
  readonly jobs: JobQueue | null;
  readonly settings: HttpSettings;
  readonly version: string;
  readonly keys: ApiKeys;
  readonly running: RunningRequests;
  readonly metrics: HttpMetrics;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly isStopping: () => boolean;
  /** What the caller is told of an error; it is logged as well. */
  reportError(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem;
}
