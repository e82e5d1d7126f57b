import { PassThrough, Readable, Writable } from 'node:stream';
import type { CliIo } from '../../src/channels/cli/cli-io.js';
import type { App } from '../../src/domain/app.js';
import { createFakeApp } from './fake-app.js';

export interface MemoryIo extends CliIo {
  readonly out: () => string;
  readonly err: () => string;
}

export interface MemoryIoOptions extends Partial<Omit<CliIo, 'stdin' | 'stdout' | 'stderr'>> {
  readonly app?: App;
  /** What stands in the pipe; absent means that stdin is a terminal. */
  readonly input?: string | Readable;
  /** Columns of stdout and stderr as terminals; absent means that they are none. */
  readonly columns?: number;
}

/** The surroundings of a command, in memory. */
export function createMemoryIo(options: MemoryIoOptions = {}): MemoryIo {
  const { app = createFakeApp(), input, columns, ...rest } = options;
  const stdout = collector(columns);
  const stderr = collector(columns);
  return {
    stdin: inputStream(input),
    stdout: stdout.stream,
    stderr: stderr.stream,
    colours: { stdout: false, stderr: false },
    language: 'en',
    version: '1.2.3',
    debug: false,
    signal: new AbortController().signal,
    openApp: () => app,
    reportsFolder: () => 'reports',
    ...rest,
    out: stdout.text,
    err: stderr.text,
  };
}

function inputStream(input: string | Readable | undefined): CliIo['stdin'] {
  if (input instanceof Readable) return input;
  if (input !== undefined) return Readable.from([Buffer.from(input)]);
  return Object.assign(new PassThrough(), { isTTY: true });
}

function collector(columns: number | undefined): { stream: Writable; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  if (columns !== undefined) Object.assign(stream, { isTTY: true, columns });
  return { stream, text: () => chunks.join('') };
}
