import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Language } from '../../domain/answer.js';
import { exampleQuestions } from './example-questions.js';
import type { HttpContext } from './http-context.js';
import { HttpProblem } from './http-problem.js';
import { listOf, objectOf, oneOf, responses, text, textOrNull } from './json-schemas.js';
import { pickLanguage } from './pick-language.js';

const examplesShown = 6;
/** Reading a document takes a millisecond or two. */
const documentsRead = 6;

const languages: readonly Language[] = ['zh-Hans', 'zh-Hant', 'en'];

/** What the page at `/` asks for before anybody asks anything. */
export function routesPageData(server: FastifyInstance, context: HttpContext): void {
  const { app, keys, version } = context;

  server.get<{ Querystring: { language?: Language; document?: string } }>('/v1/examples', {
    schema: {
      summary: 'Questions that the reports themselves suggest.',
      querystring: objectOf(
        { language: oneOf(...languages), document: { ...text, maxLength: 1000 } },
        ['language', 'document'],
      ),
      response: responses({
        200: objectOf({ examples: listOf(objectOf({ question: text, documentId: text })) }),
      }),
    },
    async handler({ query, headers }) {
      const language = query.language ?? pickLanguage(headers['accept-language']);
      const ids =
        query.document === undefined
          ? (await app.documents()).slice(0, documentsRead).map(({ id }) => id)
          : [query.document];
      const documents = await Promise.all(ids.map((id) => app.document(id)));
      return { examples: exampleQuestions(documents, language, examplesShown) };
    },
  });

  server.get('/v1/session', {
    // The page must learn that it has to ask for a key.
    config: { access: 'open' },
    schema: {
      summary:
        'Whether a key is needed, what the one shown allows, and how questions are answered.',
      response: responses({
        200: objectOf({
          authRequired: { type: 'boolean' },
          scope: { type: ['string', 'null'], enum: ['ask', 'admin', null] },
          version: text,
          language: oneOf(...languages),
          answering: objectOf({
            mode: oneOf('extractive', 'llm'),
            model: textOrNull,
            host: textOrNull,
            embeddingHost: textOrNull,
          }),
          documents: {
            type: ['integer', 'null'],
            description: 'How many there are; null for callers that may not ask.',
          },
        }),
      }),
    },
    async handler(request) {
      const { scope } = keys.identify(request);
      const mayAsk = !keys.required || scope !== null;
      return {
        authRequired: keys.required,
        scope,
        version,
        language: pickLanguage(request.headers['accept-language']),
        answering: app.answering,
        documents: mayAsk ? (await app.documents()).length : null,
      };
    },
  });
}

/** The page itself. Its files are read from `pageFolder`; without that folder every one of them is a 404 that says so. */
export function routesPage(server: FastifyInstance, pageFolder: string | null): void {
  const root = pageFolder !== null && existsSync(pageFolder) ? pageFolder : null;
  if (root !== null) server.register(fastifyStatic, { root, serve: false, dotfiles: 'ignore' });
  const file = { config: { access: 'open', rateLimit: false }, schema: { hide: true } } as const;
  const missing = () =>
    new HttpProblem(404, 'The web page is not installed.', {
      code: 'page_missing',
      hint: 'Run `npm run build`; the API under /v1 works without it.',
    });

  for (const url of ['/', '/r/:document']) {
    server.get(url, {
      ...file,
      async handler(_request, reply) {
        if (root === null) throw missing();
        return reply.header('cache-control', 'no-cache').sendFile('index.html');
      },
    });
  }
  server.get<{ Params: { '*': string } }>('/assets/*', {
    ...file,
    async handler({ params }, reply) {
      if (root === null) throw missing();
      return reply.header('cache-control', 'no-cache').sendFile(params['*']);
    },
  });
}
