import type { Language } from '../../domain/answer.js';
import type { ChatContext } from './chat-context.js';
import { chatMessagesIn } from './chat-messages.js';
import type { ChatMessages } from './chat-messages-english.js';
import { languageOfCode, readPreferences } from './chat-preferences.js';
import { conversationOf, type Place } from './place.js';
import type { ReadMessage } from './read-message.js';
import { type MessageContent, plainContent, sendText } from './send-text.js';

/** The language to speak to somebody in, besides answers. */
export async function languageFor(
  { app }: ChatContext,
  place: Place,
  languageCode: string | undefined,
): Promise<Language> {
  return (await readPreferences(app, place)).language ?? languageOfCode(languageCode);
}

/** Says something in reply to a message. */
export async function reply(
  { calls }: ChatContext,
  { place, messageId }: Pick<ReadMessage, 'place' | 'messageId'>,
  content: MessageContent,
): Promise<number> {
  return await sendText(calls, place, content, place.group ? { replyTo: messageId } : {});
}

/** Says it behind what is said in this place already; not at all when too much waits to be said there. */
export function sayLater(
  context: ChatContext,
  message: ReadMessage,
  text: (messages: ChatMessages) => string,
): void {
  context.lanes.run(conversationOf(message.place), async () => {
    const language = await languageFor(context, message.place, message.user.language_code);
    await reply(context, message, plainContent(text(chatMessagesIn(language))));
  });
}
