import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { responses, sharedSchemas } from './json-schemas.js';

/** `/openapi.json`, made of the routes' own schemas; routes registered afterwards are in it too. */
export function publishOpenApi(server: FastifyInstance, version: string): void {
  for (const schema of sharedSchemas) server.addSchema(schema);
  server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'report-qa',
        version,
        description:
          'Answers questions about official reports and proves every sentence with a passage that anyone can check.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `schema-${index}`,
    },
    transform({ schema, url, route }) {
      const { access = 'ask' } = route.config ?? {};
      const keyed = access === 'ask' || access === 'admin' || access === 'metrics';
      return {
        schema: { ...schema, security: keyed ? [{ bearer: [] }, { apiKey: [] }] : [] },
        url,
      };
    },
  });
  server.register((scope, _options, done) => {
    let document: string | null = null;
    scope.get('/openapi.json', {
      config: { access: 'open' },
      schema: {
        summary: 'This description.',
        response: responses({ 200: { type: 'object', additionalProperties: true } }),
      },
      async handler(_request, reply) {
        document ??= JSON.stringify(server.swagger());
        return reply.type('application/json; charset=utf-8').send(document);
      },
    });
    done();
  });
}
