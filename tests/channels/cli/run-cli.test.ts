import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/channels/cli/run-cli.js';
import { AppError } from '../../../src/domain/app-error.js';
import { createFakeApp } from '../../support/fake-app.js';
import { createMemoryIo, type MemoryIoOptions } from '../../support/memory-io.js';
import { withoutStartLine } from '../../support/without-start-line.js';

async function run(argv: string[], options: MemoryIoOptions = {}) {
  const io = createMemoryIo(options);
  const exitCode = await runCli(argv, io);
  return { exitCode, out: io.out(), err: io.err() };
}

const closed = () => {
  throw new Error('The App must not be opened.');
};

describe('runCli', () => {
  it('shows help and version on stdout without opening the App', async () => {
    for (const argv of [['--help'], ['ask', '--help'], ['-h'], ['chat', '-h']]) {
      const { exitCode, out, err } = await run(argv, { openApp: closed });
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
      expect(out).toContain('Usage: report-qa');
    }
    expect(await run(['--version'], { openApp: closed })).toEqual({
      exitCode: 0,
      out: '1.2.3\n',
      err: '',
    });
  });

  it.each([
    [['frob'], "unknown command 'frob'", 'report-qa --help'],
    [['ask', '--frob'], "unknown option '--frob'", 'report-qa ask --help'],
    [['ask', '--format', 'xml', 'q'], 'It must be text, json or markdown.', 'report-qa ask --help'],
    [['ask', '--top', '0', 'q'], 'from 1 to 100', 'report-qa ask --help'],
    [['ask', '--json', '--format', 'text', 'q'], 'different things', 'report-qa ask --help'],
    [['show', 'a', 'b'], 'too many arguments', 'report-qa show --help'],
    [[], 'there is no command', 'report-qa --help'],
  ])('takes %j as wrong usage: exit 2, all on stderr', async (argv, message, hint) => {
    const { exitCode, out, err } = await run(argv, { openApp: closed });
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toContain(`hint: Run \`${hint}\`.`);
  });

  it('hands everything behind eval on, and its exit code back', async () => {
    const given: string[][] = [];
    const { exitCode } = await run(['eval', '--squad', 'x.json', '--help'], {
      openApp: closed,
      async evaluate(args) {
        given.push([...args]);
        return 7;
      },
    });
    expect(given).toEqual([['--squad', 'x.json', '--help']]);
    expect(exitCode).toBe(7);
  });

  it('tells an AppError with its kind in the language of the locale', async () => {
    const options: MemoryIoOptions = {
      language: 'zh-Hans',
      openApp: () => {
        throw new AppError('model.onnx is missing.', {
          code: 'model_missing',
          hint: 'Restore it.',
        });
      },
    };
    const { exitCode, err } = await run(['ask', 'q'], options);
    expect(exitCode).toBe(1);
    expect(err).toBe('错误（缺少模型文件）：model.onnx is missing.\n提示：Restore it.\n');
  });

  it('keeps the text of an unexpected error to itself, except in debug mode', async () => {
    const openApp = () => {
      throw new Error('secret sk-123');
    };
    const { exitCode, err } = await run(['ask', 'q'], { openApp });
    expect(exitCode).toBe(1);
    expect(err).toMatch(
      /^error: something went wrong that should not \(error [0-9a-f]{8}\)\nhint: /u,
    );
    expect(err).not.toContain('sk-123');
    expect((await run(['ask', 'q'], { openApp, debug: true })).err).toContain('secret sk-123');
  });

  it('exits 130 when it was cancelled, without a word', async () => {
    const controller = new AbortController();
    const app = createFakeApp({
      refresh: () => {
        controller.abort();
        throw new Error('aborted');
      },
    });
    expect(await run(['index'], { app, signal: controller.signal })).toEqual({
      exitCode: 130,
      out: '',
      err: '',
    });
  });

  it('is quiet when the reader of its output has gone, and not when the disk is full', async () => {
    const failing = (code: string) =>
      new Writable({
        write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
      }).on('error', () => {});
    const gone = createMemoryIo();
    expect(await runCli(['ask', 'q'], { ...gone, stdout: failing('EPIPE') })).toBe(0);
    expect(withoutStartLine(gone.err())).toBe('');
    const full = createMemoryIo();
    expect(await runCli(['ask', 'q'], { ...full, stdout: failing('ENOSPC') })).toBe(1);
    expect(full.err()).toContain('the output could not be written (ENOSPC)');
  });
});

describe('doctor', () => {
  it('exits 0 when all is well', async () => {
    expect(await run(['doctor'])).toEqual({
      exitCode: 0,
      out: '✓ Node: 20.20.2\n\nAll is well.\n',
      err: '',
    });
  });

  it('exits 1 and tells the mend of each failed check', async () => {
    const app = createFakeApp({
      health: [
        { name: 'Node', ok: true, detail: '20', hint: 'not shown' },
        { name: 'Model', ok: false, detail: 'altered', hint: 'Restore it.' },
      ],
    });
    expect(await run(['doctor'], { app })).toEqual({
      exitCode: 1,
      out: '✓ Node: 20\n✗ Model: altered\n  → Restore it.\n\n1 check failed.\n',
      err: '',
    });
  });

  it('makes a failed check of an App that does not open', async () => {
    const { exitCode, out, err } = await run(['doctor'], {
      openApp: async () => {
        throw new AppError('MODEL_THREADS is "x".', { code: 'config', hint: 'Correct .env.' });
      },
    });
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' });
    expect(out).toBe('✗ start: MODEL_THREADS is "x".\n  → Correct .env.\n\n1 check failed.\n');
  });
});
