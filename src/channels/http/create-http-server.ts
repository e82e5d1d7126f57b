/** The HTTP channel: builds the server, joins its guards and routes, starts and stops it. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import fastify, {
  type FastifyInstance,
  type FastifyPluginCallback,
  type FastifyReply,
  LogController,
} from 'fastify';
import type { DestinationStream } from 'pino';
import type { App } from '../../domain/app.js';
import { AppError } from '../../domain/app-error.js';
import type { JobQueue } from '../../domain/job-queue.js';
import type { StateStore } from '../../domain/state-store.js';
import { createApiKeys } from './api-keys.js';
import type { CallbackOptions } from './callback-options.js';
import { createLogger } from './create-logger.js';
import { createStop } from './create-stop.js';
import { guardRequests } from './guard-requests.js';
import type { HttpContext } from './http-context.js';
import type { HttpSettings } from './http-settings.js';
import { createMetrics, type HttpMetrics } from './metrics.js';
import { type Mount, mountHandlers } from './mount-handlers.js';
import { openWebhook } from './open-webhook.js';
import { toProblem } from './problem.js';
import { publishOpenApi } from './publish-open-api.js';
import { refuseBrokenRequest } from './refuse-broken-request.js';
import { refuseOpenAddress } from './refuse-open-address.js';
import { reportError } from './report-error.js';
import { routesAnswers } from './routes-answers.js';
import { routesAsk } from './routes-ask.js';
import { routesChatCompletions } from './routes-chat-completions.js';
import { routesDocuments } from './routes-documents.js';
import { routesHealth } from './routes-health.js';
import { routesPage, routesPageData } from './routes-page.js';
import { routesReportChanges } from './routes-report-changes.js';
import { createRunningRequests } from './running-requests.js';

export interface HttpServerOptions {
  readonly app: App;
  readonly settings: HttpSettings;
  readonly version: string;
  /** The web page: `index.html` at `/`, everything below `/assets/`. Null, or a folder that is not there: the API only. */
  readonly pageFolder?: string | null;
  /** What is asked by webhook is remembered in it; without it and `jobs` there is no webhook. */
  readonly state?: StateStore;
  readonly jobs?: JobQueue;
  /** Kinds of jobs that `/metrics` counts. */
  readonly jobKinds?: readonly string[];
  /** Shared with other channels of the process, which count their questions in it too. */
  readonly metrics?: HttpMetrics;
  /** Handlers of other channels. */
  readonly mounts?: readonly Mount[];
  /** Further routes, inside the same guards; they say who may use them by `config.access`. */
  readonly plugins?: readonly ((server: FastifyInstance, context: HttpContext) => void)[];
  /** Where log lines go; standard output when absent. */
  readonly log?: DestinationStream;
  readonly clock?: () => Date;
  readonly newId?: () => string;
  /** What runs when `stop` is called is waited for so long, then ended. */
  readonly stopLimitMs?: number;
  /** A request, body included, has to arrive within it. */
  readonly requestTimeoutMs?: number;
  /** How callbacks are sent, where it is not as in production. */
  readonly callbacks?: Partial<CallbackOptions>;
}

export interface HttpServer {
  /** Throws `config` for an address that everybody could use, `channel_failed` when it cannot be listened on. */
  start(): Promise<{ readonly url: string }>;
  /** Takes no more requests, finishes what runs (within `stopLimitMs`), ends every connection. */
  stop(): Promise<void>;
  readonly inject: FastifyInstance['inject'];
}

const defaults = { stopLimitMs: 10_000, requestTimeoutMs: 60_000 } as const;

