import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/channels/cli/run-cli.js';
import { AppError } from '../../../src/domain/app-error.js';
import { createFakeApp, type FakeAppOptions } from '../../support/fake-app.js';
import { createMemoryIo, type MemoryIoOptions } from '../../support/memory-io.js';
import { sampleAnswer, sampleCitation, sampleRefusal } from '../../support/sample-answer.js';
import { sampleExplanation } from '../../support/sample-explanation.js';
import { withoutStartLine } from '../../support/without-start-line.js';

async function run(
  argv: string[],
  appOptions: FakeAppOptions = {},
  ioOptions: MemoryIoOptions = {},
) {
  const app = createFakeApp(appOptions);
  const io = createMemoryIo({ app, ...ioOptions });
  const exitCode = await runCli(argv, io);
  return { exitCode, out: io.out(), err: withoutStartLine(io.err()), asked: app.asked };
}

const invalid = () => {
  throw new AppError('The question is empty.', {
    code: 'question_invalid',
    hint: 'Ask something.',
  });
};

describe('ask', () => {
  it('joins the words, answers on stdout alone and exits 0', async () => {
    const { exitCode, out, err, asked } = await run(['ask', 'who', 'chaired?']);
    expect(asked[0]?.question).toEqual({ question: 'who chaired?' });
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toBe(
      [
        '省委副书记、省长蓝佛安主持会议。[1]',
        '',
        '出处',
        '[1] “省委副书记、省长蓝佛安主持会议。”',
        '    — 全省稳就业工作推进会召开，第1段第4句',
        '',
      ].join('\n'),
    );
  });

  it('exits 3 and shows what comes closest when the report does not say', async () => {
    const { exitCode, out } = await run(['ask', '钱？'], { answer: () => sampleRefusal() });
    expect(exitCode).toBe(3);
    expect(out).toContain('报告没有提到这个问题的答案。\n\n最接近的内容\n[1] “');
  });

  it('speaks the language of the question, and leaves the quote as it is', async () => {
    const citations = [sampleCitation({ outline: ['五方面', '三是'] })];
    const english = await run(
      ['ask', 'q'],
      { answer: () => sampleAnswer({ language: 'en', citations }) },
      { language: 'zh-Hans' },
    );
    expect(english.out).toContain(
      'Sources\n[1] “省委副书记、省长蓝佛安主持会议。”\n    — 全省稳就业工作推进会召开, paragraph 1, sentence 4 · 五方面 › 三是\n',
    );
    const traditional = await run(['ask', 'q'], {
      answer: () => sampleAnswer({ language: 'zh-Hant' }),
    });
    expect(traditional.out).toContain('出處\n[1] 「省委副书记、省长蓝佛安主持会议。」');
  });

  it('says what a follow-up was read as, what was dropped, and the notices', async () => {
    const { out } = await run(['ask', 'q'], {
      answer: () =>
        sampleAnswer({
          understoodAs: '谁主持了会议？',
          incomplete: true,
          notices: ['模型没有及时回答。'],
          verification: { claims: 2, verified: 1, dropped: [{ text: 'x', reason: 'number' }] },
        }),
    });
    expect(out.startsWith('理解为：谁主持了会议？\n\n')).toBe(true);
    expect(out).toContain(
      '\n\n注意：回答中断；已显示的内容都经过核实。\n注意：有 1 句未能核实，没有显示。\n注意：模型没有及时回答。\n',
    );
  });

  it('puts each item of a list on its own line', async () => {
    const claims = ['一是稳就业', '二是保就业'].map((text) => ({ text, markers: [1, 2] }));
    const { out } = await run(['ask', 'q'], { answer: () => sampleAnswer({ claims }) });
    expect(out.startsWith('一是稳就业[1][2]\n二是保就业[1][2]\n\n')).toBe(true);
  });

  it('lets a model write running text', async () => {
    const claims = ['甲。', '乙。'].map((text) => ({ text, markers: [1] }));
    const { out } = await run(['ask', 'q'], {
      answer: () => sampleAnswer({ claims, mode: 'llm', answer: '甲。[1]乙。[1]' }),
    });
    expect(out.startsWith('甲。[1]乙。[1]\n\n')).toBe(true);
  });

  it('marks the answer in bold only where colours are on', async () => {
    const coloured = await run(['ask', 'q'], {}, { colours: { stdout: true, stderr: true } });
    expect(coloured.out).toContain('省长\u001b[1m蓝佛安\u001b[22m主持');
    const plain = await run(['ask', 'q']);
    expect(plain.out).not.toContain('\u001b');
  });

  it('wraps to the terminal with a hanging indent, and not elsewhere', async () => {
    const quote = '把稳就业放在更加突出位置，把准关键重点，拿出硬招实招，扎实做好稳就业工作。';
    const answer = () => sampleAnswer({ citations: [sampleCitation({ quote, highlight: null })] });
    const narrow = await run(['ask', 'q'], { answer }, { columns: 40 });
    expect(narrow.out).toContain(
      '[1] “把稳就业放在更加突出位置，把准关键\n    重点，拿出硬招实招，扎实做好稳就业工\n    作。”\n',
    );
    expect((await run(['ask', 'q'], { answer })).out).toContain(`“${quote}”`);
  });

  it('lets no escape sequence of a report, a model or a question through to the terminal', async () => {
    const evil = 'a\u001b[31mb\u001b]0;title\u0007c\u009b2Jd\u202ee\u0000f\ud800';
    const { out } = await run(
      ['ask', 'q', '--explain'],
      {
        answer: () =>
          sampleAnswer({
            understoodAs: evil,
            claims: [{ text: evil, markers: [1] }],
            notices: [evil],
            citations: [
              sampleCitation({ quote: evil, title: evil, outline: [evil], highlight: null }),
            ],
          }),
      },
      { colours: { stdout: false, stderr: false } },
    );
    expect(out).toContain('abcdef\ufffd[1]');
    expect(out).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
  });

  it('prints the whole Answer as one line of JSON, its control characters escaped', async () => {
    const answer = sampleAnswer({ question: 'a\u009b2J\u202eb' });
    for (const flags of [['--json'], ['--format', 'json'], ['--json', '--format', 'json']]) {
      const { out, exitCode } = await run(['ask', ...flags, 'q'], { answer: () => answer });
      expect(exitCode).toBe(0);
      expect(JSON.parse(out)).toEqual(answer);
      expect(out.trimEnd()).not.toMatch(/[\n\u009b\u202e]/u);
    }
  });

  it('prints Markdown in which no text of the report is markup', async () => {
    const { out } = await run(['ask', '--format', 'markdown', 'q'], {
      answer: () =>
        sampleAnswer({
          claims: [{ text: '1. *会议* <b>', markers: [1] }],
          citations: [
            sampleCitation({ quote: '# 蓝佛安_主持\n- 会议', highlight: { start: 2, end: 5 } }),
          ],
        }),
    });
    expect(out).toBe(
      [
        '1\\. \\*会议\\* \\<b\\>[1]',
        '',
        '**出处**',
        '',
        '1. 全省稳就业工作推进会召开，第1段第4句',
        '',
        '   > \\# **蓝佛安**\\_主持',
        '   > \\- 会议',
        '',
      ].join('\n'),
    );
  });

  it('explains on stderr, as a table or as JSON', async () => {
    const explanation = {
      question: 'q',
      kind: 'who',
      terms: ['主持'],
      passages: [
        {
          documentId: 'a',
          paragraph: 1,
          sentence: 4,
          text: '蓝佛安主持会议。',
          score: 0.5,
          sources: { words: 12.25, vector: 0.875 },
        },
      ],
      sentences: [],
      confidence: 0.9,
      threshold: 0.5,
      notes: [],
    };
    const answer: FakeAppOptions['answer'] = (_, options) => {
      options.onExplain?.(explanation);
      return sampleAnswer({ language: 'en' });
    };
    const text = await run(['ask', '--explain', 'q'], { answer });
    expect(text.err).toBe(
      [
        '',
        'kind: who',
        'terms: 主持',
        'confidence: 0.900, threshold 0.500',
        '',
        'Passages',
        '#  score   words  vector  place',
        '1  0.500  12.250   0.875  1.4',
        '    蓝佛安主持会议。',
        '',
        'Sentences: none',
        '',
      ].join('\n'),
    );
    const json = await run(['ask', '--explain', '--json', 'q'], { answer });
    expect(JSON.parse(json.err)).toEqual(explanation);
    const unasked = await run(['ask', 'q'], { answer });
    expect(unasked.err).toBe('');
  });

  it('explains each part of a question, and no more candidates than --top', async () => {
    const candidate = {
      ...{ documentId: 'a', paragraph: 1, sentence: 4, text: '蓝佛安主持会议。' },
      ...{ score: 0.5, sources: {} },
    };
    const candidates = Array.from({ length: 9 }, () => candidate);
    const { err } = await run(['ask', '--explain', '--json', '--top', '2', 'q'], {
      answer: (_, options) => {
        for (const kind of ['who', 'when']) {
          options.onExplain?.(
            sampleExplanation({ kind, passages: candidates, sentences: candidates }),
          );
        }
        return sampleAnswer();
      },
    });
    const explanations = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(explanations.map(({ kind }) => kind)).toEqual(['who', 'when']);
    for (const { passages, sentences } of explanations) {
      expect([passages.length, sentences.length]).toEqual([2, 2]);
    }
  });

  it('hands --top and every --document on', async () => {
    const { asked } = await run(['ask', 'q', '--top', '7', '--document', 'a', '--document', 'b']);
    expect(asked[0]?.question.documents).toEqual(['a', 'b']);
    expect(asked[0]?.options.top).toBe(7);
  });

  it('reads the question from a pipe', async () => {
    const { asked, exitCode } = await run(['ask'], {}, { input: '\ufeff谁主持了会议？\n' });
    expect(asked[0]?.question).toEqual({ question: '谁主持了会议？' });
    expect(exitCode).toBe(0);
  });

  it('does not read a pipe to its end when it is longer than any question', async () => {
    async function* endless() {
      while (true) yield Buffer.from('x'.repeat(65_536));
    }
    const { Readable } = await import('node:stream');
    const { asked } = await run(['ask'], {}, { input: Readable.from(endless()) });
    expect(asked[0]?.question.question.length).toBeGreaterThan(1_000_000);
  });

  it('wants a question when there is none, with no pipe or nothing in it', async () => {
    for (const options of [{}, { input: '' }, { input: '\ufeff \n' }]) {
      const { exitCode, err, out, asked } = await run(['ask'], {}, options);
      expect({ exitCode, out, asked }).toEqual({ exitCode: 2, out: '', asked: [] });
      expect(err).toMatch(/^error: there is no question\nhint: Run /u);
    }
  });

  it('leaves an empty question to the App, and tells its error and its mend', async () => {
    const { exitCode, err, asked } = await run(['ask', ''], { answer: invalid });
    expect(asked[0]?.question.question).toBe('');
    expect(exitCode).toBe(2);
    expect(err).toBe('error: The question is empty.\nhint: Ask something.\n');
  });

  it('keeps quiet about the build of an index off a terminal', async () => {
    const answer: FakeAppOptions['answer'] = (_, { onProgress }) => {
      onProgress?.({ phase: 'embedding', done: 1, total: 2 });
      return sampleAnswer();
    };
    expect((await run(['ask', 'q'], { answer })).err).toBe('');
  });
});

