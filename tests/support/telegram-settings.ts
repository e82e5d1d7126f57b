import type { TelegramSettings } from '../../src/channels/telegram/telegram-settings.js';
import type { Answer } from '../../src/domain/answer.js';
import type { Question } from '../../src/domain/question.js';
import { sampleAnswer } from './sample-answer.js';

export function telegramSettings(
  server: { readonly url: string; readonly token: string },
  changes: Partial<TelegramSettings> = {},
): TelegramSettings {
  return {
    token: server.token,
    apiRoot: server.url,
    webhook: null,
    admins: [],
    allowed: null,
    questionsPerMinute: 100,
    parallelAnswers: 8,
    waitingPerChat: 20,
    publicUrl: null,
    maxReportBytes: 1024 * 1024,
    retentionDays: 90,
    ...changes,
  };
}

/** An answer that tells which question it belongs to. */
export function echo(question: Question, changes: Partial<Answer> = {}): Answer {
  const text = `答：${question.question}`;
  return sampleAnswer({
    question: question.question,
    claims: [{ text, markers: [1] }],
    answer: `${text}[1]`,
    ...changes,
  });
}
