import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PipelineChanges } from '../../src/eval/eval-pipeline.js';
import { runEval } from '../../src/eval/run-eval.js';
import type { FakeAppOptions } from '../support/fake-app.js';
import { createFakePipelines } from '../support/fake-pipeline.js';
import { sampleAnswer, sampleCitation, sampleRefusal } from '../support/sample-answer.js';
import { sampleDocument } from '../support/sample-document.js';
import { sampleExplanation } from '../support/sample-explanation.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const document = sampleDocument();
const quote = document.text.slice(13, 24);
const citation = sampleCitation({ quote, span: { start: 13, end: 24 }, highlight: null });
const rightQuestion = {
  id: 'a-1',
  kind: 'who',
  question: '谁强调？',
  answerable: true,
  must: [['林武']],
  support: [quote],
};
const unanswerable = {
  id: 'a-2',
  kind: 'unanswerable',
  question: '花了多少钱？',
  answerable: false,
};

/** Confident of the first question only; refuses below the threshold, which is 0.5 unless changed. */
function answering({ threshold = 0.5 }: PipelineChanges): FakeAppOptions {
  return {
    answer({ id }, { onExplain }) {
      const confidence = id === 'a-2' ? 0.3 : 0.9;
      onExplain?.(sampleExplanation({ confidence, threshold }));
      return confidence < threshold
        ? sampleRefusal()
        : sampleAnswer({ answer: `${quote}[1]`, citations: [citation] });
    },
  };
}

function setUp(questions: readonly object[] = [rightQuestion, unanswerable], app = answering) {
  const folder = temporaryFolder();
  const write = (name: string, lines: readonly object[]) =>
    writeFileSync(join(folder, name), lines.map((line) => JSON.stringify(line)).join('\n'));
  write('employment-meeting.jsonl', questions);
  write('employment-meeting.held-out.jsonl', [{ ...rightQuestion, id: 'h-1' }]);
  const pipelines = createFakePipelines({ app: (_folders, changes) => app(changes) });
  const [out, notes]: [string[], string[]] = [[], []];
  const run = (...args: string[]) =>
    runEval({
      args,
      evalFolder: folder,
      folders: { reports: 'configured-reports', index: 'configured-index' },
      openPipeline: pipelines.openPipeline,
      streams: { out: (line) => out.push(line), note: (line) => notes.push(line) },
    });
  const path = (name: string) => join(folder, name);
  return { run, path, write, opened: pipelines.opened, out, notes };
}

