import { AppError } from '../domain/app-error.js';
import type { Feedback, KeptAnswer, ListedFeedback, Verdict } from '../domain/kept-answer.js';
import type { StoreConnection } from './store-connection.js';

interface FeedbackRow {
  readonly answer: string;
  readonly user: string | null;
  readonly verdict: Verdict;
  readonly at_ms: number;
  readonly kept: string;
}

/** Replaces what the same user thought before; unknown users are taken for different ones. Throws `answer_unknown`. */
export function putFeedback(
  connection: StoreConnection,
  { answerId, user, verdict }: Feedback,
  atMs: number,
): void {
  connection.writing(() => {
    if (connection.get('SELECT 1 FROM answers WHERE id = ?', answerId) === undefined) {
      throw new AppError('There is no answer with this id, or it is not kept any more.', {
        code: 'answer_unknown',
        hint: 'Ask the question again.',
      });
    }
    connection.run('DELETE FROM feedback WHERE answer = ? AND user = ?', answerId, user);
    connection.run(
      'INSERT INTO feedback (answer, user, verdict, at_ms) VALUES (?, ?, ?, ?)',
      ...[answerId, user, verdict, atMs],
    );
  });
}

/** Newest first. */
export function readFeedback(connection: StoreConnection, limit: number): ListedFeedback[] {
  const rows = connection.all<FeedbackRow>(
    `SELECT feedback.answer, user, verdict, feedback.at_ms, kept FROM feedback
     JOIN answers ON answers.id = feedback.answer ORDER BY feedback.position DESC LIMIT ?`,
    Math.max(0, limit),
  );
  return connection.guard(() =>
    rows.map(({ answer: answerId, user, verdict, at_ms, kept }): ListedFeedback => {
      const { question, status, mode, generation } = (JSON.parse(kept) as KeptAnswer).answer;
      const at = new Date(at_ms).toISOString();
      return { answerId, verdict, user, at, question, status, mode, generation };
    }),
  );
}

export function deleteFeedbackBefore(connection: StoreConnection, timeMs: number): void {
  connection.run('DELETE FROM feedback WHERE at_ms < ?', timeMs);
}
