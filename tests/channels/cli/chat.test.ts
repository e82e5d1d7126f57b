import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/channels/cli/run-cli.js';
import { AppError } from '../../../src/domain/app-error.js';
import { createFakeApp, type FakeAppOptions } from '../../support/fake-app.js';
import { createMemoryIo, type MemoryIoOptions } from '../../support/memory-io.js';
import { sampleAnswer } from '../../support/sample-answer.js';
import { sampleDocument } from '../../support/sample-document.js';
import { withoutStartLine } from '../../support/without-start-line.js';

async function chat(
  lines: string[],
  appOptions: FakeAppOptions = {},
  ioOptions: MemoryIoOptions = {},
) {
  const app = createFakeApp(appOptions);
  const io = createMemoryIo({
    app,
    input: lines.map((line) => `${line}\n`).join(''),
    ...ioOptions,
  });
  const exitCode = await runCli(['chat'], io);
  return { exitCode, out: io.out(), err: withoutStartLine(io.err()), asked: app.asked };
}

describe('chat', () => {
  it('refreshes, says which reports answer and how, and answers with short sources', async () => {
    const { exitCode, out, err } = await chat(['谁主持了会议？']);
    expect(exitCode).toBe(0);
    expect(err).toBe(
      "Answering from “全省稳就业工作推进会召开” (offline, in the reports' own words).\n/sources, /clear, /quit, /help\n",
    );
    expect(out).toBe(
      '省委副书记、省长蓝佛安主持会议。[1]\n\n出处\n[1] 全省稳就业工作推进会召开，第1段第4句\n\n',
    );
  });

  it('hands each question the exchanges before it, until /clear', async () => {
    const answer: FakeAppOptions['answer'] = ({ question }) =>
      sampleAnswer({ question, answer: `${question}!` });
    const { asked } = await chat(['a', '', ' b ', '/clear', 'c'], { answer });
    expect(asked.map(({ question }) => question)).toEqual([
      { question: 'a', history: [] },
      { question: 'b', history: [{ question: 'a', answer: 'a!' }] },
      { question: 'c', history: [] },
    ]);
  });

  it('shows what a follow-up was read as', async () => {
    const { out } = await chat(['那退役军人呢？'], {
      answer: () => sampleAnswer({ understoodAs: '对退役军人有什么要求？' }),
    });
    expect(out.startsWith('理解为：对退役军人有什么要求？\n')).toBe(true);
  });

  it('shows full sources with /sources, and says when there are none', async () => {
    const { out, err } = await chat(['/sources', 'q', '/sources']);
    expect(err).toContain('There is no answer to show sources of yet.');
    expect(
      out.endsWith(
        '出处\n[1] “省委副书记、省长蓝佛安主持会议。”\n    — 全省稳就业工作推进会召开，第1段第4句\n\n',
      ),
    ).toBe(true);
  });

  it('ends at /quit, lists commands with /help, and knows no others', async () => {
    const { asked, err } = await chat(['/help', '/nonsense\u001b[2J', '/quit', 'never asked']);
    expect(asked).toEqual([]);
    expect(err).toContain('Ctrl-C    stop the running answer');
    expect(err).toContain('There is no command /nonsense. Try /help.');
  });

  it('goes on after a failed question, which a pipe learns from the exit code', async () => {
    const { exitCode, asked, err } = await chat(['bad', 'good'], {
      answer: ({ question }) => {
        if (question === 'good') return sampleAnswer();
        throw new AppError('The question is too long.', {
          code: 'question_invalid',
          hint: 'Cut it.',
        });
      },
    });
    expect(exitCode).toBe(1);
    expect(asked).toHaveLength(2);
    expect(asked[1]?.question.history).toEqual([]);
    expect(err).toContain('error: The question is too long.\nhint: Cut it.\n');
  });

  it('begins without waiting for the vectors of an archive', async () => {
    const app = createFakeApp();
    const io = createMemoryIo({ app, input: '/quit\n' });
    expect(await runCli(['chat'], io)).toBe(0);
    expect(app.refreshed).toMatchObject([{ vectors: { upTo: 512 } }]);
  });

  it('serves the old index when it cannot be refreshed', async () => {
    const { exitCode, err, out } = await chat(['q'], {
      refresh: () => {
        throw new AppError('The index folder is read-only.', {
          code: 'index_unwritable',
          hint: 'x',
        });
      },
    });
    expect(exitCode).toBe(0);
    expect(err).toContain('The index folder is read-only.');
    expect(out).not.toBe('');
  });

  it('names three reports and counts the others', async () => {
    const documents = ['A', 'B', 'C', 'D'].map((title) => sampleDocument({ title, id: title }));
    const chinese = await chat([], { documents }, { language: 'zh-Hans' });
    expect(chinese.err).toContain(
      '根据《A》、《B》、《C》及另外 1 份报告回答（离线，使用报告原文）。',
    );
    const none = await chat([], { documents: [] });
    expect(none.err).toContain('There are no reports yet');
  });

  it('ends with 130 when the process is told to end', async () => {
    const controller = new AbortController();
    const { exitCode, asked } = await chat(
      ['a', 'b'],
      {
        answer: (_, { signal }) => {
          controller.abort();
          signal?.throwIfAborted();
          return sampleAnswer();
        },
      },
      { signal: controller.signal },
    );
    expect(exitCode).toBe(130);
    expect(asked).toHaveLength(1);
  });
});

describe('chat on a terminal', () => {
  const CTRL_C = '\u0003';
  const CTRL_D = '\u0004';

  it('stops the running answer at Ctrl-C, and leaves politely at the next one', async () => {
    const started = deferred();
    const app = createFakeApp({
      answer: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('aborted')));
          started.resolve();
        }),
    });
    const io = createMemoryIo({ app, columns: 80 });
    const ended = runCli(['chat'], io);
    push(io.stdin, 'question\r');
    await started.promise;
    push(io.stdin, CTRL_C);
    await until(() => io.err().includes('Stopped.'));
    push(io.stdin, CTRL_C);
    expect(await ended).toBe(0);
    expect(io.err().endsWith('Goodbye.\n')).toBe(true);
    expect(io.out()).toBe('');
  });

  it('ends at Ctrl-D, and a failed question is no failed chat', async () => {
    const app = createFakeApp({
      answer: () => {
        throw new Error('boom');
      },
    });
    const io = createMemoryIo({ app, columns: 80 });
    const ended = runCli(['chat'], io);
    push(io.stdin, 'question\r');
    await until(() => io.err().includes('something went wrong'));
    push(io.stdin, CTRL_D);
    expect(await ended).toBe(0);
    expect(io.err()).not.toContain('boom');
  });
});

function push(stdin: NodeJS.ReadableStream, text: string): void {
  (stdin as unknown as NodeJS.WritableStream).write(text);
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
