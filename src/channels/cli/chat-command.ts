import { createInterface, type Interface } from 'node:readline/promises';
import { createColors } from 'picocolors';
import type { Answer } from '../../domain/answer.js';
import type { App } from '../../domain/app.js';
import type { Exchange } from '../../domain/question.js';
import { createAnswerStream } from './answer-stream.js';
import { askOnce } from './ask-once.js';
import { cleanText } from './clean-text.js';
import type { CliIo } from './cli-io.js';
import { EXIT_FAILURE, EXIT_OK } from './exit-code.js';
import { freshenIndex } from './freshen-index.js';
import { layoutWidth } from './layout-width.js';
import { messagesIn } from './messages.js';
import { renderAnswer, renderSources } from './render-answer.js';
import { writeError } from './write-error.js';
import { isClosedPipe, writeOutput } from './write-output.js';
import { writeStartLine } from './write-start-line.js';

const COMMANDS = ['/sources', '/clear', '/help', '/quit'];
// Follow-ups reach back a few exchanges; the rest would only be carried along.
const MAX_EXCHANGES = 20;
const MAX_TITLES = 3;

interface Conversation {
  readonly app: App;
  readonly io: CliIo;
  history: Exchange[];
  lastAnswer: Answer | null;
  failed: boolean;
  /** Set while an answer is worked out. */
  running: AbortController | null;
}

/** `chat`: questions one after another, from a terminal or a pipe, each with the ones before as its history. */
export async function chatCommand(io: CliIo): Promise<number> {
  const app = await io.openApp();
  writeStartLine(app, io);
  await freshenIndex(app, io);
  const chat: Conversation = {
    app,
    io,
    history: [],
    lastAnswer: null,
    failed: false,
    running: null,
  };
  await welcome(chat);
  const interactive = io.stdin.isTTY === true && io.stderr.isTTY === true;
  const lines = createInterface({
    input: io.stdin,
    output: io.stderr,
    terminal: interactive,
    prompt: interactive ? createColors(io.colours.stderr).bold('› ') : '',
    completer: (line: string): [string[], string] => [
      COMMANDS.filter((name) => name.startsWith(line)),
      line,
    ],
  });
  const close = (): void => lines.close();
  io.signal.addEventListener('abort', close, { once: true });
  lines.on('SIGINT', () => {
    if (chat.running === null) close();
    else chat.running.abort();
  });
  try {
    await converse(chat, lines, interactive);
  } finally {
    io.signal.removeEventListener('abort', close);
    lines.close();
  }
  io.signal.throwIfAborted();
  if (interactive) io.stderr.write(`${messagesIn(io.language).chat.goodbye}\n`);
  return chat.failed && !interactive ? EXIT_FAILURE : EXIT_OK;
}

async function converse(chat: Conversation, lines: Interface, interactive: boolean): Promise<void> {
  const prompt = (): void => {
    if (interactive) lines.prompt();
  };
  let open = true;
  lines.once('close', () => {
    open = false;
    // The cursor still stands behind the prompt.
    if (interactive) chat.io.stderr.write('\n');
  });
  prompt();
  for await (const line of lines) {
    const text = line.trim();
    if (text === '/quit' || text === '/exit') return;
    if (text.startsWith('/')) await runCommand(text, chat);
    else if (text !== '') await answerQuestion(text, chat);
    if (chat.io.signal.aborted) return;
    if (open) prompt();
  }
}

async function answerQuestion(question: string, chat: Conversation): Promise<void> {
  const { app, io, history } = chat;
  const running = new AbortController();
  chat.running = running;
  const signal = AbortSignal.any([io.signal, running.signal]);
  try {
    const stream =
      app.answering.mode === 'llm'
        ? createAnswerStream((text) => io.stdout.write(text), renderOptions(io, 'short'))
        : null;
    const answer = await askOnce(
      app,
      { question, history },
      {},
      { ...io, signal },
      () => {},
      stream?.onEvent,
    );
    chat.lastAnswer = answer;
    chat.history = [...history, { question, answer: answer.answer }].slice(-MAX_EXCHANGES);
    const text = stream?.rest(answer) ?? renderAnswer(answer, renderOptions(io, 'short'));
    await writeOutput(`${text}\n`, io);
  } catch (error) {
    if (isClosedPipe(error)) throw error;
    if (running.signal.aborted) {
      io.stderr.write(`${messagesIn(io.language).chat.cancelled}\n`);
      return;
    }
    io.signal.throwIfAborted();
    chat.failed = true;
    writeError(error, io);
  } finally {
    chat.running = null;
  }
}

async function runCommand(command: string, chat: Conversation): Promise<void> {
  const { io } = chat;
  const { chat: messages } = messagesIn(io.language);
  switch (command) {
    case '/sources': {
      const sources =
        chat.lastAnswer === null ? '' : renderSources(chat.lastAnswer, renderOptions(io, 'full'));
      if (sources === '') io.stderr.write(`${messages.noSources}\n`);
      else await writeOutput(`${sources}\n`, io);
      return;
    }
    case '/clear':
      chat.history = [];
      chat.lastAnswer = null;
      io.stderr.write(`${messages.cleared}\n`);
      return;
    case '/help':
      io.stderr.write(`${messages.help}\n`);
      return;
    default:
      io.stderr.write(`${messages.unknown(cleanText(command))}\n`);
  }
}

function renderOptions(io: CliIo, sources: 'full' | 'short') {
  return { colours: io.colours.stdout, width: layoutWidth(io.stdout), sources };
}

/** Which reports answer, and how. */
async function welcome({ app, io }: Conversation): Promise<void> {
  const { chat } = messagesIn(io.language);
  const documents = await app.documents();
  if (documents.length === 0) {
    io.stderr.write(`${chat.noReports}\n`);
    return;
  }
  const titles = documents.slice(0, MAX_TITLES).map(({ title }) => cleanText(title));
  const reports = chat.reports(titles, documents.length - titles.length);
  io.stderr.write(`${chat.welcome(reports, chat.modes[app.answering.mode])}\n${chat.commands}\n`);
}
