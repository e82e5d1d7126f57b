import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { AppError } from '../../domain/app-error.js';
import type { TelegramCalls } from './call-telegram.js';
import type { TelegramSettings } from './telegram-settings.js';

export interface DownloadOptions {
  readonly calls: TelegramCalls;
  readonly settings: Pick<TelegramSettings, 'token' | 'apiRoot'>;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

const downloadTimeoutMs = 120_000;
const telegramsRoot = 'https://api.telegram.org';

/**
 * The bytes of a file that somebody sent. Throws a `TelegramFailure` when Telegram does not tell where it is, `file_too_large`,
 * or `channel_failed`; the address holds the token and is in no error.
 */
export async function downloadFile(fileId: string, options: DownloadOptions): Promise<Uint8Array> {
  const { calls, settings, signal, mostBytes } = options;
  const file = await calls.call<{ file_path?: string }>(
    'getFile',
    { file_id: fileId },
    { patience: 'patient', signal },
  );
  if (file.file_path === undefined) throw notGiven();
  // A server of one's own in local mode has the file on this machine.
  if (settings.apiRoot !== null && isAbsolute(file.file_path)) {
    return await readFile(file.file_path).catch(() => {
      throw notGiven();
    });
  }
  const root = (settings.apiRoot ?? telegramsRoot).replace(/\/+$/u, '');
  const response = await fetch(`${root}/file/bot${settings.token}/${file.file_path}`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(downloadTimeoutMs)]),
  }).catch(() => {
    throw notGiven();
  });
  if (!response.ok || response.body === null) throw notGiven();
  return await readBody(response.body, mostBytes).catch((error: unknown) => {
    throw error instanceof AppError ? error : notGiven();
  });
}

/** At most one chunk more than it may be is read. */
async function readBody(body: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      throw new AppError('The file is larger than it may be.', {
        code: 'file_too_large',
        hint: 'Send a smaller file, or raise MAX_REPORT_MB.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function notGiven(): AppError {
  return new AppError('Telegram did not give the file out.', {
    code: 'channel_failed',
    hint: 'Send it again in a moment.',
  });
}
