import type { ErrorCode } from '../domain/app-error.js';

/** What a database is called in messages, and how its faults are mended. */
export interface StoreWording {
  /** As in "The index FILE is damaged." */
  readonly name: string;
  readonly damaged: { readonly code: ErrorCode; readonly hint: string };
  readonly unwritable: { readonly code: ErrorCode; readonly hint: string };
  readonly tooNew: { readonly code: ErrorCode; readonly hint: string };
  readonly diskFull: { readonly hint: string };
}

export const indexWording: StoreWording = {
  name: 'index',
  damaged: {
    code: 'index_damaged',
    hint: 'Run `npm run index -- --rebuild`. Everything in it is made from the reports.',
  },
  unwritable: {
    code: 'index_unwritable',
    hint: 'Make its folder writable, or name another one with INDEX_DIR.',
  },
  tooNew: {
    code: 'index_too_new',
    hint: 'Update the program, or name another folder with INDEX_DIR, or delete this file and run `npm run index`.',
  },
  diskFull: {
    hint: 'Free some space, or name another folder with INDEX_DIR, and run `npm run index` again.',
  },
};

/** What people wrote cannot be made again, so no hint has it deleted. */
export const stateWording: StoreWording = {
  name: 'kept state',
  damaged: {
    code: 'state_damaged',
    hint: 'Stop the program, then move this file and those beside it that begin with its name to another folder, and put back a copy of them from a backup. Without a backup the program begins with an empty one, and the moved file may still be read with `sqlite3 FILE .recover`.',
  },
  unwritable: {
    code: 'state_unwritable',
    hint: 'Make its folder writable, or name another one with STATE_DIR.',
  },
  tooNew: {
    code: 'state_too_new',
    hint: 'Update the program, or name another folder with STATE_DIR.',
  },
  diskFull: { hint: 'Free some space, or name another folder with STATE_DIR.' },
};
