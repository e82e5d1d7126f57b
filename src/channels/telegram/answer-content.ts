import type { Answer, Language } from '../../domain/answer.js';
import { answerKeyboard } from './answer-keyboard.js';
import { messagesIn } from './messages.js';
import { renderAnswer } from './render-answer.js';
import type { MessageContent } from './send-text.js';

export interface AnswerContentOptions {
  readonly language: Language;
  /** Whether there are several reports, so that an answer has to name its own. */
  readonly nameReports: boolean;
  readonly publicUrl: string | null;
}

/** An answer as the messages that show it, always the same ones; the buttons are under the last. */
export function answerContents(answer: Answer, options: AnswerContentOptions): MessageContent[] {
  const parts = renderAnswer(answer, {
    messages: messagesIn(options.language),
    publicUrl: options.publicUrl,
    nameReport: options.nameReports,
  });
  const keyboard = answerKeyboard(answer);
  return parts.map((part, index) => (index === parts.length - 1 ? { ...part, keyboard } : part));
}
