import type { App } from '../domain/app.js';
import { AppError } from '../domain/app-error.js';
import type { EvalQuestion } from './eval-question.js';

/** Reading every report of a larger collection would take longer than the remark is worth. */
const maxReportsRead = 100;

export interface CheckReportsOptions {
  readonly app: App;
  readonly questions: readonly EvalQuestion[];
  readonly reportsFolder: string;
  readonly note: (line: string) => void;
}

/**
 * Throws `document_unknown` when questions ask about documents that the index does not hold, and remarks on support
 * that stands in none of its reports: both mean as a rule that the questions are about another folder.
 */
export async function checkReports(options: CheckReportsOptions): Promise<void> {
  const { app, questions, reportsFolder, note } = options;
  const ids = (await app.documents()).map(({ id }) => id);
  const lost = questions.filter(({ documents = [] }) => documents.some((id) => !ids.includes(id)));
  if (lost.length > 0) {
    const files = [...new Set(lost.map(({ file }) => file))].join(', ');
    const missing = new Set(
      lost.flatMap(({ documents = [] }) => documents.filter((id) => !ids.includes(id))),
    );
    throw new AppError(
      `${lost.length} of the questions in ${files} are about documents that ${reportsFolder} does not hold: ${[...missing].join(', ')}.`,
      {
        code: 'document_unknown',
        hint: 'Name the folder that holds them with --reports DIR (tests/fixtures/reports for tests/fixtures/questions).',
      },
    );
  }
  if (ids.length > maxReportsRead) return;
  const texts: string[] = [];
  for (const id of ids) texts.push((await app.document(id)).text);
  const stray = questions.filter(({ support }) =>
    support.some((part) => !texts.some((text) => text.includes(part))),
  );
  if (stray.length > 0) {
    note(
      `${stray.length} of ${questions.length} questions have support that stands in no report of ${reportsFolder}: ${stray.map(({ id }) => id).join(', ')}`,
    );
  }
}
