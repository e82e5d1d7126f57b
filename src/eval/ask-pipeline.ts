import { checkReports } from './check-reports.js';
import type { EvalContext } from './eval-context.js';
import type { EvalFolders, PipelineChanges } from './eval-pipeline.js';
import type { EvalQuestion } from './eval-question.js';
import { createIndexNotes } from './index-notes.js';
import { type QuestionRun, type RunQuestionsOptions, runQuestions } from './run-questions.js';

export interface AskPipelineOptions {
  readonly context: EvalContext;
  readonly folders: EvalFolders;
  readonly questions: readonly EvalQuestion[];
  readonly changes?: PipelineChanges;
  readonly onGraded?: NonNullable<RunQuestionsOptions['onGraded']>;
}

/** Opens a pipeline, brings its index up to date, asks all questions and closes it. */
export async function askPipeline(options: AskPipelineOptions): Promise<QuestionRun> {
  const { folders, questions, onGraded } = options;
  const { openPipeline, signal, streams } = options.context;
  const stopping = signal === undefined ? {} : { signal };
  const { app } = openPipeline(folders, options.changes ?? {});
  try {
    const { note } = streams;
    await app.refresh({ ...stopping, onProgress: createIndexNotes(note) });
    await checkReports({ app, questions, reportsFolder: folders.reports, note });
    return await runQuestions({
      ...{ app, questions, ...stopping },
      ...(onGraded === undefined ? {} : { onGraded }),
    });
  } finally {
    await app.close();
  }
}
