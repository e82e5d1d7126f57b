/** The compiled program as people run it: a process of its own, the shipped report and models, an index of its own. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyQuote, verifySource } from '../../../src/answer/verify-quote.js';
import type { Answer } from '../../../src/domain/answer.js';
import type { ReportDocument } from '../../../src/domain/report-document.js';
import { decodeBytes } from '../../../src/text/decode-bytes.js';
import { repairText } from '../../../src/text/repair-text.js';

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));
const program = join(projectFolder, 'dist', 'main.js');
const reportsFolder = join(projectFolder, 'data', 'reports');
const folder = mkdtempSync(join(tmpdir(), 'report-qa-'));
const indexFolder = join(folder, 'index');

function run(args: readonly string[], input = ''): Promise<Run> {
  const child = spawn(process.execPath, [program, ...args], {
    // The caller's own settings and `.env` must not decide what is tested.
    cwd: folder,
    env: {
      HOME: folder,
      LANG: 'C.UTF-8',
      REPORTS_DIR: reportsFolder,
      INDEX_DIR: indexFolder,
    },
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      output[name] += chunk;
    });
  }
  child.stdin.on('error', () => {}).end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, ...output }));
  });
}

/** Each line of the output is an Answer, or an error that names the line. */
function readLines(stdout: string): (Answer & { readonly error?: { readonly code: string } })[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

beforeAll(() => {
  if (!existsSync(program)) throw new Error('dist/main.js is missing: run `npm run build`.');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the first question on a fresh machine', () => {
  it('builds the index and is answered with the exact citation, by two processes at once', async () => {
    expect(existsSync(indexFolder)).toBe(false);
    const runs = await Promise.all([1, 2].map(() => run(['ask', '--json', '谁主持了会议？'])));
    for (const { exitCode, stdout, stderr } of runs) {
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      const [answer] = readLines(stdout);
      expect(answer).toMatchObject({ status: 'answered', generation: 1, notices: [] });
      expect(answer?.answer).toContain('蓝佛安');
      expect(answer?.citations[0]).toMatchObject({
        documentId: 'employment-meeting',
        file: 'employment-meeting.txt',
        quote: '省委副书记、省长蓝佛安主持会议。',
        paragraph: 1,
        sentence: 4,
        span: { start: 180, end: 196 },
        sourceSpan: { start: 388, end: 423 },
      });
    }
    expect(existsSync(join(folder, '.cache'))).toBe(false);
  });
});

describe('the built index', () => {
  it('gives quotes that stand at their spans and whose source repairs to them', async () => {
    const questions = [
      '谁主持了会议？',
      '会议什么时候在哪里召开？',
      '林武强调了哪些方面？',
      '對高校畢業生有什麼要求？',
      'Who chaired the meeting?',
      '哪些单位作了交流发言？',
    ];
    const input = questions.map((question, id) => JSON.stringify({ id: String(id), question }));
    const [batch, shown] = await Promise.all([
      run(['ask', '--input', '-'], input.join('\n')),
      run(['show', '--json', 'employment-meeting']),
    ]);
    expect(batch.exitCode, batch.stderr).toBe(0);
    const document = JSON.parse(shown.stdout) as ReportDocument;
    const bytes = readFileSync(join(reportsFolder, 'employment-meeting.txt'));
    const sourceText = decodeBytes(bytes).text;
    const { profile } = repairText(sourceText);
    const answers = readLines(batch.stdout);
    expect(answers.map(({ questionId }) => questionId)).toEqual(questions.map((_, id) => `${id}`));
    for (const { citations, nearest } of answers) {
      expect(citations.length + nearest.length).toBeGreaterThan(0);
      for (const { span, sourceSpan, quote } of [...citations, ...nearest]) {
        expect(verifyQuote(document.text, span, quote), quote).toBe(true);
        const { offsets } = document;
        const repair = (source: string) => repairText(source, profile).text;
        const options = { span, sourceSpan, quote, offsets, sourceText, repair };
        expect(verifySource(options), quote).toBe(true);
      }
    }
  });

  it('goes on after a bad line, says so in its place and exits 1', async () => {
    const input =
      '{"id":"a","question":"谁主持了会议？"}\nno JSON\n{"id":"c","question":"会议在哪里召开？"}\n';
    const { exitCode, stdout } = await run(['ask', '--input', '-'], input);
    const lines = readLines(stdout);
    expect(exitCode).toBe(1);
    expect(lines.map(({ questionId }) => questionId)).toEqual(['a', null, 'c']);
    expect(lines.map((line) => line.status ?? line.error?.code)).toEqual([
      'answered',
      'question_invalid',
      'answered',
    ]);
  });
});

const START = /^Answers in the reports' own words; no text leaves this machine\.\n$/u;

describe('exit codes', () => {
  it.each<[string, readonly string[], string, number, RegExp, RegExp]>([
    ['3 for what the report does not say', ['ask', '法国的首都是哪里？'], '', 3, /报告/u, START],
    ['0 for a question from a pipe', ['ask'], '谁主持了会议？\n', 0, /蓝佛安/u, START],
    ['2 for no question', ['ask'], '', 2, /^$/u, /no question/u],
    ['2 for an empty question', ['ask', ' '], '', 2, /^$/u, /empty/u],
    ['2 for one that is too long', ['ask', '会'.repeat(10_000)], '', 2, /^$/u, /10000 characters/u],
    ['2 for an unknown option', ['ask', '--nope'], '', 2, /^$/u, /--nope/u],
  ])('are %s', async (_, args, input, exitCode, stdout, stderr) => {
    const result = await run(args, input);
    expect(result).toEqual({
      exitCode,
      stdout: expect.stringMatching(stdout),
      stderr: expect.stringMatching(stderr),
    });
  });
});
