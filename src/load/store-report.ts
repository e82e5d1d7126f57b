/** Puts files that people send into the reports folder, and takes them out. */
import { createHash, randomUUID } from 'node:crypto';
import { access, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReportUpload } from '../domain/app.js';
import { AppError } from '../domain/app-error.js';
import { plainId, stripEnding } from './assign-ids.js';
import { checkReportName } from './check-report-name.js';
import { NO_METADATA } from './found-metadata.js';
import { draftPrefix } from './remove-drafts.js';

export interface StoreReportOptions {
  /** The reports folder; it is made when it is not there. */
  readonly folder: string;
  readonly maxFileBytes: number;
}

/**
 * Checks the upload and puts it on disk, whole or not at all; gives its path below the folder. Nothing reads a half-written
 * file: it is written under a hidden name, and is on disk before it gets its own.
 * Throws `report_invalid`, `report_exists`, `file_too_large`, `file_undecodable`, `file_invalid`, `disk_full`.
 */
export async function storeReport(
  upload: ReportUpload,
  options: StoreReportOptions,
): Promise<string> {
  const name = checkReportName(upload.name);
  await checkContents(name, upload.bytes, options.maxFileBytes);
  const target = join(options.folder, name);
  if (upload.replace !== true && (await exists(target))) throw existsError(name);
  const draft = join(options.folder, draftPrefix() + randomUUID());
  try {
    await mkdir(options.folder, { recursive: true });
    await writeDurably(draft, upload.bytes);
    if (upload.replace === true) await rename(draft, target);
    else await link(draft, target);
    await syncFolder(options.folder);
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? existsError(name, error) : unwritableError(options, error);
  } finally {
    await rm(draft, { force: true }).catch(() => {});
  }
  return name;
}

/** Takes a report and what is known of it (`.meta.json`) out of the folder. A file that is gone already is no error. */
export async function removeReportFile(path: string, folder: string): Promise<void> {
  try {
    for (const name of [path, `${path}.meta.json`, `${stripEnding(path)}.meta.json`]) {
      await rm(join(folder, name), { force: true });
    }
    await syncFolder(dirname(join(folder, path)));
  } catch (error) {
    throw new AppError(`${path} cannot be removed (${codeOf(error)}).`, {
      code: 'file_unreadable',
      hint: 'Give the user who runs this the right to write to the reports folder (REPORTS_DIR).',
      cause: error,
    });
  }
}

/** Reads it as the index will, so that a file that cannot be used is refused while its sender is still there. */
async function checkContents(name: string, bytes: Uint8Array, limit: number): Promise<void> {
  if (bytes.length > limit) {
    throw new AppError(`${name} is larger than the limit of ${Math.floor(limit / 1024)} KB.`, {
      code: 'file_too_large',
      hint: 'Split the file, or set MAX_REPORT_MB to a higher limit.',
    });
  }
  const contents = {
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    path: name,
    id: plainId(name),
    name: stripEnding(name),
    metadata: NO_METADATA,
  };
  if (name.toLowerCase().endsWith('.jsonl')) {
    const { readJsonlFile } = await import('./read-jsonl-file.js');
    const { skipped } = await readJsonlFile(contents);
    if (skipped[0] === undefined) return;
    throw new AppError(`${name} holds lines that are no documents. ${skipped[0].reason}`, {
      code: 'report_invalid',
      hint: 'A line looks like {"title": "…", "text": "…"}. Correct the file and send it again.',
    });
  }
  const { readTextFile } = await import('./read-text-file.js');
  await readTextFile(contents);
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A name is on disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}

function existsError(name: string, cause?: unknown): AppError {
  return new AppError(`There is a report ${name} already.`, {
    code: 'report_exists',
    hint: 'Send it under another name, or say that it is to replace the old one.',
    cause,
  });
}

function unwritableError({ folder }: StoreReportOptions, error: unknown): AppError {
  const code = codeOf(error);
  return new AppError(`The report cannot be stored in ${folder} (${code}).`, {
    code: code === 'ENOSPC' ? 'disk_full' : 'file_unreadable',
    hint:
      code === 'ENOSPC'
        ? 'Make room on the disk, then send it again.'
        : 'Give the user who runs this the right to write to the reports folder (REPORTS_DIR).',
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException)?.code ?? 'unknown error');
}
