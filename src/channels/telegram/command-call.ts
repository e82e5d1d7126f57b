import type { Language } from '../../domain/answer.js';
import type { ChatMessages } from './chat-messages-english.js';
import type { ReadMessage } from './read-message.js';

/** A command as it came, and the language to answer it in. */
export interface CommandCall {
  readonly message: ReadMessage;
  readonly language: Language;
  readonly messages: ChatMessages;
}
