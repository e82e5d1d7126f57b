/** Question sets in the format of SQuAD: paragraphs, each with its questions and gold answers. */
import * as v from 'valibot';
import { AppError } from '../domain/app-error.js';

const schema = v.object({
  data: v.array(
    v.object({
      paragraphs: v.array(
        v.object({
          context: v.string(),
          qas: v.array(
            v.object({
              id: v.union([v.string(), v.number()]),
              question: v.string(),
              answers: v.optional(v.array(v.object({ text: v.string() })), []),
            }),
          ),
        }),
      ),
    }),
  ),
});

export interface SquadQuestion {
  readonly id: string;
  readonly question: string;
  /** 0-based number of its paragraph, in the order of the file. */
  readonly paragraph: number;
  readonly answers: readonly string[];
}

export interface SquadSet {
  readonly paragraphs: readonly string[];
  readonly questions: readonly SquadQuestion[];
}

/** Throws `file_invalid` naming the file. */
export function parseSquadFile(text: string, file: string): SquadSet {
  let parsed: v.InferOutput<typeof schema>;
  try {
    parsed = v.parse(schema, JSON.parse(text));
  } catch (error) {
    throw new AppError(`${file} is not a SQuAD-format file: ${(error as Error).message}`, {
      code: 'file_invalid',
      hint: 'Give a file of the form {"data": [{"paragraphs": [{"context", "qas": [{"id", "question", "answers"}]}]}]}.',
      cause: error,
    });
  }
  const paragraphs: string[] = [];
  const questions: SquadQuestion[] = [];
  for (const { context, qas } of parsed.data.flatMap((article) => article.paragraphs)) {
    for (const { id, question, answers } of qas) {
      questions.push({
        id: String(id),
        question,
        paragraph: paragraphs.length,
        answers: answers.map((answer) => answer.text),
      });
    }
    paragraphs.push(context);
  }
  return { paragraphs, questions };
}
