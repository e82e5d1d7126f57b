import type { Answer } from '../domain/answer.js';
import type { App } from '../domain/app.js';
import { AppError } from '../domain/app-error.js';
import type { Explanation } from '../domain/explanation.js';
import type { Question } from '../domain/question.js';
import type { ReportDocument } from '../domain/report-document.js';
import type { EvalQuestion } from './eval-question.js';
import { type Grade, gradeAnswer } from './grade-answer.js';

export interface GradedQuestion {
  readonly question: EvalQuestion;
  readonly answer: Answer;
  readonly grade: Grade;
  /** Wall time of the question, ms. */
  readonly tookMs: number;
  /**
   * Probability that the report answers, and the threshold it was held against; of a question in parts the likeliest
   * part's, since one is enough for an answer. Null where nothing was looked up (a greeting).
   */
  readonly confidence: number | null;
  readonly threshold: number | null;
}

export interface QuestionRun {
  readonly graded: readonly GradedQuestion[];
  /** Every document that an answer cites or names as near, by id. */
  readonly documents: ReadonlyMap<string, ReportDocument>;
}

export interface RunQuestionsOptions {
  readonly app: App;
  readonly questions: readonly EvalQuestion[];
  readonly signal?: AbortSignal;
  readonly onGraded?: (graded: GradedQuestion, done: number) => void;
}

/**
 * Asks and grades one question after another; the first is asked once before, so that none waits for the models.
 * Throws `model_altered` when a confidence is not a number: no threshold refuses such an answer, so nothing that was
 * measured would mean anything.
 */
export async function runQuestions(options: RunQuestionsOptions): Promise<QuestionRun> {
  const { app, questions, signal } = options;
  const documents = new Map<string, ReportDocument>();
  const graded: GradedQuestion[] = [];
  const asking = signal === undefined ? {} : { signal };
  const [first] = questions;
  if (first !== undefined) await app.ask(toQuestion(first), asking);
  for (const question of questions) {
    signal?.throwIfAborted();
    const explanations: Explanation[] = [];
    const started = performance.now();
    const answer = await app.ask(toQuestion(question), {
      ...asking,
      onExplain: (explanation) => explanations.push(explanation),
    });
    const tookMs = performance.now() - started;
    for (const { documentId } of [...answer.citations, ...answer.nearest]) {
      if (!documents.has(documentId)) documents.set(documentId, await app.document(documentId));
    }
    const grade = gradeAnswer(question, answer, documents);
    const entry = { question, answer, grade, tookMs, ...confidenceOf(question.id, explanations) };
    graded.push(entry);
    options.onGraded?.(entry, graded.length);
  }
  return { graded, documents };
}

function toQuestion({ id, question, documents, history }: EvalQuestion): Question {
  return {
    question,
    id,
    ...(documents === undefined ? {} : { documents }),
    ...(history === undefined
      ? {}
      : {
          history: history.map(({ question: earlier, answer }) => ({
            question: earlier,
            ...(answer === undefined ? {} : { answer }),
          })),
        }),
  };
}

function confidenceOf(
  questionId: string,
  explanations: readonly Explanation[],
): Pick<GradedQuestion, 'confidence' | 'threshold'> {
  if (explanations.some(({ confidence }) => !Number.isFinite(confidence))) {
    throw new AppError(`The confidence of the answer to ${questionId} is not a number.`, {
      code: 'model_altered',
      hint: 'Check that ranking.json in the models folder has a weight for every feature that the program knows.',
    });
  }
  const [likeliest] = [...explanations].sort((a, b) => b.confidence - a.confidence);
  return {
    confidence: likeliest?.confidence ?? null,
    threshold: likeliest?.threshold ?? null,
  };
}
