import type { Answer } from '../../src/domain/answer.js';
import type { Question } from '../../src/domain/question.js';
import { createFakeApp, type FakeApp, type FakeAppOptions } from './fake-app.js';
import { echo } from './telegram-settings.js';

/** Gives every answer its own id and keeps it, as the App does. */
export function keepingApp(options: FakeAppOptions): FakeApp {
  let answers = 0;
  const make = options.answer ?? ((question: Question) => echo(question));
  const app = createFakeApp({
    ...options,
    async answer(question, askOptions) {
      const made = await make(question, askOptions);
      answers += 1;
      const answer: Answer = { ...made, id: answerId(answers) };
      const { conversationId = null } = question;
      const paragraphs = [...answer.citations, ...answer.nearest].map(({ marker, quote }) => ({
        marker,
        text: `前文。${quote}后文。`,
        quote: { start: 3, end: 3 + quote.length },
      }));
      const at = new Date().toISOString();
      app.kept.set(answer.id, { answer, at, conversationId, paragraphs, changedSince: [] });
      return answer;
    },
  });
  return app;
}

export function answerId(number: number): string {
  return `01J${String(number).padStart(23, '0')}`;
}