/** A response may take an answer of a model and more; a connection that is silent for longer is dead. */
const silentConnectionMs = 300_000;
const headersTimeoutMs = 15_000;
const keepAliveTimeoutMs = 20_000;

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { settings } = options;
  const context = createContext(options);
  const server = createInstance(options);
  guardRequests(server, context);
  publishOpenApi(server, options.version);
  registerRoutes(server, context, options);
  const { stopLimitMs = defaults.stopLimitMs, callbacks = {} } = options;
  const webhook = openWebhook(server, context, { stopLimitMs, callbacks });
  let stopping: Promise<void> | null = null;
  const end = createStop(server, { limitMs: stopLimitMs, abortAll: context.running.abortAll });
  const stop = () => {
    stopping ??= Promise.all([end(), webhook.stop()]).then(() => undefined);
    return stopping;
  };

  function createContext(given: HttpServerOptions): HttpContext {
    const { app, version, jobs, state, jobKinds = [], metrics = createMetrics() } = given;
    metrics.watchGeneration(async () => (await app.status()).generation);
    if (jobs !== undefined) {
      for (const kind of jobKinds) metrics.watchQueue(kind, () => jobs.counts(kind));
    }
    const keys = createApiKeys(settings.apiKeys);
    return {
      ...{ app, settings, version, keys, metrics },
      state: state ?? null,
      jobs: jobs ?? null,
      running: createRunningRequests(),
      now: given.clock ?? (() => new Date()),
      newId: given.newId ?? randomUUID,
      isStopping: () => stopping !== null,
      reportError: (error, request, reply) => reportError(error, { request, reply, keys }),
    };
  }

  return {
    async start() {
      refuseOpenAddress(settings);
      context.metrics.watchProcess();
      try {
        await server.listen({ host: settings.host, port: settings.port });
      } catch (error) {
        throw cannotListen(error, settings);
      }
      webhook.start();
      return { url: urlOf(server.server.address() as AddressInfo) };
    },
    stop,
    inject: server.inject.bind(server) as FastifyInstance['inject'],
  };
}

function createInstance(options: HttpServerOptions): FastifyInstance {
  const { settings, log, newId = randomUUID } = options;
  const requestTimeoutMs = options.requestTimeoutMs ?? defaults.requestTimeoutMs;
  return fastify({
    loggerInstance: createLogger(settings.logLevel, log),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: settings.trustedProxies.length === 0 ? false : [...settings.trustedProxies],
    bodyLimit: settings.bodyLimitBytes,
    connectionTimeout: silentConnectionMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(1000, requestTimeoutMs),
      maxHeaderSize: 16_384,
    },
    requestIdHeader: false,
    genReqId: ({ headers }) => safeRequestId(headers['x-request-id']) ?? newId(),
    clientErrorHandler: refuseBrokenRequest,
    frameworkErrors: (error, request, reply) =>
      answerFrameworkError(error, request.id, reply as unknown as FastifyReply),
    // A body that is not what the schema says is refused, never bent into it.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allowUnionTypes: true } },
    routerOptions: { maxParamLength: 3000 },
  }) as unknown as FastifyInstance;
}

/** Addresses that cannot be decoded: Fastify's own answer repeats them. */
function answerFrameworkError(error: unknown, requestId: string, reply: FastifyReply): void {
  const problem = toProblem(error, { requestId, trusted: false });
  reply
    .code(problem.status)
    .headers({ 'content-type': 'application/problem+json', 'x-request-id': requestId })
    .send(JSON.stringify(problem));
}

function safeRequestId(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && /^[\w.-]{1,64}$/u.test(header) ? header : null;
}

function registerRoutes(
  server: FastifyInstance,
  context: HttpContext,
  { pageFolder = null, mounts = [], plugins = [] }: HttpServerOptions,
): void {
  const register = (routes: (scope: FastifyInstance, context: HttpContext) => void): void => {
    const plugin: FastifyPluginCallback = (scope, _options, done) => {
      routes(scope, context);
      done();
    };
    server.register(plugin);
  };
  register(routesAsk);
  register(routesDocuments);
  register(routesReportChanges);
  register(routesAnswers);
  register(routesChatCompletions);
  register(routesHealth);
  register(routesPageData);
  register((scope) => routesPage(scope, pageFolder));
  register((scope) => mountHandlers(scope, mounts));
  for (const plugin of plugins) register(plugin);
}

function cannotListen(error: unknown, { host, port }: HttpSettings): AppError {
  const { code } = error as NodeJS.ErrnoException;
  const reason =
    code === 'EADDRINUSE'
      ? 'another program listens there'
      : code === 'EACCES'
        ? 'this user may not'
        : (code ?? 'unknown reason');
  return new AppError(`The HTTP server cannot listen on ${host}:${port}: ${reason}.`, {
    code: 'channel_failed',
    hint: 'Set HTTP_PORT or HTTP_HOST to an address that is free, or stop the other program.',
    cause: error,
  });
}

function urlOf({ address, family, port }: AddressInfo): string {
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  return `http://${family === 'IPv6' ? `[${reachable}]` : reachable}:${port}`;
}
