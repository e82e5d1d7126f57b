import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../domain/app-error.js';
import type { LoadedFile, ReportFile, ReportScan, ReportSource } from '../domain/report-source.js';
import { endingOf, plainId, stripEnding } from './assign-ids.js';
import { NO_METADATA } from './found-metadata.js';
import { type FoundFile, scanFolder } from './scan-folder.js';

const BYTES_PER_MB = 1024 * 1024;

export interface ReportFolderOptions {
  /** The reports folder, REPORTS_DIR in the configuration. */
  readonly folder: string;
  /** MAX_REPORT_MB in the configuration, times 1024². */
  readonly maxFileBytes: number;
}

/**
 * The reports below a folder. `scan` looks at names and dates only; what decodes and parses is loaded with the first
 * `read`. `LoadedFile.sha256` is the file's own hash, unless a `.meta.json` or a name shared with another file has a
 * part in its documents: then it is a hash over these too. `SourceDocument.sha256` is always the file's own.
 */
export function createReportFolder(options: ReportFolderOptions): ReportSource {
  let known = new Map<string, FoundFile>();
  const scan = async (): Promise<ReportScan> => {
    const { files, skipped } = await scanFolder(options.folder);
    known = new Map(files.map((file) => [file.path, file]));
    return {
      files: files.map(({ path, sizeBytes, stamp }) => ({ path, sizeBytes, stamp })),
      skipped,
    };
  };
  const find = async (path: string): Promise<FoundFile> => {
    if (!known.has(path)) await scan();
    const found = known.get(path);
    if (found === undefined) throw goneError(path);
    return found;
  };
  return { scan, read: async (file: ReportFile) => readFound(await find(file.path), options) };
}

async function readFound(found: FoundFile, options: ReportFolderOptions): Promise<LoadedFile> {
  const { path, id } = found;
  const bytes = await readBytes(path, options);
  const sha256 = hash(bytes);
  const metadataBytes =
    found.metadataPath === null ? null : await readBytes(found.metadataPath, options);

  let metadata = NO_METADATA;
  if (metadataBytes !== null) {
    const { readMetadata } = await import('./read-metadata.js');
    metadata = await readMetadata(metadataBytes, found.metadataPath ?? '');
  }
  const contents = { bytes, sha256, path, id, name: basename(stripEnding(path)), metadata };
  const whole =
    metadataBytes === null && id === plainId(path)
      ? sha256
      : hash([sha256, metadataBytes === null ? '' : hash(metadataBytes), id].join('\n'));
  if (endingOf(path) === '.jsonl') {
    const { readJsonlFile } = await import('./read-jsonl-file.js');
    return { sha256: whole, ...(await readJsonlFile(contents)) };
  }
  const { readTextFile } = await import('./read-text-file.js');
  return { sha256: whole, documents: [await readTextFile(contents)], skipped: [] };
}

async function readBytes(path: string, options: ReportFolderOptions): Promise<Buffer> {
  try {
    const handle = await open(join(options.folder, path));
    try {
      const { size } = await handle.stat();
      if (size > options.maxFileBytes) throw tooLargeError(path, size, options.maxFileBytes);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof AppError
      ? error
      : unreadableError(path, join(options.folder, path), error);
  }
}

function hash(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function toMegabytes(bytes: number): string {
  return `${Number((bytes / BYTES_PER_MB).toFixed(1))} MB`;
}

function tooLargeError(path: string, size: number, limit: number): AppError {
  return new AppError(
    `${path} is too large: ${toMegabytes(size)}, and the limit is ${toMegabytes(limit)}.`,
    { code: 'file_too_large', hint: 'Split the file, or set MAX_REPORT_MB to a higher limit.' },
  );
}

function unreadableError(path: string, file: string, error: unknown): AppError {
  const code = String((error as NodeJS.ErrnoException)?.code ?? 'unknown error');
  if (code === 'ENOENT') return goneError(path, error);
  const hint =
    code === 'EACCES' || code === 'EPERM'
      ? `Give the user who runs this the right to read it: chmod +r ${quoteForShell(file)}`
      : `Check that ${file} is a file and its disk is well, then try again.`;
  return new AppError(`${path} cannot be read (${code}).`, {
    code: 'file_unreadable',
    hint,
    cause: error,
  });
}

function quoteForShell(path: string): string {
  return /^[\w./-]+$/u.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

function goneError(path: string, cause?: unknown): AppError {
  return new AppError(`${path} is not in the reports folder any more.`, {
    code: 'file_unreadable',
    hint: 'Run `npm run index` again, which looks at the folder anew.',
    cause,
  });
}
