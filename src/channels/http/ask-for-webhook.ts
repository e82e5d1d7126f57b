import type { FastifyBaseLogger } from 'fastify';
import type { Answer } from '../../domain/answer.js';
import { AppError } from '../../domain/app-error.js';
import type { Question } from '../../domain/question.js';
import { ownConversation } from './ask-question.js';
import type { HttpContext } from './http-context.js';

/** Callers of the API have ids of sixteen hex digits. */
const caller = 'webhook';

/** Asks for whoever holds the webhook's secret, in conversations that nobody else shares, and counts what came of it. */
export async function askForWebhook(
  { app, metrics, settings }: HttpContext,
  question: Question,
  { signal, log }: { readonly signal: AbortSignal; readonly log: FastifyBaseLogger },
): Promise<Answer> {
  if (settings.logQuestions) log.info({ question: question.question }, 'question');
  const { conversationId } = question;
  const own =
    conversationId === undefined
      ? question
      : { ...question, conversationId: ownConversation(caller, conversationId) };
  try {
    const answer = await app.ask(own, {
      ...{ signal, user: `http:${caller}`, keep: true, refresh: 'behind' },
    });
    metrics.countAnswer('webhook', answer);
    return answer;
  } catch (error) {
    metrics.countFailure('webhook', error instanceof AppError ? error.code : 'internal');
    throw error;
  }
}
