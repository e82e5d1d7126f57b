import { CommanderError } from 'commander';
import { AppError } from '../../domain/app-error.js';
import { buildProgram } from './build-program.js';
import type { CliIo } from './cli-io.js';
import { EXIT_FAILURE, EXIT_OK, exitCodeOfError } from './exit-code.js';
import { messagesIn } from './messages.js';
import { writeError } from './write-error.js';
import { isClosedPipe } from './write-output.js';

/**
 * Runs one command and gives its exit code: 0 answered or all well, 3 not found, 2 usage, 1 failure, 130 cancelled.
 * Never throws; errors are written to stderr. `argv` begins with the command.
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (isClosedPipe(error)) return EXIT_OK;
    if (io.signal.aborted) return exitCodeOfError(cancelled());
    const shown = error instanceof CommanderError ? usageError(error, argv, io) : error;
    if (shown === null) return EXIT_OK;
    writeError(shown, io);
    return exitCodeOfError(shown);
  }
}

async function dispatch(argv: readonly string[], io: CliIo): Promise<number> {
  // Has options of its own, which are none of this channel's business.
  if (argv[0] === 'eval' && io.evaluate !== undefined) return io.evaluate(argv.slice(1), io);
  let exitCode = EXIT_FAILURE;
  const program = buildProgram(io, (code) => {
    exitCode = code;
  });
  await program.parseAsync([...argv], { from: 'user' });
  return exitCode;
}

/** Null when there is no error: help and version were asked for, and were written. */
function usageError(error: CommanderError, argv: readonly string[], io: CliIo): AppError | null {
  if (error.exitCode === 0) return null;
  const messages = messagesIn(io.language);
  const command = COMMAND_NAMES.find((name) => name === argv[0]);
  return new AppError(
    error.code === 'commander.help'
      ? messages.help.noCommand
      : error.message.replace(/^error: /u, ''),
    {
      code: 'usage',
      hint: messages.usageHint(command === undefined ? 'report-qa' : `report-qa ${command}`),
      cause: error,
    },
  );
}

const COMMAND_NAMES = [
  'ask',
  'chat',
  'serve',
  'telegram',
  'index',
  'show',
  'doctor',
  'feedback',
  'eval',
] as const;

function cancelled(): AppError {
  return new AppError('Cancelled.', { code: 'cancelled', hint: 'Run the command again.' });
}