describe('ask --input', () => {
  const lines = [
    '{"id": "1", "question": "a", "history": [{"question": "h"}], "documents": ["d"]}',
    '',
    'not json',
    '{"id": "3"}',
    '{"question": "bad"}',
    '{"id": 5, "question": "e"}',
    '{"id": "6", "question": "f", "history": [{"answer": "h"}]}',
  ].join('\n');
  const answer: FakeAppOptions['answer'] = (question) => {
    if (question.question === 'bad') throw new Error('/secret/path');
    return sampleRefusal({ question: question.question, questionId: question.id ?? null });
  };

  it('answers line by line in order, and goes on after a line that fails', async () => {
    const { exitCode, out, asked, err } = await run(
      ['ask', '--input', '-', '--document', 'z'],
      { answer },
      { input: lines },
    );
    const results = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(
      results.map(({ questionId, status, error }) => [questionId, status ?? error.code]),
    ).toEqual([
      ['1', 'not_found'],
      [null, 'question_invalid'],
      ['3', 'question_invalid'],
      [null, 'internal'],
      ['5', 'not_found'],
      ['6', 'question_invalid'],
    ]);
    expect(results[1].error.hint).toContain('Line 3 ');
    expect(out).not.toContain('/secret');
    expect(asked[0]?.question).toEqual({
      question: 'a',
      id: '1',
      history: [{ question: 'h' }],
      documents: ['d'],
    });
    expect(asked[2]?.question).toEqual({ question: 'e', id: '5', documents: ['z'] });
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' });
  });

  it('exits 0 when every line worked, refusals too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'report-qa-batch-'));
    const file = join(folder, 'questions.jsonl');
    writeFileSync(file, '\ufeff{"id":"1","question":"a"}\r\n{"id":"2","question":"b"}');
    const { exitCode, out } = await run(['ask', '--json', '--input', file], { answer });
    rmSync(folder, { recursive: true });
    expect(exitCode).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(2);
  });

  it('counts on a terminal, on a line that it takes away again', async () => {
    const { err } = await run(
      ['ask', '--input', '-'],
      { answer },
      { input: '{"question":"a"}\n{"question":"b"}\n', columns: 80 },
    );
    expect(err).toBe('1 question done\r\u001b[K2 questions done\n');
  });

  it('ends at once when it is cancelled', async () => {
    const controller = new AbortController();
    const { exitCode, out } = await run(
      ['ask', '--input', '-'],
      {
        answer: () => {
          controller.abort();
          throw new AppError('Cancelled.', { code: 'cancelled', hint: '' });
        },
      },
      { input: '{"question":"a"}\n{"question":"b"}\n', signal: controller.signal },
    );
    expect({ exitCode, out }).toEqual({ exitCode: 130, out: '' });
  });

  it.each([
    [['--input', '/nowhere/q.jsonl'], 'ENOENT'],
    [['--input', tmpdir()], 'EISDIR'],
    [['--input', '-', 'question'], 'cannot go together'],
    [['--input', '-', '--format', 'text'], 'always JSON'],
  ])('refuses %j', async (flags, message) => {
    const { exitCode, err } = await run(['ask', ...flags]);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });
});
