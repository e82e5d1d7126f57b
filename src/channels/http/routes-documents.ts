import type { FastifyInstance } from 'fastify';
import { parsePassageId, viewDocument, viewPassageText } from './document-view.js';
import type { HttpContext } from './http-context.js';
import { listOf, objectOf, ref, responses } from './json-schemas.js';

const idParameter = objectOf({ id: { type: 'string', minLength: 1, maxLength: 1000 } });

/** Reading reports; changing them is in `routes-report-changes.ts`. */
export function routesDocuments(server: FastifyInstance, { app }: HttpContext): void {
  server.get('/v1/documents', {
    schema: {
      summary: 'The reports.',
      response: responses({ 200: objectOf({ documents: listOf(ref('DocumentSummary')) }) }),
    },
    handler: async () => ({ documents: await app.documents() }),
  });

  server.get<{ Params: { id: string } }>('/v1/documents/:id', {
    schema: {
      summary: 'A report: repaired text, paragraphs and sentences with their ids, passages.',
      params: idParameter,
      response: responses({ 200: ref('Document') }),
    },
    handler: async ({ params }) => viewDocument(await app.document(params.id)),
  });

  server.get<{ Params: { id: string } }>('/v1/passages/:id', {
    schema: {
      summary: 'A passage, `<document id>:<number from 1>`.',
      params: idParameter,
      response: responses({ 200: ref('Passage') }),
    },
    async handler({ params }) {
      const { documentId, number } = parsePassageId(params.id);
      return viewPassageText(await app.document(documentId), number);
    },
  });
}
