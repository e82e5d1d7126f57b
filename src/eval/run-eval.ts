/** The `eval` command: a scorecard over labelled questions, or recall figures over a SQuAD-format file. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { App, IndexProgress } from '../domain/app.js';
import { AppError } from '../domain/app-error.js';
import type { OpenPipeline } from './eval-pipeline.js';
import { parseEvalQuestions } from './eval-question.js';
import { runQuestions } from './run-questions.js';
import { runSquad, type SquadResult, scoreSquad } from './run-squad.js';
import { buildScorecard, type GradedQuestion, renderScorecard } from './scorecard.js';
import { parseSquadFile, type SquadSet } from './squad-file.js';

export interface EvalStreams {
  readonly out: (line: string) => void;
  /** Progress and remarks. */
  readonly note: (line: string) => void;
}

export interface RunEvalOptions {
  readonly args: readonly string[];
  readonly streams: EvalStreams;
  readonly evalFolder: string;
  readonly openApp: () => App;
  readonly openPipeline: OpenPipeline;
  readonly signal?: AbortSignal;
}

const usage = `Usage: report-qa eval [FILE…] [--json] [--all]
       report-qa eval --squad FILE.json [--questions OTHER.json] [--every N] [--index DIR] [--json]

Without --squad: asks the labelled questions of FILE… (default: the ones in the eval folder that are not held out)
and prints a scorecard by kind. --all lists every question, not only those that went wrong.

--squad FILE      each paragraph of a SQuAD-format file is a document; prints paragraph recall@1 and @5 and how
                  often the sentence chosen inside the gold paragraph holds a gold answer
--questions FILE  takes the questions' wording from another file with the same ids
--every N         asks every N-th question only
--index DIR       keeps the index there for the next run, instead of a temporary folder
--json            one JSON object a line instead of tables`;

interface EvalArguments {
  readonly files: readonly string[];
  readonly json: boolean;
  readonly all: boolean;
  readonly squad: string | undefined;
  readonly questions: string | undefined;
  readonly every: number;
  readonly index: string | undefined;
  readonly help: boolean;
}

function readArguments(args: readonly string[]): EvalArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
        squad: { type: 'string' },
        questions: { type: 'string' },
        every: { type: 'string', default: '1' },
        index: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const every = Number(values.every);
    if (!Number.isInteger(every) || every < 1) throw new Error('--every takes a whole number from 1');
    return {
      files: positionals,
      json: values.json,
      all: values.all,
      squad: values.squad,
      questions: values.questions,
      every,
      index: values.index,
      help: values.help,
    };
  } catch (error) {
    throw new AppError((error as Error).message, {
      code: 'usage',
      hint: 'See `report-qa eval --help`.',
      cause: error,
    });
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError(`${file} cannot be read.`, {
      code: 'file_unreadable',
      hint: 'Check the path and the permissions.',
      cause: error,
    });
  }
}

/** Returns the exit status. */
export async function runEval(options: RunEvalOptions): Promise<number> {
  const parsed = readArguments(options.args);
  if (parsed.help) {
    options.streams.out(usage);
    return 0;
  }
  return parsed.squad === undefined
    ? await evaluateQuestions(options, parsed)
    : await evaluateSquad(options, parsed, parsed.squad);
}

async function evaluateQuestions(options: RunEvalOptions, parsed: EvalArguments): Promise<number> {
  const { streams, signal } = options;
  const files =
    parsed.files.length > 0 ? parsed.files : [join(options.evalFolder, 'employment-meeting.jsonl')];
  const questions = [];
  for (const file of files) questions.push(...parseEvalQuestions(await readText(file), basename(file)));
  const app = options.openApp();
  try {
    const graded = await runQuestions({
      app,
      questions,
      ...(signal === undefined ? {} : { signal }),
      onGraded: (entry, done) => {
        if (parsed.json) streams.out(JSON.stringify(toLine(entry)));
        else if (done % 25 === 0) streams.note(`${done} of ${questions.length} asked`);
      },
    });
    if (!parsed.json) {
      for (const entry of graded) {
        if (parsed.all || !entry.grade.right) streams.out(describe(entry));
      }
      streams.out(renderScorecard(buildScorecard(graded)));
    }
    return 0;
  } finally {
    await app.close();
  }
}

function toLine({ question, answer, grade, tookMs }: GradedQuestion) {
  return { id: question.id, kind: question.kind, ...grade, tookMs: Math.round(tookMs), answer };
}

function describe({ question, answer, grade }: GradedQuestion): string {
  const verdict = grade.right ? 'right' : `WRONG (${grade.fault})`;
  return `${question.id}  ${verdict}\n  ${question.question}\n  → ${answer.answer.replaceAll('\n', '\n    ')}\n`;
}

async function evaluateSquad(
  options: RunEvalOptions,
  parsed: EvalArguments,
  file: string,
): Promise<number> {
  const { streams, signal } = options;
  const set: SquadSet = parseSquadFile(await readText(file), basename(file));
  const wordings = new Map<string, string>();
  if (parsed.questions !== undefined) {
    const other = parseSquadFile(await readText(parsed.questions), basename(parsed.questions));
    for (const { id, question } of other.questions) wordings.set(id, question);
  }
  const started = performance.now();
  const results = await runSquad({
    set,
    wordings,
    every: parsed.every,
    openPipeline: options.openPipeline,
    ...(parsed.index === undefined ? {} : { folder: parsed.index }),
    ...(signal === undefined ? {} : { signal }),
    onIndexProgress: createIndexNotes(streams.note),
    onResult: (result, done, total) => {
      if (parsed.json) streams.out(JSON.stringify(toSquadLine(result)));
      if (done % 250 === 0) streams.note(`${done} of ${total} questions asked`);
    },
  });
  if (!parsed.json) {
    const scores = scoreSquad(results);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    streams.out(
      `${basename(file)}: ${set.paragraphs.length} paragraphs, ${scores.questions} questions (${seconds} s)`,
    );
    streams.out(`paragraph recall@1  ${scores.recallAt1.toFixed(4)}`);
    streams.out(`paragraph recall@5  ${scores.recallAt5.toFixed(4)}`);
    streams.out(`sentence in gold    ${scores.sentence.toFixed(4)}`);
  }
  return 0;
}

function toSquadLine({ id, paragraphs, sentenceInGold }: SquadResult) {
  return { id, paragraphs, sentenceInGold };
}

/** One line each time another tenth of a phase is done. */
function createIndexNotes(note: (line: string) => void): (progress: IndexProgress) => void {
  let last = '';
  return ({ phase, done, total }) => {
    if (total === null || total === 0) return;
    const key = `${phase} ${Math.floor((10 * done) / total)}`;
    if (key !== last) note(`${phase}: ${done} of ${total}`);
    last = key;
  };
}
