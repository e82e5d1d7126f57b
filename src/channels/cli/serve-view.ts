import type { App, IndexReport } from '../../domain/app.js';
import type { CliIo } from './cli-io.js';
import { messagesIn } from './messages.js';
import { writeStartLine } from './write-start-line.js';

export interface ServeView {
  ready(ready: {
    readonly url: string | null;
    readonly bot: string | null;
    readonly botIsOpen: boolean;
  }): void;
  indexed(report: IndexReport): void;
}

/** What a person sees who starts a server; the log goes to the standard output. */
export function createServeView(app: App, io: CliIo): ServeView {
  const { serve } = messagesIn(io.language);
  const write = (line: string): void => {
    io.stderr.write(`${line}\n`);
  };
  writeStartLine(app, io);
  io.signal.addEventListener('abort', () => write(serve.stopping), { once: true });
  return {
    ready({ url, bot, botIsOpen }) {
      if (url !== null) write(serve.http(url));
      if (bot !== null) write(serve.telegram(bot));
      if (bot !== null && botIsOpen) write(serve.everyone);
    },
    indexed: ({ generation, changed }) => {
      if (changed) write(serve.indexed(generation));
    },
  };
}
