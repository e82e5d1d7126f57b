/** Questions with what a right answer holds; the format is described in data/eval/README.md. */
import * as v from 'valibot';
import { AppError } from '../domain/app-error.js';

const schema = v.object({
  id: v.string(),
  lang: v.optional(v.string(), ''),
  kind: v.optional(v.string(), 'other'),
  question: v.string(),
  answerable: v.boolean(),
  must: v.optional(v.array(v.array(v.string())), []),
  must_not: v.optional(v.array(v.string()), []),
  support: v.optional(v.array(v.string()), []),
  documents: v.optional(v.array(v.string())),
  history: v.optional(v.array(v.object({ question: v.string(), answer: v.optional(v.string()) }))),
  note: v.optional(v.string(), ''),
});

export type EvalQuestion = v.InferOutput<typeof schema> & {
  /** The name of the file that it stands in. */
  readonly file: string;
};

/** Reads questions, one JSON object a line. Throws `file_invalid` naming file, line and what is wrong there. */
export function parseEvalQuestions(text: string, file: string): EvalQuestion[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [{ ...v.parse(schema, JSON.parse(line)), file }];
    } catch (error) {
      throw new AppError(`${file}, line ${index + 1}: ${(error as Error).message}`, {
        code: 'file_invalid',
        hint: 'One question a line, in the format of data/eval/README.md.',
        cause: error,
      });
    }
  });
}
