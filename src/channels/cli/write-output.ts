import { AppError } from '../../domain/app-error.js';
import type { CliIo } from './cli-io.js';
import { messagesIn } from './messages.js';

/** Waits until the text is handed over, so that a slow reader slows the command and a full disk is noticed. */
export async function writeOutput(text: string, io: CliIo): Promise<void> {
  const failure = await new Promise<Error | null | undefined>((resolve) => {
    io.stdout.write(text, resolve);
  });
  if (!failure) return;
  if (isClosedPipe(failure)) throw failure;
  const messages = messagesIn(io.language);
  const reason = 'code' in failure ? ` (${String(failure.code)})` : '';
  throw new AppError(`${messages.outputFailed}${reason}`, {
    code: reason.includes('ENOSPC') ? 'disk_full' : 'internal',
    hint: messages.outputHint,
    cause: failure,
  });
}

/** The reader of the output has gone, as `head` does when it has seen enough. */
export function isClosedPipe(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
  );
}
