import { createHash } from 'node:crypto';
import { AppError } from '../domain/app-error.js';
import type { SourceDocument } from '../domain/report-document.js';
import type { LoadedFile, ReportFile, ReportSource, SkippedFile } from '../domain/report-source.js';

/** One step of reading: a file that failed, one that is as it was, or some documents of one that changed. */
export type ReadStep =
  | { readonly kind: 'failed'; readonly file: ReportFile; readonly error: AppError }
  | { readonly kind: 'same'; readonly file: ReportFile; readonly skipped: readonly SkippedFile[] }
  | ChangedStep;

export interface ChangedStep {
  readonly kind: 'changed';
  readonly file: ReportFile;
  readonly contentHash: string;
  /** In the order of the file; `isLast` ends the file. */
  readonly documents: readonly SourceDocument[];
  readonly skipped: readonly SkippedFile[];
  readonly isLast: boolean;
}

/** Enough work for a thread that handing it over costs little, little enough to be held in memory a few times. */
const BATCH_CHARACTERS = 100_000;

/** The same bytes with another title, date or address are other documents. */
function hashContent({ sha256, documents }: LoadedFile): string {
  const known = documents.map(({ id, title, publisher, date, url }) => [
    ...[id, title, publisher, date, url],
  ]);
  return createHash('sha256')
    .update(JSON.stringify([sha256, known]))
    .digest('hex');
}

function* toBatches(documents: readonly SourceDocument[]): Generator<SourceDocument[]> {
  let batch: SourceDocument[] = [];
  let characters = 0;
  for (const document of documents) {
    batch.push(document);
    characters += document.text.length;
    if (characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Errors of one file leave the others be; all else ends the refresh. */
export function isFileError(error: unknown): error is AppError {
  return error instanceof AppError && error.code.startsWith('file_');
}

/** Reads files one after the other, as their steps are asked for. `isSame` tells whether a file's documents are stored. */
export async function* readStaleFiles(
  files: readonly ReportFile[],
  source: ReportSource,
  isSame: (file: ReportFile, contentHash: string) => boolean,
): AsyncGenerator<ReadStep> {
  for (const file of files) {
    let loaded: LoadedFile;
    try {
      loaded = await source.read(file);
    } catch (error) {
      if (!isFileError(error)) throw error;
      yield { kind: 'failed', file, error };
      continue;
    }
    const contentHash = hashContent(loaded);
    const { documents, skipped } = loaded;
    if (isSame(file, contentHash)) {
      yield { kind: 'same', file, skipped };
      continue;
    }
    let before: SourceDocument[] | null = null;
    for (const batch of toBatches(documents)) {
      if (before !== null) {
        yield { kind: 'changed', file, contentHash, documents: before, skipped, isLast: false };
      }
      before = batch;
    }
    const last = before ?? [];
    yield { kind: 'changed', file, contentHash, documents: last, skipped, isLast: true };
  }
}
