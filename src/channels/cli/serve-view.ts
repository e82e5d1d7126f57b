import type { App, IndexReport } from '../../domain/app.js';
import type { CliIo } from './cli-io.js';
import { messagesIn } from './messages.js';
import { formatPoints } from './write-gate-report.js';
import { writeStartLine } from './write-start-line.js';

export interface ServeView {
  http(url: string): void;
  bot(bot: { readonly name: string; readonly isOpen: boolean }): void;
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
    http: (url) => write(serve.http(url)),
    bot({ name, isOpen }) {
      write(serve.telegram(name));
      if (isOpen) write(serve.everyone);
    },
    indexed: ({ generation, changed, gate }) => {
      if (gate?.kept) write(serve.refused(formatPoints(gate.before), formatPoints(gate.now)));
      if (changed) write(serve.indexed(generation));
    },
  };
}
