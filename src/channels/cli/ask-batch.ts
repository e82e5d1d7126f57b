import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { App } from '../../domain/app.js';
import { AppError } from '../../domain/app-error.js';
import type { AskFlags } from './ask-command.js';
import { askOnce } from './ask-once.js';
import type { CliIo } from './cli-io.js';
import { describeError } from './describe-error.js';
import { EXIT_FAILURE, EXIT_OK } from './exit-code.js';
import { messagesIn } from './messages.js';
import { type QuestionLine, readQuestionLines } from './read-question-lines.js';
import { toJson } from './to-json.js';
import { writeError } from './write-error.js';
import { isClosedPipe, writeOutput } from './write-output.js';

/** Answers a file of questions, one JSON line each, in order. A line that fails does not end the run. */
export async function askBatch(file: string, flags: AskFlags, io: CliIo): Promise<number> {
  const messages = messagesIn(io.language);
  const input = await openInput(file, io);
  const app = await io.openApp();
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const close = (): void => lines.close();
  io.signal.addEventListener('abort', close, { once: true });
  let inputError: Error | null = null;
  input.once('error', (error) => {
    inputError = error;
    close();
  });
  const status = createStatusLine(io);
  let done = 0;
  let failed = 0;
  try {
    for await (const line of readQuestionLines(lines, { hint: messages.ask.lineHint })) {
      const worked = await answerLine(line, app, flags, io, status);
      done += 1;
      if (!worked) failed += 1;
      status.show(messages.ask.batchRunning(done, failed));
    }
  } finally {
    status.end();
    io.signal.removeEventListener('abort', close);
    close();
    if (input !== io.stdin) input.destroy();
  }
  io.signal.throwIfAborted();
  if (inputError !== null) throw unreadable(file, inputError, io);
  return failed === 0 ? EXIT_OK : EXIT_FAILURE;
}

async function answerLine(
  { id, question }: QuestionLine,
  app: App,
  flags: AskFlags,
  io: CliIo,
  status: StatusLine,
): Promise<boolean> {
  let output: object;
  let worked = true;
  try {
    if (question instanceof AppError) throw question;
    const documents = flags.document ?? [];
    output = await askOnce(
      app,
      documents.length > 0 && question.documents === undefined
        ? { ...question, documents }
        : question,
      flags,
      io,
      (explanation) => {
        status.clear();
        io.stderr.write(`${toJson({ questionId: id, ...explanation })}\n`);
      },
    );
  } catch (error) {
    if (isClosedPipe(error) || (error instanceof AppError && error.code === 'cancelled'))
      throw error;
    io.signal.throwIfAborted();
    worked = false;
    output = { questionId: id, error: describeError(error, messagesIn(io.language)) };
    if (!(error instanceof AppError) && io.debug) {
      status.clear();
      writeError(error, io);
    }
  }
  status.clear();
  await writeOutput(`${toJson(output)}\n`, io);
  return worked;
}

/** Opened before the App, so that a misspelt name is told at once. */
async function openInput(file: string, io: CliIo): Promise<Readable> {
  if (file === '-') return io.stdin;
  const stream = createReadStream(file, 'utf8');
  try {
    await new Promise<void>((resolve, reject) => {
      stream.once('readable', resolve).once('end', resolve).once('error', reject);
    });
    return stream;
  } catch (error) {
    throw unreadable(file, error, io);
  }
}

function unreadable(file: string, error: unknown, io: CliIo): AppError {
  const { ask } = messagesIn(io.language);
  const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return new AppError(`${ask.batchOpen(file)}${reason}`, {
    code: 'usage',
    hint: ask.batchOpenHint,
    cause: error,
  });
}

interface StatusLine {
  show(text: string): void;
  clear(): void;
  end(): void;
}

/** One line on a terminal that is written over; nothing elsewhere. */
function createStatusLine(io: CliIo): StatusLine {
  let shown = false;
  const clear = (): void => {
    if (shown) io.stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    clear,
    show(text) {
      if (io.stderr.isTTY !== true) return;
      clear();
      io.stderr.write(text);
      shown = true;
    },
    end() {
      if (shown) io.stderr.write('\n');
      shown = false;
    },
  };
}
