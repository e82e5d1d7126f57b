import type { FastifyInstance } from 'fastify';
import type { Verdict } from '../../domain/kept-answer.js';
import type { HttpContext } from './http-context.js';
import { HttpProblem } from './http-problem.js';
import { count, objectOf, oneOf, ref, responses } from './json-schemas.js';

const idParameter = objectOf({ id: { type: 'string', pattern: '^[0-9A-Za-z_-]{1,64}$' } });

export function routesAnswers(server: FastifyInstance, { app, keys }: HttpContext): void {
  server.get<{ Params: { id: string } }>('/v1/answers/:id', {
    schema: {
      summary: 'An answer that was given before, and what of its reports has changed since.',
      params: idParameter,
      response: responses({ 200: ref('KeptAnswer') }),
    },
    async handler({ params }) {
      const found = await app.answer(params.id);
      if (found === null) {
        throw new HttpProblem(404, 'There is no answer with this id.', {
          code: 'answer_unknown',
          hint: 'Answers are kept for RETENTION_DAYS; ask again.',
        });
      }
      // The conversation's name tells who asked.
      const { answer, at, paragraphs, changedSince } = found;
      return { answer, at, paragraphs, changedSince };
    },
  });

  server.post<{ Params: { id: string }; Body: { verdict: Verdict } }>('/v1/answers/:id/feedback', {
    schema: {
      summary: 'What you think of an answer; a second verdict replaces the first.',
      params: idParameter,
      body: { ...objectOf({ verdict: oneOf('up', 'down') }), additionalProperties: false },
      response: responses({ 204: count }, { description: 'It is noted.' }),
    },
    async handler(request, reply) {
      const user = `http:${keys.identify(request).id}`;
      await app.addFeedback({
        answerId: request.params.id,
        verdict: request.body.verdict,
        user,
      });
      return reply.code(204).send();
    },
  });
}
