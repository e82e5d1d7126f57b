import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { HttpProblem } from './http-problem.js';

/** Collects the routes as they are registered; gives the problem of a request that none of them takes: 405 where another method would be, else 404. */
export function createUnknownPath(
  server: FastifyInstance,
): (request: FastifyRequest) => HttpProblem {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  server.addHook('onRoute', ({ url, method, config }: RouteOptions) => {
    // Mounts' paths may be secret.
    if (config?.mounted === true) return;
    routes.push({ pattern: patternOf(url), methods: [method].flat() });
  });
  return ({ url, method }) => {
    const path = url.split('?', 1)[0] ?? '';
    const methods = routes
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((route) => route.methods);
    if (methods.length === 0 || methods.includes(method)) {
      return new HttpProblem(404, 'There is nothing at this address.', {
        code: 'path_unknown',
        hint: 'See /openapi.json for what there is.',
      });
    }
    const allow = [...new Set(methods)].sort().join(', ');
    return new HttpProblem(405, 'This address does not take this method.', {
      code: 'method_unknown',
      hint: `Use ${allow}.`,
      headers: { allow },
    });
  };
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`, 'u');
}
