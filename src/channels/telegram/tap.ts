import type { Language } from '../../domain/answer.js';
import type { ChatMessages } from './chat-messages-english.js';
import type { Place } from './place.js';
import type { MessageContent } from './send-text.js';

/** A button that was tapped, in the message that it stands under. */
export interface Tap {
  readonly place: Place;
  readonly messageId: number;
  readonly userId: number;
  readonly language: Language;
  readonly messages: ChatMessages;
}

/** What a tap comes to: a text that appears for a moment, and what the message shows then. */
export interface TapOutcome {
  readonly toast?: string;
  readonly content?: MessageContent;
}
