import { basename, join } from 'node:path';
import { AppError } from '../domain/app-error.js';
import type { QuestionSelection } from './eval-arguments.js';
import { type EvalQuestion, parseEvalQuestions } from './eval-question.js';
import { readEvalFile } from './read-eval-file.js';

/** The questions of all files, in their order. Throws `file_invalid` for an id that comes twice and for no question. */
export async function loadQuestions(
  selection: Pick<QuestionSelection, 'files' | 'heldOut' | 'every'>,
  evalFolder: string,
): Promise<EvalQuestion[]> {
  const named =
    selection.files.length > 0 ? selection.files : [join(evalFolder, 'employment-meeting.jsonl')];
  const files = selection.heldOut ? named.flatMap((file) => [file, heldOutBeside(file)]) : named;
  const questions: EvalQuestion[] = [];
  for (const file of files) {
    questions.push(...parseEvalQuestions(await readEvalFile(file), basename(file)));
  }
  assertUniqueIds(questions);
  const asked = questions.filter((_, index) => index % selection.every === 0);
  if (asked.length > 0) return asked;
  throw new AppError(`There is no question in ${files.join(', ')}.`, {
    code: 'file_invalid',
    hint: 'One question a line, in the format of data/eval/README.md.',
  });
}

function heldOutBeside(file: string): string {
  return file.replace(/(?:\.jsonl)?$/u, '.held-out.jsonl');
}

function assertUniqueIds(questions: readonly EvalQuestion[]): void {
  const fileOf = new Map<string, string>();
  for (const { id, file } of questions) {
    const earlier = fileOf.get(id);
    if (earlier !== undefined) {
      throw new AppError(`The question id “${id}” stands in ${earlier} and again in ${file}.`, {
        code: 'file_invalid',
        hint: 'Give every question its own id, and name every file once.',
      });
    }
    fileOf.set(id, file);
  }
}