describe('runEval over questions', () => {
  it('prints the scorecard of the shipped questions that are not held out', async () => {
    const { run, out, opened } = setUp();
    expect(await run()).toBe(0);
    expect(out.join('\n')).toContain('answerable right:     1 of 1 (100.0 %), 0 refused');
    expect(out.join('\n')).toContain('unanswerable refused: 1 of 1');
    expect(opened).toEqual([
      {
        folders: { reports: 'configured-reports', index: 'configured-index' },
        changes: {},
        closed: true,
      },
    ]);
  });

  it('adds the held-out file only when asked', async () => {
    const { run, out } = setUp();
    await run('--held-out');
    expect(out.join('\n')).toContain('employment-meeting.held-out.jsonl');
    expect(out.join('\n')).toContain('answerable right:     2 of 2');
  });

  it('writes results, page and chart, and asks again at threshold 0 for the chart', async () => {
    const { run, path, opened } = setUp();
    await run('--out', path('r.jsonl'), '--html', path('p.html'), '--risk', path('c.svg'));
    const lines = readFileSync(path('r.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).confidence)).toEqual([0.9, 0.3]);
    expect(readFileSync(path('p.html'), 'utf8')).toContain('data-verdict="right"');
    expect(opened.map(({ changes }) => changes)).toEqual([{}, { threshold: 0 }]);
    expect(readFileSync(path('c.svg'), 'utf8')).toContain('50.0 % answered, 0.0 % of them wrong');
  });

  it('says before it asks that a file cannot be written', async () => {
    const { run, path, opened } = setUp();
    await expect(run('--out', path('none/r.jsonl'))).rejects.toMatchObject({ code: 'usage' });
    expect(opened).toEqual([]);
  });

  it('gives other reports an index of their own and removes it', async () => {
    const { run, opened } = setUp();
    await run('--reports', 'others');
    expect(opened[0]?.folders.reports).toBe('others');
    expect(opened[0]?.folders.index).not.toBe('configured-index');
    expect(existsSync(opened[0]?.folders.index ?? '')).toBe(false);
  });

  it('keeps an index that was named', async () => {
    const { run, path, write, opened } = setUp();
    write('marker', []);
    await run('--reports', 'others', '--index', path(''));
    expect(opened[0]?.folders).toEqual({ reports: 'others', index: path('') });
    expect(existsSync(path('marker'))).toBe(true);
  });

  it('names documents that the reports folder does not hold', async () => {
    const { run, opened } = setUp([{ ...rightQuestion, documents: ['harbour'] }]);
    await expect(run()).rejects.toMatchObject({
      code: 'document_unknown',
      message: expect.stringMatching(
        /employment-meeting\.jsonl .*configured-reports .*: harbour\.$/u,
      ),
      hint: expect.stringContaining('--reports'),
    });
    expect(opened[0]?.closed).toBe(true);
  });

  it('remarks on support that stands in no report', async () => {
    const { run, notes } = setUp([{ ...rightQuestion, support: ['不在报告里'] }]);
    await run();
    expect(notes.join('\n')).toMatch(/1 of 1 questions have support .*: a-1$/u);
  });

  it('refuses one id in two files', async () => {
    const { run, path, write } = setUp();
    write('b.jsonl', [rightQuestion]);
    await expect(run(path('employment-meeting.jsonl'), path('b.jsonl'))).rejects.toMatchObject({
      message: 'The question id “a-1” stands in employment-meeting.jsonl and again in b.jsonl.',
    });
  });

  it('refuses a file without questions', async () => {
    await expect(setUp([]).run()).rejects.toMatchObject({ code: 'file_invalid' });
  });

  it('measures nothing when a confidence is not a number', async () => {
    const broken = setUp(undefined, () => ({
      answer(_question, { onExplain }) {
        onExplain?.(sampleExplanation({ confidence: Number.NaN }));
        return sampleAnswer({ citations: [citation] });
      },
    }));
    await expect(broken.run()).rejects.toMatchObject({
      code: 'model_altered',
      hint: expect.stringContaining('ranking.json'),
    });
    expect(broken.out).toEqual([]);
  });

  it('takes the likeliest part of a question in parts', async () => {
    const { run, path } = setUp([rightQuestion], () => ({
      answer(_question, { onExplain }) {
        for (const confidence of [0.2, 0.7]) onExplain?.(sampleExplanation({ confidence }));
        return sampleAnswer({ citations: [citation] });
      },
    }));
    await run('--out', path('r.jsonl'));
    expect(JSON.parse(readFileSync(path('r.jsonl'), 'utf8')).confidence).toBe(0.7);
  });
});

describe('runEval in its other modes', () => {
  it('takes each source out, and leaves each alone', async () => {
    const { run, out, opened } = setUp();
    expect(await run('--ablate')).toBe(0);
    expect(opened.slice(1).map(({ changes }) => changes.withoutFeatures)).toEqual([
      [],
      ['words'],
      ['cosine'],
      ['cosine'],
      ['words'],
    ]);
    expect(out.at(-1)).toBe('| vectors (cosine) | 1 of 1 | 1 of 1 | 1 of 1 | 1 of 1 |');
    expect(opened.every(({ closed }) => closed)).toBe(true);
  });

  it('compares two runs', async () => {
    const { run, path, out } = setUp();
    await run('--out', path('r.jsonl'));
    out.length = 0;
    expect(await run('--compare', path('r.jsonl'), path('r.jsonl'))).toBe(0);
    expect(out.join('\n')).toContain('unchanged: 2');
  });

  it('names a file that cannot be read', async () => {
    await expect(setUp().run('--compare', 'no-such-file', 'b')).rejects.toMatchObject({
      code: 'file_unreadable',
      message: 'no-such-file cannot be read.',
    });
  });
});
