import type { FastifyRequest } from 'fastify';
import type { ApiKeys } from './api-keys.js';
import { HttpProblem } from './http-problem.js';
import { isFromThisMachine } from './is-from-this-machine.js';

/**
 * Who may use a route. `ask`: everybody, or with keys set who shows one. `admin`: who shows an admin key. `metrics`: as `ask`,
 * and this machine. `open`: everybody. `signed`: the route itself checks. A route that does not say is `ask`.
 */
export type Access = 'open' | 'ask' | 'admin' | 'metrics' | 'signed';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** Throws the problem (401 or 403) that keeps the caller out. */
export function authorize(request: FastifyRequest, keys: ApiKeys): void {
  const access = request.is404 ? 'open' : (request.routeOptions.config.access ?? 'ask');
  if (access === 'open' || access === 'signed') return;
  if (access === 'metrics' && isFromThisMachine(request)) return;
  const caller = keys.identify(request);
  if (access === 'admin') {
    if (caller.scope === 'admin') return;
    if (keys.adminExists && caller.scope === null) throw keyMissing(caller.keyShown);
    throw new HttpProblem(403, 'Reports are changed with an admin key only.', {
      code: 'admin_only',
      hint: keys.adminExists
        ? 'Use a key that HTTP_API_KEYS names with `:admin`.'
        : 'Put a key with `:admin` behind it into HTTP_API_KEYS and restart.',
    });
  }
  if (keys.required && caller.scope === null) throw keyMissing(caller.keyShown);
}

function keyMissing(keyShown: boolean): HttpProblem {
  return new HttpProblem(401, keyShown ? 'This key is not known.' : 'A key is needed here.', {
    code: keyShown ? 'key_unknown' : 'key_missing',
    hint: 'Send `Authorization: Bearer KEY` with one of the keys of HTTP_API_KEYS.',
    headers: { 'www-authenticate': 'Bearer realm="report-qa"' },
  });
}
