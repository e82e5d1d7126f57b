import { open, writeFile } from 'node:fs/promises';
import { AppError } from '../domain/app-error.js';

export interface OutputFile {
  write(text: string): Promise<void>;
}

function unwritable(path: string, cause: unknown): AppError {
  return new AppError(`${path} cannot be written.`, {
    code: 'usage',
    hint: 'Give a path in a folder that exists and that you may write to.',
    cause,
  });
}

/** Throws `usage` at once when the file cannot be written, not after a long run. What stands in it stays until `write`. */
export async function openOutputFile(path: string): Promise<OutputFile> {
  try {
    await (await open(path, 'a')).close();
  } catch (error) {
    throw unwritable(path, error);
  }
  return {
    async write(text) {
      try {
        await writeFile(path, text);
      } catch (error) {
        throw unwritable(path, error);
      }
    },
  };
}
