import { type Logger, pino } from 'pino';

/** The log of a server: JSON lines on the standard output. It is told no text of a person and no secret. */
export function createServerLog(level: string): Logger {
  return pino({ level, base: null }, pino.destination(1));
}
