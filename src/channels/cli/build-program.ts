import { Command, InvalidArgumentError } from 'commander';
import type { AnswerFormat, AskFlags } from './ask-command.js';
import type { CliIo } from './cli-io.js';
import { displayWidth } from './display-width.js';
import { EXIT_OK } from './exit-code.js';
import type { FeedbackFlags } from './feedback-command.js';
import type { IndexFlags } from './index-command.js';
import { layoutWidth } from './layout-width.js';
import { messagesIn } from './messages.js';
import type { Messages } from './messages-english.js';
import type { ShowFlags } from './show-command.js';

/**
 * The commands and their options. Each command is loaded when it runs, since `ask` starts in a fraction of a second; a command that has run
 * hands its exit code to `onExit`.
 */
export function buildProgram(io: CliIo, onExit: (exitCode: number) => void): Command {
  const messages = messagesIn(io.language);
  const { help } = messages;
  const program = configure(new Command('report-qa'), io, messages)
    .description(help.program)
    .version(io.version, '-V, --version', help.version)
    .helpCommand(false)
    .addHelpText('after', `\n${help.exitCodes}`);
  const add = (name: string, description: string): Command => {
    const command = configure(new Command(name), io, messages).description(description);
    program.addCommand(command);
    return command;
  };
  addAsk(add('ask', help.ask), io, messages, onExit);
  add('chat', help.chat).action(async () => {
    const { chatCommand } = await import('./chat-command.js');
    onExit(await chatCommand(io));
  });
  add('index', help.index)
    .option('--rebuild', help.rebuild)
    .option('--force', help.force)
    .option('--watch', help.watch)
    .action(async (flags: IndexFlags) => {
      const { indexCommand } = await import('./index-command.js');
      onExit(await indexCommand(flags, io));
    });
  add('show', help.show)
    .argument('[document]', help.showDocument)
    .option('--repairs', help.repairs)
    .option('--passages', help.passages)
    .option('--json', help.showJson)
    .action(async (id: string | undefined, flags: ShowFlags) => {
      const { showCommand } = await import('./show-command.js');
      onExit(await showCommand(id, flags, io));
    });
  add('doctor', help.doctor).action(async () => {
    const { doctorCommand } = await import('./doctor-command.js');
    onExit(await doctorCommand(io));
  });
  addServers(add, io, messages, onExit);
  add('feedback', help.feedback)
    .option('--limit <n>', help.feedbackLimit, limitReader(help.badLimit))
    .option('--json', help.feedbackJson)
    .action(async (flags: FeedbackFlags) => {
      const { feedbackCommand } = await import('./feedback-command.js');
      onExit(await feedbackCommand(flags, io));
    });
  if (io.evaluate !== undefined) add('eval', help.eval);
  return program;
}

function addServers(
  add: (name: string, description: string) => Command,
  io: CliIo,
  { help }: Messages,
  onExit: (exitCode: number) => void,
): void {
  const { serve } = io;
  if (serve === undefined) return;
  for (const [name, description, what] of [
    ['serve', help.serve, 'all'],
    ['telegram', help.telegram, 'telegram'],
  ] as const) {
    add(name, description).action(async () => {
      await serve(what, io);
      onExit(EXIT_OK);
    });
  }
}

function addAsk(
  command: Command,
  io: CliIo,
  { help }: Messages,
  onExit: (exitCode: number) => void,
): void {
  command
    .argument('[question...]', help.question)
    .option('--format <format>', help.format, formatReader(help.badFormat))
    .option('--json', help.json)
    .option('--explain', help.explain)
    .option('--top <n>', help.top, topReader(help.badTop))
    .option('--document <id>', help.document, (id: string, ids: string[] = []) => [...ids, id])
    .option('--input <file>', help.input)
    .action(async (words: string[], flags: AskFlags) => {
      const { askCommand } = await import('./ask-command.js');
      onExit(await askCommand(words, flags, io));
    });
}

function configure(command: Command, io: CliIo, { help }: Messages): Command {
  const titles: Readonly<Record<string, string>> = help.titles;
  return command
    .exitOverride()
    .helpOption('-h, --help', help.helpOption)
    .showSuggestionAfterError()
    .configureHelp({ displayWidth, styleTitle: (title) => titles[title] ?? title })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Errors are written by runCli, like all others.
      outputError: () => {},
      getOutHelpWidth: () => helpWidth(layoutWidth(io.stdout)),
      getErrHelpWidth: () => helpWidth(layoutWidth(io.stderr)),
      getOutHasColors: () => io.colours.stdout,
      getErrHasColors: () => io.colours.stderr,
    });
}

function helpWidth(width: number): number {
  return Number.isFinite(width) ? width : 100;
}

function formatReader(problem: string): (value: string) => AnswerFormat {
  return (value) => {
    if (value === 'text' || value === 'json' || value === 'markdown') return value;
    throw new InvalidArgumentError(problem);
  };
}

function limitReader(problem: string): (value: string) => number {
  return (value) => {
    const limit = /^\d{1,6}$/u.test(value) ? Number(value) : 0;
    if (limit >= 1) return limit;
    throw new InvalidArgumentError(problem);
  };
}

function topReader(problem: string): (value: string) => number {
  return (value) => {
    const top = /^\d{1,3}$/u.test(value) ? Number(value) : 0;
    if (top >= 1 && top <= 100) return top;
    throw new InvalidArgumentError(problem);
  };
}
