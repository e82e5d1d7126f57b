import { AppError } from '../../domain/app-error.js';
import type { Feedback, KeptAnswer, ListedFeedback, Verdict } from '../../domain/kept-answer.js';
import type { Exchange } from '../../domain/question.js';
import type { PostgresDatabase } from './postgres-database.js';

const PUT_ANSWER = `INSERT INTO report_qa.answers (id, conversation, at_ms, exchange, kept)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (id) DO UPDATE SET conversation = excluded.conversation, at_ms = excluded.at_ms,
    exchange = excluded.exchange, kept = excluded.kept`;

/** An answer that is kept twice, by a job that was done again, keeps its place in the history. */
export async function putAnswer(database: PostgresDatabase, kept: KeptAnswer): Promise<void> {
  const { answer, at, conversationId } = kept;
  const exchange: Exchange = { question: answer.question, answer: answer.answer };
  await database.query(
    PUT_ANSWER,
    ...[answer.id, conversationId, Date.parse(at)],
    ...[JSON.stringify(exchange), JSON.stringify(kept)],
  );
}

export async function readAnswer(
  database: PostgresDatabase,
  id: string,
): Promise<KeptAnswer | null> {
  const [row] = await database.query<{ kept: string }>(
    'SELECT kept FROM report_qa.answers WHERE id = $1',
    id,
  );
  if (row === undefined) return null;
  return await database.guard(async () => JSON.parse(row.kept) as KeptAnswer);
}

/** Newest last. */
export async function readHistory(
  database: PostgresDatabase,
  conversationId: string,
  limit: number,
): Promise<Exchange[]> {
  const newestFirst = await database.query<{ exchange: string }>(
    `SELECT exchange FROM report_qa.answers WHERE conversation = $1
     ORDER BY position DESC LIMIT $2`,
    ...[conversationId, Math.max(0, limit)],
  );
  return await database.guard(async () =>
    newestFirst.reverse().map(({ exchange }) => JSON.parse(exchange) as Exchange),
  );
}

/** Replaces what the same user thought before; unknown users are taken for different ones. Throws `answer_unknown`. */
export async function putFeedback(
  database: PostgresDatabase,
  { answerId, user, verdict }: Feedback,
  atMs: number,
): Promise<void> {
  const isKnown = await database.transaction(async (session) => {
    const answers = await session.query(
      'SELECT 1 FROM report_qa.answers WHERE id = $1 FOR UPDATE',
      answerId,
    );
    if (answers.length === 0) return false;
    await session.query(
      'DELETE FROM report_qa.feedback WHERE answer = $1 AND "user" = $2',
      ...[answerId, user],
    );
    await session.query(
      'INSERT INTO report_qa.feedback (answer, "user", verdict, at_ms) VALUES ($1, $2, $3, $4)',
      ...[answerId, user, verdict, atMs],
    );
    return true;
  });
  if (isKnown) return;
  throw new AppError('There is no answer with this id, or it is not kept any more.', {
    code: 'answer_unknown',
    hint: 'Ask the question again.',
  });
}

interface FeedbackRow {
  readonly answer: string;
  readonly user: string | null;
  readonly verdict: Verdict;
  readonly at_ms: number;
  readonly kept: string;
}

/** Newest first. */
export async function readFeedback(
  database: PostgresDatabase,
  limit: number,
): Promise<ListedFeedback[]> {
  const rows = await database.query<FeedbackRow>(
    `SELECT feedback.answer, feedback."user", verdict, feedback.at_ms, kept
     FROM report_qa.feedback AS feedback
     JOIN report_qa.answers AS answers ON answers.id = feedback.answer
     ORDER BY feedback.position DESC LIMIT $1`,
    Math.max(0, limit),
  );
  return await database.guard(async () =>
    rows.map(({ answer: answerId, user, verdict, at_ms, kept }): ListedFeedback => {
      const { question, status, mode, generation } = (JSON.parse(kept) as KeptAnswer).answer;
      const at = new Date(at_ms).toISOString();
      return { answerId, verdict, user, at, question, status, mode, generation };
    }),
  );
}
