import type { App } from '../domain/app.js';
import type { EvalQuestion } from './eval-question.js';
import { gradeAnswer } from './grade-answer.js';
import type { GradedQuestion } from './scorecard.js';

export interface RunQuestionsOptions {
  readonly app: App;
  readonly questions: readonly EvalQuestion[];
  readonly signal?: AbortSignal;
  readonly onGraded?: (graded: GradedQuestion, done: number) => void;
}

/** Asks and grades one question after another. */
export async function runQuestions(options: RunQuestionsOptions): Promise<GradedQuestion[]> {
  const { app, questions, signal } = options;
  const texts = new Map<string, string>();
  const graded: GradedQuestion[] = [];
  for (const question of questions) {
    signal?.throwIfAborted();
    const started = performance.now();
    const answer = await app.ask(
      {
        question: question.question,
        id: question.id,
        ...(question.documents === undefined ? {} : { documents: question.documents }),
        ...(question.history === undefined
          ? {}
          : {
              history: question.history.map((exchange) => ({
                question: exchange.question,
                ...(exchange.answer === undefined ? {} : { answer: exchange.answer }),
              })),
            }),
      },
      signal === undefined ? {} : { signal },
    );
    const tookMs = performance.now() - started;
    for (const { documentId } of answer.citations) {
      if (!texts.has(documentId)) texts.set(documentId, (await app.document(documentId)).text);
    }
    const entry = { question, answer, grade: gradeAnswer(question, answer, texts), tookMs };
    graded.push(entry);
    options.onGraded?.(entry, graded.length);
  }
  return graded;
}
