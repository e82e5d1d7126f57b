import { readFile } from 'node:fs/promises';
import { AppError } from '../domain/app-error.js';

/** Throws `file_unreadable`. */
export async function readEvalFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError(`${file} cannot be read.`, {
      code: 'file_unreadable',
      hint: 'Check the path and the permissions; without FILE, the file is looked for in EVAL_DIR.',
      cause: error,
    });
  }
}
