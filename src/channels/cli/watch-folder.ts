import { watch } from 'node:fs';

export interface WatchFolderOptions {
  readonly signal: AbortSignal;
  /** Quiet time after the last change; editors and copies touch a file several times. */
  readonly debounceMs?: number;
  /** How often to look anyway where the system tells of changes: network folders may tell of none. */
  readonly safetyMs?: number;
  /** How often to look where the system tells nothing. */
  readonly pollMs?: number;
  readonly watch?: WatchFunction;
}

export interface FolderWatcher {
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): void;
}

export type WatchFunction = (folder: string, onChange: () => void) => FolderWatcher;

const DEFAULTS = { debounceMs: 300, safetyMs: 30_000, pollMs: 2000 };

/**
 * Yields whenever something below the folder may have changed, until the signal is aborted. Changes that come while
 * the caller is at work are yielded once, afterwards. Falls back to yielding at intervals.
 */
export async function* watchFolder(
  folder: string,
  options: WatchFolderOptions,
): AsyncGenerator<void, void, undefined> {
  const { signal } = options;
  let changed = false;
  let wake: () => void = () => {};
  const stopWatching = notifyOfChanges(folder, options, () => {
    changed = true;
    wake();
  });
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      if (!changed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      changed = false;
      yield;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    stopWatching();
  }
}

function notifyOfChanges(
  folder: string,
  options: WatchFolderOptions,
  notify: () => void,
): () => void {
  const {
    debounceMs,
    safetyMs,
    pollMs,
    watch: open,
  } = { watch: watchTree, ...DEFAULTS, ...options };
  let debounce: NodeJS.Timeout | undefined;
  let watcher: FolderWatcher | null = null;
  let interval: NodeJS.Timeout;
  const onChange = (): void => {
    clearTimeout(debounce);
    debounce = setTimeout(notify, debounceMs);
  };
  const fallBack = (): void => {
    watcher?.close();
    watcher = null;
    clearInterval(interval);
    interval = setInterval(notify, pollMs);
  };
  interval = setInterval(notify, safetyMs);
  try {
    watcher = open(folder, onChange);
    watcher.on('error', fallBack);
  } catch {
    // No recursive watching here, too many watched folders, or the folder is not there yet.
    fallBack();
  }
  return () => {
    clearTimeout(debounce);
    clearInterval(interval);
    watcher?.close();
  };
}

function watchTree(folder: string, onChange: () => void): FolderWatcher {
  return watch(folder, { recursive: true }, onChange);
}
