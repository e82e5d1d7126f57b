import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QuestionSelection } from './eval-arguments.js';
import type { EvalFolders } from './eval-pipeline.js';

/** The folders that were asked for. Other reports get an index of their own, which is removed when `use` is done. */
export async function withFolders<Result>(
  selection: Pick<QuestionSelection, 'reports' | 'index'>,
  configured: EvalFolders,
  use: (folders: EvalFolders) => Promise<Result>,
): Promise<Result> {
  const { reports = configured.reports, index } = selection;
  if (index !== undefined) return await use({ reports, index });
  if (selection.reports === undefined) return await use(configured);
  const temporary = await mkdtemp(join(tmpdir(), 'report-qa-eval-'));
  try {
    return await use({ reports, index: temporary });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
