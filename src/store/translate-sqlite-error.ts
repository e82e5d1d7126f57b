import { AppError } from '../domain/app-error.js';

const REBUILD_HINT = 'Run `npm run index -- --rebuild`.';

function isCoded(error: unknown): error is Error & { code: string } {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'string';
}

/** An error of the index itself: what is stored cannot be used. */
export function damagedIndex(file: string, cause?: unknown): AppError {
  return new AppError(`The index ${file} is damaged.`, {
    code: 'index_damaged',
    hint: `${REBUILD_HINT} Everything in it is made from the reports.`,
    cause,
  });
}

/** The folder of `file` is read-only, not there, or not ours. */
export function unwritableIndex(file: string, cause?: unknown): AppError {
  return new AppError(`The index ${file} cannot be written.`, {
    code: 'index_unwritable',
    hint: 'Make its folder writable, or name another one with INDEX_DIR.',
    cause,
  });
}

function diskFull(file: string, cause: unknown): AppError {
  return new AppError(`The disk that holds ${file} is full.`, {
    code: 'disk_full',
    hint: 'Free some space, or name another folder with INDEX_DIR, and run `npm run index` again.',
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
function fromSqliteCode(code: string, file: string, cause: unknown): AppError | null {
  if (/^SQLITE_(?:CORRUPT|NOTADB|FORMAT)/u.test(code)) return damagedIndex(file, cause);
  if (/^SQLITE_(?:FULL|IOERR_SHMSIZE)/u.test(code)) return diskFull(file, cause);
  if (/^SQLITE_(?:READONLY|CANTOPEN|PERM|AUTH|IOERR)/u.test(code)) {
    return unwritableIndex(file, cause);
  }
  if (/^SQLITE_(?:BUSY|LOCKED)/u.test(code)) {
    return new AppError(`The index ${file} is in use by another process.`, {
      code: 'index_unwritable',
      hint: 'Wait until the other process is done, and try again.',
      cause,
    });
  }
  return null;
}

/** What failed below the store, as an `AppError` with its mend; errors that are not SQLite's or the disk's stay as they are. */
export function translateSqliteError(error: unknown, file: string): unknown {
  // Rows hold JSON that this program has written.
  if (error instanceof SyntaxError) return damagedIndex(file, error);
  if (error instanceof AppError || !isCoded(error)) {
    return error instanceof Error && /bindings file|\.node['"\s]/u.test(error.message)
      ? brokenNativeModule(error)
      : error;
  }
  if (error.code === 'ERR_DLOPEN_FAILED') return brokenNativeModule(error);
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return diskFull(file, error);
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR'].includes(error.code)) {
    return unwritableIndex(file, error);
  }
  return fromSqliteCode(error.code, file, error) ?? error;
}
