import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/app-error.js';
import { MODEL_FILES_HINT, type ModelManifest } from './model-manifest.js';

/** The check that costs nothing: the files are there and as long as they should be. Throws `model_missing` or `model_altered`. */
export function assertModelFiles(
  modelsFolder: string,
  manifest: ModelManifest,
  paths: readonly string[],
): void {
  for (const path of paths) {
    const file = join(modelsFolder, path);
    const bytes = statSync(file, { throwIfNoEntry: false })?.size;
    if (bytes === undefined) {
      throw new AppError(`The model file ${file} is missing.`, {
        code: 'model_missing',
        hint: MODEL_FILES_HINT,
      });
    }
    if (bytes !== manifest[path]?.bytes) {
      throw new AppError(`The model file ${file} is not the one that belongs to this version.`, {
        code: 'model_altered',
        hint: MODEL_FILES_HINT,
      });
    }
  }
}
