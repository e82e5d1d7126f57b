import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpContext } from './http-context.js';
import { count, listOf, objectOf, oneOf, ref, responses, text } from './json-schemas.js';
import { openEventStream } from './open-event-stream.js';
import { readReportUpload } from './read-report-upload.js';
import { acceptsEvents } from './stream-answer.js';

const events =
  '`stored` (the file is safely on disk), `progress` ({phase, done, total}), then `done` ({documents}) or `error` (a Problem).';

const uploadSchema = {
  summary: 'Add a report: the file as it is with `X-Filename` or `?name=`, or its text as JSON.',
  querystring: objectOf(
    { name: { ...text, minLength: 1, maxLength: 1000 }, replace: oneOf('0', '1') },
    ['name', 'replace'],
  ),
  headers: objectOf({ 'x-filename': { ...text, description: "The file's name, URL-encoded." } }, [
    'x-filename',
  ]),
  body: {
    content: {
      'application/json': { schema: objectOf({ name: text, text }) },
      'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
      'text/plain': { schema: { type: 'string' } },
    },
  },
  response: responses(
    { 201: objectOf({ documents: listOf(ref('DocumentSummary')) }) },
    { description: 'It is on disk and can be asked.', events },
  ),
};

/** For admin keys. The bodies are files of any kind, so this is registered as a plugin with parsers of its own. */
export function routesReportChanges(server: FastifyInstance, context: HttpContext): void {
  const { app, settings } = context;
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  server.post('/v1/documents', {
    config: { access: 'admin' },
    // JSON escapes line breaks and quotes; the App itself refuses a report that is too large.
    bodyLimit: settings.maxReportBytes * 2 + 65_536,
    schema: uploadSchema,
    // `readReportUpload` checks: the body is JSON only where no name stands beside it.
    validatorCompiler: () => () => true,
    async handler(request, reply) {
      const upload = readReportUpload(request);
      if (acceptsEvents(request)) return streamUpload(context, upload, request, reply);
      const documents = await app.addReport(upload);
      return reply.code(201).send({ documents });
    },
  });

  server.delete<{ Params: { id: string } }>('/v1/documents/:id', {
    config: { access: 'admin' },
    schema: {
      summary: "Remove a report's file and everything of it from the index.",
      params: objectOf({ id: { type: 'string', minLength: 1, maxLength: 1000 } }),
      response: responses({ 204: count }, { description: 'It is gone.' }),
    },
    async handler({ params }, reply) {
      await app.removeReport(params.id);
      return reply.code(204).send();
    },
  });
}

/** A client that hangs up stops nothing: the report is stored and will be indexed in any case. */
async function streamUpload(
  context: HttpContext,
  upload: ReturnType<typeof readReportUpload>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const stream = openEventStream(reply);
  try {
    const documents = await context.app.addReport(upload, {
      onStored: (file) => stream.send('stored', { file }),
      onProgress: (progress) => stream.send('progress', progress),
    });
    stream.send('done', { documents });
  } catch (error) {
    stream.send('error', context.reportError(error, request, reply));
  } finally {
    stream.end();
  }
  return reply;
}
