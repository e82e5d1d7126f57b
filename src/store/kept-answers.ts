import type { KeptAnswer } from '../domain/kept-answer.js';
import type { Exchange } from '../domain/question.js';
import type { StoreConnection } from './store-connection.js';

const PUT_ANSWER = `INSERT INTO answers (id, conversation, at_ms, question, answer, kept)
  VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET conversation = excluded.conversation, at_ms = excluded.at_ms,
    question = excluded.question, answer = excluded.answer, kept = excluded.kept`;

/** An answer that is kept twice, by a job that was done again, keeps its place in the history. */
export function putAnswer(connection: StoreConnection, kept: KeptAnswer): void {
  const { answer, at, conversationId } = kept;
  connection.run(
    PUT_ANSWER,
    ...[answer.id, conversationId, Date.parse(at), answer.question, answer.answer],
    JSON.stringify(kept),
  );
}

export function readAnswer(connection: StoreConnection, id: string): KeptAnswer | null {
  const row = connection.get<{ kept: string }>('SELECT kept FROM answers WHERE id = ?', id);
  return row === undefined ? null : connection.guard(() => JSON.parse(row.kept) as KeptAnswer);
}

/** Newest last. */
export function readHistory(
  connection: StoreConnection,
  conversationId: string,
  limit: number,
): Exchange[] {
  const newestFirst = connection.all<Exchange>(
    'SELECT question, answer FROM answers WHERE conversation = ? ORDER BY position DESC LIMIT ?',
    ...[conversationId, Math.max(0, limit)],
  );
  return newestFirst.reverse();
}

/** Their feedback goes with them; returns their number. */
export function deleteAnswersOf(connection: StoreConnection, conversationId: string): number {
  return connection.change('DELETE FROM answers WHERE conversation = ?', conversationId);
}

export function deleteAnswersBefore(connection: StoreConnection, timeMs: number): void {
  connection.run('DELETE FROM answers WHERE at_ms < ?', timeMs);
}
