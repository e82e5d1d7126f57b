import type { Answer } from '../../domain/answer.js';
import { AppError } from '../../domain/app-error.js';
import type { Explanation } from '../../domain/explanation.js';
import { createAnswerStream } from './answer-stream.js';
import { type AskOnceFlags, askOnce } from './ask-once.js';
import type { CliInput, CliIo } from './cli-io.js';
import { exitCodeOfAnswer } from './exit-code.js';
import { layoutWidth } from './layout-width.js';
import { messagesIn } from './messages.js';
import { type RenderAnswerOptions, renderAnswer } from './render-answer.js';
import { toJson } from './to-json.js';
import { writeOutput } from './write-output.js';
import { writeStartLine } from './write-start-line.js';

export type AnswerFormat = 'text' | 'json' | 'markdown';

export interface AskFlags extends AskOnceFlags {
  readonly format?: AnswerFormat;
  readonly json?: boolean;
  readonly document?: readonly string[];
  readonly input?: string;
}

/** `ask`: one question from the arguments or a pipe, or many with `--input`. */
export async function askCommand(
  words: readonly string[],
  flags: AskFlags,
  io: CliIo,
): Promise<number> {
  checkFlags(words, flags, io);
  if (flags.input !== undefined) {
    const { askBatch } = await import('./ask-batch.js');
    return askBatch(flags.input, flags, io);
  }
  const format = flags.json === true ? 'json' : (flags.format ?? 'text');
  const question = words.length > 0 ? words.join(' ') : await questionFromPipe(io);
  const documents = flags.document ?? [];
  const explanations: Explanation[] = [];
  const app = await io.openApp();
  // Who reads JSON finds the mode in it, and `--explain` writes JSON to the same stream.
  if (format !== 'json' || app.answering.mode === 'llm') writeStartLine(app, io);
  // The offline answer is there all at once; a model's sentences are shown as each is verified.
  const stream =
    format === 'text' && app.answering.mode === 'llm'
      ? createAnswerStream((text) => io.stdout.write(text), textOptions(io))
      : null;
  const answer = await askOnce(
    app,
    documents.length > 0 ? { question, documents } : { question },
    flags,
    io,
    (explanation) => explanations.push(limit(explanation, flags.top)),
    stream?.onEvent,
  );
  await writeOutput(stream?.rest(answer) ?? (await renderIn(format, answer, io)), io);
  for (const explanation of explanations) {
    io.stderr.write(await explain(format, explanation, answer, io));
  }
  return exitCodeOfAnswer(answer);
}

function checkFlags(words: readonly string[], flags: AskFlags, io: CliIo): void {
  const { ask, usageHint } = messagesIn(io.language);
  const fail = (message: string): never => {
    throw new AppError(message, { code: 'usage', hint: usageHint('report-qa ask') });
  };
  if (flags.json === true && flags.format !== undefined && flags.format !== 'json') {
    fail(ask.formatConflict);
  }
  if (flags.input === undefined) return;
  if (words.length > 0) fail(ask.batchQuestion);
  if (flags.format !== undefined && flags.format !== 'json') fail(ask.batchFormat);
}

async function questionFromPipe(io: CliIo): Promise<string> {
  const piped = io.stdin.isTTY === true ? '' : await readText(io.stdin, io.signal);
  const question = piped.replace(/^\ufeff/u, '').trimEnd();
  if (question !== '') return question;
  const { ask } = messagesIn(io.language);
  throw new AppError(ask.noQuestion, { code: 'usage', hint: ask.noQuestionHint });
}

// Far more than any question that is accepted; what is longer need not be read to its end to be refused.
const MAX_PIPED_CHARACTERS = 1_000_000;

async function readText(stream: CliInput, signal: AbortSignal): Promise<string> {
  let text = '';
  const stop = (): void => {
    stream.destroy(new AppError('Cancelled.', { code: 'cancelled', hint: 'Ask again.' }));
  };
  signal.addEventListener('abort', stop, { once: true });
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.length > MAX_PIPED_CHARACTERS) break;
  }
  signal.removeEventListener('abort', stop);
  return text;
}

async function renderIn(format: AnswerFormat, answer: Answer, io: CliIo): Promise<string> {
  switch (format) {
    case 'json':
      return `${toJson(answer, io.stdout.isTTY === true ? 2 : undefined)}\n`;
    case 'markdown': {
      const { renderAnswerMarkdown } = await import('./render-answer-markdown.js');
      return renderAnswerMarkdown(answer);
    }
    case 'text':
      return renderAnswer(answer, textOptions(io));
  }
}

function textOptions(io: CliIo): RenderAnswerOptions {
  return { colours: io.colours.stdout, width: layoutWidth(io.stdout), sources: 'full' };
}

function limit(explanation: Explanation, top: number | undefined): Explanation {
  const { passages, sentences } = explanation;
  return { ...explanation, passages: passages.slice(0, top), sentences: sentences.slice(0, top) };
}

async function explain(
  format: AnswerFormat,
  explanation: Explanation,
  answer: Answer,
  io: CliIo,
): Promise<string> {
  if (format === 'json') return `${toJson(explanation)}\n`;
  const { renderExplanation } = await import('./render-explanation.js');
  return `\n${renderExplanation(explanation, answer, {
    messages: messagesIn(answer.language),
    colours: io.colours.stderr,
    width: layoutWidth(io.stderr),
  })}`;
}
