import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Question } from '../../domain/question.js';
import { askQuestion, ownConversation } from './ask-question.js';
import type { HttpContext } from './http-context.js';
import { count, listOf, objectOf, ref, responses, text } from './json-schemas.js';
import { acceptsEvents, streamAnswer } from './stream-answer.js';

/** Ids travel in addresses and logs: plain characters only. */
export const conversationIdSchema = {
  type: 'string',
  pattern: '^[A-Za-z0-9._~-]{1,64}$',
  description:
    'Yours to choose; nobody with another key, or without one from another address, shares it.',
};

/** Far above any question that is answered; the App has its own, closer limit. */
const questionText = { type: 'string', minLength: 1, maxLength: 20_000 };

export const questionSchema = {
  ...objectOf(
    {
      question: questionText,
      history: {
        ...listOf({
          ...objectOf({ question: questionText, answer: { ...text, maxLength: 50_000 } }, [
            'answer',
          ]),
          additionalProperties: false,
        }),
        maxItems: 50,
        description: 'Earlier exchanges, oldest first; a follow-up is understood from them.',
      },
      documents: {
        ...listOf({ type: 'string', minLength: 1, maxLength: 1000 }),
        maxItems: 1000,
        description: 'Only these documents; all when absent or empty.',
      },
      conversationId: conversationIdSchema,
      id: {
        type: 'string',
        maxLength: 200,
        description: "Comes back as the answer's `questionId`.",
      },
    },
    ['history', 'documents', 'conversationId', 'id'],
  ),
  additionalProperties: false,
};

const events =
  '`retrieved`, `sentence` (a claim and the citations it is the first to use), then `done` (the Answer) or `error` (a Problem); comments in between keep the connection alive.';

export function routesAsk(server: FastifyInstance, context: HttpContext): void {
  const { app, keys, running } = context;

  server.post<{ Body: Question }>('/v1/ask', {
    schema: {
      summary: 'Ask a question; with `Accept: text/event-stream` the answer comes as it is made.',
      body: questionSchema,
      response: responses({ 200: ref('Answer') }, { events }),
    },
    async handler(request, reply) {
      if (acceptsEvents(request)) return streamAnswer(context, request.body, request, reply);
      const { signal, done } = running.begin(reply);
      try {
        return await askQuestion(context, request.body, { request, channel: 'http', signal });
      } finally {
        done();
      }
    },
  });

  server.delete('/v1/conversations/:id', {
    schema: {
      summary: 'Forget what was said in a conversation, answers included.',
      params: objectOf({ id: conversationIdSchema }),
      response: responses({ 200: objectOf({ forgotten: count }) }),
    },
    async handler(request: FastifyRequest) {
      const { id } = request.params as { id: string };
      const forgotten = await app.forgetConversation(
        ownConversation(keys.identify(request).id, id),
      );
      return { forgotten };
    },
  });
}
