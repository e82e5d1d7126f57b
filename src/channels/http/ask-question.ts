import type { FastifyRequest } from 'fastify';
import type { Answer } from '../../domain/answer.js';
import type { AnswerEvent } from '../../domain/answer-event.js';
import { AppError } from '../../domain/app-error.js';
import type { Question } from '../../domain/question.js';
import type { HttpContext } from './http-context.js';

export interface AskQuestionOptions {
  readonly request: FastifyRequest;
  /** As metrics name it. */
  readonly channel: 'http' | 'openai' | 'webhook';
  readonly signal: AbortSignal;
  readonly onEvent?: (event: AnswerEvent) => void;
}

/** Asks for the caller, in his own conversations, and counts what came of it. */
export async function askQuestion(
  context: HttpContext,
  question: Question,
  options: AskQuestionOptions,
): Promise<Answer> {
  const { app, metrics, keys, settings } = context;
  const { request, channel, signal, onEvent } = options;
  const caller = keys.identify(request);
  if (settings.logQuestions) request.log.info({ question: question.question }, 'question');
  const { conversationId } = question;
  try {
    const answer = await app.ask(
      conversationId === undefined
        ? question
        : { ...question, conversationId: ownConversation(caller.id, conversationId) },
      {
        signal,
        user: `http:${caller.id}`,
        keep: true,
        refresh: 'behind',
        ...(onEvent === undefined ? {} : { onEvent }),
      },
    );
    metrics.countAnswer(channel, answer);
    const { id, status, mode, usage } = answer;
    request.log.info({ answerId: id, channel, status, mode, ...usage }, 'answer');
    return answer;
  } catch (error) {
    metrics.countFailure(channel, error instanceof AppError ? error.code : 'internal');
    throw error;
  }
}

/** No caller can name another's conversation. */
export function ownConversation(callerId: string, conversationId: string): string {
  return `http:${callerId}:${conversationId}`;
}
