import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Question } from '../../domain/question.js';
import { askQuestion } from './ask-question.js';
import type { HttpContext } from './http-context.js';
import { openEventStream } from './open-event-stream.js';

export function acceptsEvents({ headers }: FastifyRequest): boolean {
  return /(?:^|[,\s])text\/event-stream(?:$|[;,\s])/iu.test(headers.accept ?? '');
}

/** The answer as server-sent events while it is made; resolves when the stream has ended. */
export async function streamAnswer(
  context: HttpContext,
  question: Question,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { signal, done } = context.running.begin(reply);
  const stream = openEventStream(reply);
  try {
    const answer = await askQuestion(context, question, {
      request,
      channel: 'http',
      signal,
      onEvent: (event) => stream.send(event.type, event),
    });
    stream.send('done', answer);
  } catch (error) {
    stream.send('error', context.reportError(error, request, reply));
  } finally {
    done();
    stream.end();
  }
  return reply;
}
