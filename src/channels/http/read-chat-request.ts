import type { Exchange, Question } from '../../domain/question.js';
import { HttpProblem } from './http-problem.js';

export const modelName = 'report-qa';

type Content = string | null | readonly { readonly type: string; readonly text?: string }[];

export interface ChatRequestBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content?: Content }[];
  readonly stream?: boolean | null;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
}

/** A longer history is not looked at: what a follow-up means stands in the last exchanges. */
const exchangesRead = 20;

/**
 * The last message is the question, pairs of user and assistant before it are the history, system messages are ignored: the
 * rules that answers are verified by are not the caller's to set. Throws a 404 for another model, a 400 without a question.
 */
export function readChatRequest(body: ChatRequestBody): Question {
  const documents = documentsOf(body.model);
  const messages = body.messages
    .filter(({ role }) => role === 'user' || role === 'assistant')
    .map(({ role, content }) => ({ role, text: textOf(content ?? '') }));
  const last = messages.at(-1);
  if (last === undefined || last.role !== 'user' || last.text.trim() === '') {
    throw new HttpProblem(400, 'The last message is not a question of the user.', {
      code: 'messages_invalid',
      hint: 'End `messages` with one of role `user` that holds text.',
    });
  }
  const history: Exchange[] = [];
  for (const [position, { role, text }] of messages.slice(0, -1).entries()) {
    const next = messages[position + 1];
    if (role !== 'user' || text.trim() === '') continue;
    history.push(
      next?.role === 'assistant' ? { question: text, answer: next.text } : { question: text },
    );
  }
  return {
    question: last.text,
    ...(history.length === 0 ? {} : { history: history.slice(-exchangesRead) }),
    ...(documents.length === 0 ? {} : { documents }),
  };
}

function documentsOf(model: string): string[] {
  if (model === modelName) return [];
  if (model.startsWith(`${modelName}/`)) return [model.slice(modelName.length + 1)];
  throw new HttpProblem(404, 'There is no such model here.', {
    code: 'model_not_found',
    hint: `Use the model ${modelName}; GET /v1/models lists one for each document as well.`,
  });
}

function textOf(content: Exclude<Content, null>): string {
  if (typeof content === 'string') return content;
  return content.flatMap(({ type, text }) => (type === 'text' ? (text ?? '') : [])).join('\n');
}
