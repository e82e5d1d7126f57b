import type { Readable, Writable } from 'node:stream';
import type { Language } from '../../domain/answer.js';
import type { App } from '../../domain/app.js';

export type CliInput = Readable & { readonly isTTY?: boolean };
export type CliOutput = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** `all`: HTTP, and Telegram where it is set up. */
export type ServedChannels = 'all' | 'telegram';

/** Everything that a command touches outside itself. Answers go to `stdout`, all else to `stderr`. */
export interface CliIo {
  readonly stdin: CliInput;
  readonly stdout: CliOutput;
  readonly stderr: CliOutput;
  readonly colours: { readonly stdout: boolean; readonly stderr: boolean };
  /** Of messages; an answer is shown in the language of its question. */
  readonly language: Language;
  readonly version: string;
  /** Whether an unexpected error is shown with its stack. */
  readonly debug: boolean;
  /** Aborted when the person wants the command to end. */
  readonly signal: AbortSignal;
  /** Gives the same App at every call; whoever made the `CliIo` closes it. */
  openApp(): App | Promise<App>;
  /** The folder that `index --watch` watches. */
  reportsFolder(): string;
  /** The `eval` command, handed the arguments that follow its name. */
  evaluate?(args: readonly string[], io: CliIo): Promise<number>;
  /** The `serve` and `telegram` commands: runs until `signal` and the work in hand is done. */
  serve?(what: ServedChannels, io: CliIo): Promise<void>;
}
