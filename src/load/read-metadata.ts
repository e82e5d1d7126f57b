import { AppError } from '../domain/app-error.js';
import { decodeFile } from './decode-file.js';
import type { FoundMetadata } from './found-metadata.js';
import { pickMetadata } from './pick-metadata.js';

/** The contents of a `NAME.meta.json`. Throws `file_invalid` or `file_undecodable`, naming `path` and the key. */
export async function readMetadata(bytes: Uint8Array, path: string): Promise<FoundMetadata> {
  const text = await decodeFile(bytes, path);
  const invalid = (problem: string, cause?: unknown): AppError =>
    new AppError(`${path}: ${problem}.`, {
      code: 'file_invalid',
      hint: `Mend ${path}: {"title": "…", "publisher": "…", "date": "…", "url": "…"}, all of them optional strings.`,
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid('the contents are no valid JSON', error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('the contents are no JSON object');
  }
  const { metadata, problem } = pickMetadata(value as Record<string, unknown>);
  if (problem !== null) throw invalid(problem);
  return metadata;
}
