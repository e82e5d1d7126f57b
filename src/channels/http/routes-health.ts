import type { FastifyInstance } from 'fastify';
import { AppError } from '../../domain/app-error.js';
import { secondsLeft } from '../../domain/seconds-left.js';
import type { HttpContext } from './http-context.js';
import { count, objectOf, oneOf, responses, text, textOrNull } from './json-schemas.js';

interface Readiness {
  readonly status: 'ready' | 'not_ready';
  /** Why it is not ready. */
  readonly reason: string | null;
  readonly generation: number;
  readonly documents: number;
  readonly vectors: number;
  readonly vectorsWanted: number;
  readonly passagesToGloss: number;
  readonly vectorsPerSecond: number | null;
  readonly secondsLeft: number | null;
}

const readiness = objectOf({
  status: oneOf('ready', 'not_ready'),
  reason: textOrNull,
  generation: count,
  documents: count,
  vectors: { ...count, description: 'Passages and sentences that have their vector.' },
  vectorsWanted: count,
  passagesToGloss: {
    ...count,
    description: 'Passages that are not found by words of the other language yet.',
  },
  vectorsPerSecond: {
    type: ['number', 'null'],
    description: 'At which vectors were made last.',
  },
  secondsLeft: {
    type: ['number', 'null'],
    description: 'Until all vectors are there; null when they are, or nobody makes them.',
  },
});

/** For whoever watches the server. */
export function routesHealth(server: FastifyInstance, context: HttpContext): void {
  server.get('/healthz', {
    config: { access: 'open', rateLimit: false },
    schema: {
      summary: 'Whether the process is alive.',
      response: responses({ 200: objectOf({ status: oneOf('alive') }) }),
    },
    handler: async () => ({ status: 'alive' }),
  });

  server.get('/readyz', {
    config: { access: 'open', rateLimit: false },
    schema: {
      summary: 'Whether questions can be answered, and how far the vectors are.',
      response: responses({ 200: readiness, 503: readiness }),
    },
    async handler(_request, reply) {
      const state = await readReadiness(context);
      return reply.code(state.status === 'ready' ? 200 : 503).send(state);
    },
  });

  server.get('/metrics', {
    config: { access: 'metrics' },
    schema: {
      summary: 'Numbers for Prometheus.',
      response: responses({ 200: text }, { type: 'text/plain' }),
    },
    async handler(_request, reply) {
      return reply.type(context.metrics.contentType).send(await context.metrics.text());
    },
  });
}

async function readReadiness({ app, isStopping }: HttpContext): Promise<Readiness> {
  const none = {
    ...{ generation: 0, documents: 0, vectors: 0, vectorsWanted: 0 },
    ...{ passagesToGloss: 0, vectorsPerSecond: null, secondsLeft: null },
  };
  try {
    const state = await app.status();
    const { generation, documents, vectors, vectorsWanted } = state;
    const { passagesToGloss, vectorsPerSecond } = state;
    const reason = isStopping()
      ? 'The server is stopping.'
      : generation === 0
        ? 'The index is being built.'
        : null;
    const status = reason === null ? 'ready' : 'not_ready';
    return {
      ...{ status, reason, generation, documents, vectors, vectorsWanted },
      ...{ passagesToGloss, vectorsPerSecond },
      secondsLeft: secondsLeft(state),
    };
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    return { status: 'not_ready', reason: `The index cannot be read (${code}).`, ...none };
  }
}
