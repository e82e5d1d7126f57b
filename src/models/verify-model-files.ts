import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ModelFile, readModelManifest } from './model-manifest.js';

export interface ModelFileCheck {
  /** Below the models folder, with `/`. */
  readonly path: string;
  readonly state: 'well' | 'missing' | 'altered' | 'unreadable';
}

async function checkFile(path: string, expected: ModelFile): Promise<ModelFileCheck['state']> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
  }
  return hash.digest('hex') === expected.sha256 ? 'well' : 'altered';
}

/**
 * Compares every model file with the manifest, byte for byte by its hash. That reads about 70 MB, so it is for `index`
 * and `doctor`; `assertModelFiles` is what `ask` can afford. Throws only when there is no manifest to compare with.
 */
export async function verifyModelFiles(modelsFolder: string): Promise<ModelFileCheck[]> {
  const files = Object.entries(readModelManifest(modelsFolder));
  return Promise.all(
    files.map(async ([path, expected]) => ({
      path,
      state: await checkFile(join(modelsFolder, path), expected),
    })),
  );
}
