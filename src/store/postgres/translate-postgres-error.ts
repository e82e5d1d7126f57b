import { AppError, type ErrorCode } from '../../domain/app-error.js';

/** Which tables a call is about: the index can be made again, what people wrote cannot. */
export type DatabasePart = 'index' | 'state';

const UNWRITABLE: Record<DatabasePart, ErrorCode> = {
  index: 'index_unwritable',
  state: 'state_unwritable',
};
const DAMAGED: Record<DatabasePart, { readonly code: ErrorCode; readonly hint: string }> = {
  index: {
    code: 'index_damaged',
    hint: 'Run `npm run index -- --rebuild`. Everything in it is made from the reports.',
  },
  state: {
    code: 'state_damaged',
    hint: 'Restore the database from a backup; what people wrote cannot be made again.',
  },
};

interface Mend {
  readonly says: string;
  readonly hint: string;
}

const RUNNING = 'Look whether Postgres runs at the address in DATABASE_URL, and can be reached.';
const UNREACHABLE: Mend = { says: 'cannot be reached', hint: RUNNING };

/** By the error's code: Node's for the network, SQLSTATE for what Postgres says itself. */
const MENDS: Readonly<Record<string, Mend>> = {
  ENOTFOUND: { says: 'cannot be reached: its host is not known', hint: RUNNING },
  '28P01': {
    says: 'refuses the password',
    hint: 'Correct user and password in DATABASE_URL.',
  },
  '28000': { says: 'refuses the user', hint: 'Correct user and password in DATABASE_URL.' },
  '3D000': {
    says: 'does not exist',
    hint: 'Make it with `createdb`, or correct its name in DATABASE_URL.',
  },
  '42501': {
    says: 'does not allow this user to do it',
    hint: 'Give the user of DATABASE_URL the right to create and change tables in the schema DATABASE_SCHEMA; the extension may be made by an administrator with `CREATE EXTENSION vector`.',
  },
  '25006': {
    says: 'is read-only',
    hint: 'Name the primary server in DATABASE_URL, not a replica.',
  },
  '0A000': {
    says: 'has no pgvector',
    hint: 'Install the extension pgvector (0.5 or newer) on the server of DATABASE_URL.',
  },
  '58P01': {
    says: 'has no pgvector',
    hint: 'Install the extension pgvector (0.5 or newer) on the server of DATABASE_URL.',
  },
  '53300': {
    says: 'takes no more connections',
    hint: 'Raise max_connections of Postgres, start fewer processes, or put a pooler in session mode before it.',
  },
  '57014': { says: 'took too long for one statement', hint: 'Raise statement_timeout.' },
};

function mendOf(error: Error & { readonly code?: unknown }): Mend | null {
  const code = typeof error.code === 'string' ? error.code : '';
  const known = MENDS[code];
  if (known !== undefined) return known;
  const isNetwork = /^E[A-Z]{4,}$/u.test(code) && 'syscall' in error;
  // 08: connection; 57P: the server stops or starts; 40 and 55P03 do not happen with our locks.
  if (isNetwork || /^(?:08|57P)/u.test(code)) return UNREACHABLE;
  return /Connection terminated|timeout exceeded when trying to connect|not queryable/iu.test(
    error.message,
  )
    ? UNREACHABLE
    : null;
}

export function damagedDatabase(label: string, part: DatabasePart, cause?: unknown): AppError {
  const name = part === 'index' ? 'index' : 'kept state';
  return new AppError(`The ${name} in ${label} is damaged.`, { ...DAMAGED[part], cause });
}

/** What failed in or before Postgres, as an `AppError` with its mend; other errors stay as they are. */
export function translatePostgresError(error: unknown, label: string, part: DatabasePart): unknown {
  // Rows hold JSON that this program has written.
  if (error instanceof SyntaxError) return damagedDatabase(label, part, error);
  if (error instanceof AggregateError) {
    return translatePostgresError(error.errors[0], label, part);
  }
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  if (code === 'XX001' || code === 'XX002') return damagedDatabase(label, part, error);
  if (code === '53100') {
    return new AppError(`The disk of the database ${label} is full.`, {
      code: 'disk_full',
      hint: 'Give the disk of Postgres more room.',
      cause: error,
    });
  }
  const mend = mendOf(error);
  if (mend === null) return error;
  const { says, hint } = mend;
  return new AppError(`The database ${label} ${says}.`, {
    code: UNWRITABLE[part],
    hint,
    cause: error,
  });
}
