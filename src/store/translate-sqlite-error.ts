import { AppError } from '../domain/app-error.js';
import { indexWording, type StoreWording } from './store-wording.js';

function isCoded(error: unknown): error is Error & { code: string } {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'string';
}

function damaged(file: string, { name, damaged }: StoreWording, cause: unknown): AppError {
  return new AppError(`The ${name} ${file} is damaged.`, { ...damaged, cause });
}

/** An error of the index itself: what is stored cannot be used. */
export function damagedIndex(file: string, cause?: unknown): AppError {
  return damaged(file, indexWording, cause);
}

/** The folder of `file` is read-only, not there, or not ours. */
function unwritable(file: string, { name, unwritable }: StoreWording, cause: unknown): AppError {
  return new AppError(`The ${name} ${file} cannot be written.`, { ...unwritable, cause });
}

function diskFull(file: string, { diskFull }: StoreWording, cause: unknown): AppError {
  return new AppError(`The disk that holds ${file} is full.`, {
    ...diskFull,
    code: 'disk_full',
    cause,
  });
}

function brokenNativeModule(cause: unknown): AppError {
  return new AppError('The native module better-sqlite3 does not load.', {
    code: 'native_module',
    hint: 'Run `npm rebuild better-sqlite3` with the Node that runs this program.',
    cause,
  });
}

/** Extended codes begin with the primary one, so `SQLITE_CORRUPT_VTAB` is damage too. */
function fromSqliteCode(
  code: string,
  file: string,
  wording: StoreWording,
  cause: unknown,
): AppError | null {
  if (/^SQLITE_(?:CORRUPT|NOTADB|FORMAT)/u.test(code)) return damaged(file, wording, cause);
  if (/^SQLITE_(?:FULL|IOERR_SHMSIZE)/u.test(code)) return diskFull(file, wording, cause);
  if (/^SQLITE_(?:READONLY|CANTOPEN|PERM|AUTH|IOERR)/u.test(code)) {
    return unwritable(file, wording, cause);
  }
  if (/^SQLITE_(?:BUSY|LOCKED)/u.test(code)) {
    return new AppError(`The ${wording.name} ${file} is in use by another process.`, {
      code: wording.unwritable.code,
      hint: 'Wait until the other process is done, and try again.',
      cause,
    });
  }
  return null;
}

/** What failed below the store, as an `AppError` with its mend; errors that are not SQLite's or the disk's stay as they are. */
export function translateSqliteError(
  error: unknown,
  file: string,
  wording: StoreWording = indexWording,
): unknown {
  // Rows hold JSON that this program has written.
  if (error instanceof SyntaxError) return damaged(file, wording, error);
  if (error instanceof AppError || !isCoded(error)) {
    return error instanceof Error && /bindings file|\.node['"\s]/u.test(error.message)
      ? brokenNativeModule(error)
      : error;
  }
  if (error.code === 'ERR_DLOPEN_FAILED') return brokenNativeModule(error);
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return diskFull(file, wording, error);
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR'].includes(error.code)) {
    return unwritable(file, wording, error);
  }
  return fromSqliteCode(error.code, file, wording, error) ?? error;
}
