/** One line a question, as `--json` prints and `--out` writes them and `--compare` reads them. */
import * as v from 'valibot';
import { AppError } from '../domain/app-error.js';
import type { GradedQuestion } from './run-questions.js';

const schema = v.object({
  id: v.string(),
  kind: v.string(),
  question: v.string(),
  right: v.boolean(),
  fault: v.nullable(v.string()),
  answer: v.object({ answer: v.string() }),
});

/** What a comparison needs of a line. */
export type ResultLine = v.InferOutput<typeof schema>;

/** One line of JSON, without a line break. */
export function formatResultLine(entry: GradedQuestion): string {
  const { question, answer, grade, tookMs, confidence, threshold } = entry;
  return JSON.stringify({
    id: question.id,
    kind: question.kind,
    file: question.file,
    question: question.question,
    answerable: question.answerable,
    ...grade,
    confidence,
    threshold,
    tookMs: Math.round(tookMs),
    answer,
  });
}

/** Throws `file_invalid` naming file and line. */
export function parseResultLines(text: string, file: string): ResultLine[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [v.parse(schema, JSON.parse(line))];
    } catch (error) {
      throw new AppError(`${file}, line ${index + 1} is no result: ${(error as Error).message}`, {
        code: 'file_invalid',
        hint: 'Write the file with `npm run eval -- --out FILE`.',
        cause: error,
      });
    }
  });
}
