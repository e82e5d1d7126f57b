import { createColors } from 'picocolors';
import type { App } from '../../domain/app.js';
import type { CliIo } from './cli-io.js';
import { messagesIn } from './messages.js';

/** The first line of every start: a key left in the environment must not send a report out unseen. */
export function writeStartLine({ answering }: App, io: CliIo): void {
  const { start } = messagesIn(io.language);
  const { mode, model, host, embeddingHost } = answering;
  const lines = [
    mode === 'llm' ? start.model(model ?? '', host ?? '') : start.extractive,
    ...(embeddingHost === null ? [] : [start.embedding(embeddingHost)]),
  ];
  const { dim } = createColors(io.colours.stderr);
  io.stderr.write(`${dim(lines.join(' '))}\n`);
}
