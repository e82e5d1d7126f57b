/** What every request passes before its route, and every response after it. */
import helmet from '@fastify/helmet';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createUnknownPath } from './answer-unknown-path.js';
import { authorize } from './authorize.js';
import { createHostGuard } from './guard-host.js';
import type { HttpContext } from './http-context.js';
import { HttpProblem } from './http-problem.js';
import { mountRoute } from './mount-handlers.js';

const own = ["'self'"];
const none = ["'none'"];

export function guardRequests(server: FastifyInstance, context: HttpContext): void {
  const { settings, keys } = context;
  const hosts = createHostGuard(settings);
  const unknownPath = createUnknownPath(server);
  // Only what a schema asks for is checked; responses are not reshaped, whatever their schema says.
  server.setSerializerCompiler(() => (data) => JSON.stringify(data));
  server.removeContentTypeParser('text/plain');
  logRequests(server, context);

  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.routeOptions.config.mounted === true) return;
    if (request.headers.host === undefined) {
      throw new HttpProblem(400, 'The request names no host.', {
        code: 'host_missing',
        hint: 'Send a Host header.',
      });
    }
    hosts.check({ host: request.host, origin: request.headers.origin });
  });
  // After the rate limit, so that guessing keys is limited too, and before a body is read.
  server.addHook('preParsing', async (request) => authorize(request, keys));
  // No response is anybody else's to keep; the page's files and streams say so themselves.
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });

  server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: own,
        styleSrc: own,
        imgSrc: own,
        fontSrc: own,
        connectSrc: own,
        manifestSrc: own,
        baseUri: none,
        formAction: none,
        frameAncestors: none,
      },
    },
    // Browsers keep it for the whole host name: only for one that is served by TLS.
    hsts: settings.publicUrl?.startsWith('https:') === true,
  });
  server.register(rateLimit, {
    max: settings.requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => rateKey(request, context),
    errorResponseBuilder: (_request, { after }) =>
      new HttpProblem(429, 'Too many requests.', {
        code: 'rate_limited',
        hint: `Try again in ${after}; HTTP_REQUESTS_PER_MINUTE sets the limit.`,
      }),
  });
  server.setErrorHandler((error, request, reply) => {
    const problem = context.reportError(error, request, reply);
    return reply.code(problem.status).type('application/problem+json').send(problem);
  });
  server.after(() => {
    server.setNotFoundHandler({ preHandler: server.rateLimit() }, (request) => {
      throw unknownPath(request);
    });
  });
}

function rateKey(request: FastifyRequest, { keys }: HttpContext): string {
  const { scope, id } = keys.identify(request);
  return scope === null ? normalizeIP(request.ip, 64) : id;
}

/** Routes are logged by their pattern: addresses may hold secrets and people's words. */
function logRequests(server: FastifyInstance, { keys, metrics }: HttpContext): void {
  server.addHook('onResponse', async (request, reply) => {
    const { config, url } = request.routeOptions;
    const route = config.mounted === true ? mountRoute : (url ?? '(unknown)');
    const { method } = request;
    const { statusCode: status, elapsedTime } = reply;
    metrics.countRequest({ method, route, status });
    const { id: caller } = keys.identify(request);
    request.log.info({ method, route, status, caller, ms: Math.round(elapsedTime) }, 'answered');
  });
}
