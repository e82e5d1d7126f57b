import { type DestinationStream, type Logger, pino } from 'pino';
import { AppError } from '../../domain/app-error.js';
import type { HttpSettings } from './http-settings.js';

/** JSON lines. Headers and bodies are not logged at all; what is redacted is a second lock. */
export function createLogger(level: HttpSettings['logLevel'], stream?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: ['authorization', '*.authorization', '*["x-api-key"]', 'req.headers', 'req.url'],
      censor: '[redacted]',
    },
    serializers: { err: loggedError, error: loggedError },
  };
  return stream === undefined ? pino(options) : pino(options, stream);
}

/** Messages of errors that nobody foresaw may hold a person's text: only where they arose is logged. */
function loggedError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  const cause = error.cause === undefined ? {} : { cause: loggedError(error.cause) };
  if (error instanceof AppError) {
    return {
      type: error.name,
      code: error.code,
      message: error.message,
      hint: error.hint,
      ...cause,
    };
  }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return { type: error.name, code, stack: frames.map((line) => line.trim()), ...cause };
}
