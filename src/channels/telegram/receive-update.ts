import type { Message, Update } from 'telegraf/types';
import { AppError } from '../../domain/app-error.js';
import { acceptForgetting, acceptQuestion, type Incoming } from './accept-question.js';
import { acceptReport } from './accept-report.js';
import type { ChatContext } from './chat-context.js';
import { chatMessagesIn } from './chat-messages.js';
import { handleButton } from './handle-button.js';
import { conversationOf } from './place.js';
import { readMessage } from './read-message.js';
import { isCommand, runCommand } from './run-command.js';
import { languageFor, sayLater } from './speak.js';

/** Updates are delivered again for at most a day, but seldom more than the last hundred. */
const rememberedUpdates = 5000;

/**
 * Takes one update: questions are on disk when it resolves, all else is done beside it. Quick in any case. Rejects only when
 * a question could not be stored.
 */
export function createUpdateReceiver(context: ChatContext): (update: Update) => Promise<void> {
  const seen = new Set<number>();
  return async (update) => {
    const { update_id: updateId } = update;
    if (seen.has(updateId)) return;
    await receive(context, update).catch((error: unknown) => {
      if (error instanceof AppError) throw error;
      // Given again it would fail again, and nothing behind it would ever come.
      const name = error instanceof Error ? error.name : 'unknown';
      context.log.error('telegram_update_failed', { updateId, name });
    });
    seen.add(updateId);
    const [oldest] = seen;
    if (seen.size > rememberedUpdates && oldest !== undefined) seen.delete(oldest);
  };
}

async function receive(context: ChatContext, update: Update): Promise<void> {
  if ('message' in update) {
    await receiveMessage(context, update.update_id, update.message);
  } else if ('callback_query' in update) {
    handleButton(context, update.callback_query);
  } else if ('my_chat_member' in update) {
    const { chat, new_chat_member: member } = update.my_chat_member;
    if (member.status !== 'kicked' && member.status !== 'left') {
      context.inactiveChats.delete(chat.id);
      return;
    }
    context.inactiveChats.add(chat.id);
    context.log.info('telegram_chat_left', { chatId: chat.id });
  }
}

async function receiveMessage(
  context: ChatContext,
  updateId: number,
  sent: Message,
): Promise<void> {
  const message = readMessage(sent, context.me);
  if (message === null) return;
  const { place, request, user } = message;
  context.inactiveChats.delete(place.chatId);
  if (!context.access.mayAsk(user.id, place.chatId)) {
    context.log.info('telegram_not_allowed', { chatId: place.chatId, userId: user.id });
    sayLater(context, message, ({ noAccess }) => noAccess(user.id));
    return;
  }
  const incoming: Incoming = { updateId, message };
  switch (request.kind) {
    case 'question':
      return await acceptQuestion(context, incoming, request.text);
    case 'command':
      return await receiveCommand(context, incoming, request);
    case 'document':
      return await acceptReport(context, incoming, request);
    case 'textless':
      return sayLater(context, message, ({ textless }) => textless);
  }
}

async function receiveCommand(
  context: ChatContext,
  incoming: Incoming,
  { name, argument }: { readonly name: string; readonly argument: string },
): Promise<void> {
  const { message } = incoming;
  if (name === 'ask') {
    if (argument !== '') return await acceptQuestion(context, incoming, argument);
    return sayLater(context, message, ({ askUsage }) => askUsage);
  }
  if (name === 'new') return await acceptForgetting(context, incoming);
  if (!isCommand(name)) {
    if (!message.place.group) sayLater(context, message, ({ unknownCommand }) => unknownCommand);
    return;
  }
  context.lanes.run(conversationOf(message.place), async () => {
    const language = await languageFor(context, message.place, message.user.language_code);
    await runCommand(
      context,
      { message, language, messages: chatMessagesIn(language) },
      name,
      argument,
    );
  });
}
