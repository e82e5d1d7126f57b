import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../domain/app-error.js';
import type { ApiKeys } from './api-keys.js';
import { HttpProblem } from './http-problem.js';
import { isFromThisMachine } from './is-from-this-machine.js';
import { type Problem, toProblem } from './problem.js';

/** What the caller is told, with the headers that belong to it; faults of the server's own are logged. */
export function reportError(
  error: unknown,
  { request, reply, keys }: { request: FastifyRequest; reply: FastifyReply; keys: ApiKeys },
): Problem {
  const trusted = keys.required
    ? keys.identify(request).scope === 'admin'
    : isFromThisMachine(request);
  const problem = toProblem(error, { requestId: request.id, trusted });
  if (error instanceof HttpProblem && !reply.sent) reply.headers(error.headers);
  const cancelled = error instanceof AppError && error.code === 'cancelled';
  if (problem.status >= 500 && !cancelled) request.log.error({ err: error }, 'a request failed');
  return problem;
}
