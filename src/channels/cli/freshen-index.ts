import type { App } from '../../domain/app.js';
import { AppError, type ErrorCode } from '../../domain/app-error.js';
import { vectorsWhileWaiting } from '../../domain/vectors-while-waiting.js';
import type { CliIo } from './cli-io.js';
import { createProgressView } from './progress-view.js';
import { writeError } from './write-error.js';

/** Shown only when the build takes so long that a person wonders. */
export const PROGRESS_DELAY_MS = 1000;

/** What is there cannot be served after these either. */
const HOPELESS: readonly ErrorCode[] = [
  'cancelled',
  'index_damaged',
  'index_too_new',
  'native_module',
];

/**
 * Brings the index up to date, but for the vectors of an archive, which take hours: questions are answered without them.
 * If it fails, says so, and leaves it to the caller to serve what is there. Whether it worked.
 */
export async function freshenIndex(app: App, io: CliIo): Promise<boolean> {
  const progress = createProgressView(io, { delayMs: PROGRESS_DELAY_MS, isTask: false });
  try {
    await app.refresh({
      ...{ signal: io.signal, onProgress: progress.update },
      vectors: { upTo: vectorsWhileWaiting },
    });
    return true;
  } catch (error) {
    progress.stop();
    if (!(error instanceof AppError) || HOPELESS.includes(error.code)) throw error;
    writeError(error, io);
    return false;
  } finally {
    progress.stop();
  }
}
