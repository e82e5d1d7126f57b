import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/app-error.js';

export interface ModelFile {
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** The model files that belong to the project, by their path below the models folder, with `/`. */
export type ModelManifest = Readonly<Record<string, ModelFile>>;

export const MODEL_MANIFEST_FILE = 'manifest.json';

export const MODEL_FILES_HINT =
  'Bring the files back with `git checkout -- data/models`, or let MODELS_DIR point to the folder that holds them.';

function isModelFile(value: unknown): value is ModelFile {
  if (typeof value !== 'object' || value === null) return false;
  const { sha256, bytes } = value as Partial<Record<keyof ModelFile, unknown>>;
  return typeof sha256 === 'string' && /^[0-9a-f]{64}$/u.test(sha256) && Number.isInteger(bytes);
}

/** Throws `model_missing` when the folder has no manifest, `model_altered` when it cannot be understood. */
export function readModelManifest(modelsFolder: string): ModelManifest {
  const path = join(modelsFolder, MODEL_MANIFEST_FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppError(`The list of model files ${path} cannot be read.`, {
      code: 'model_missing',
      hint: MODEL_FILES_HINT,
      cause,
    });
  }
  try {
    const files: unknown = JSON.parse(text);
    if (typeof files === 'object' && files !== null && Object.values(files).every(isModelFile)) {
      return files as ModelManifest;
    }
  } catch (cause) {
    throw alteredManifest(path, cause);
  }
  throw alteredManifest(path);
}

function alteredManifest(path: string, cause?: unknown): AppError {
  return new AppError(`${path} is not a list of model files.`, {
    code: 'model_altered',
    hint: MODEL_FILES_HINT,
    cause,
  });
}
