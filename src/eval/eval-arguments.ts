/** The options of the `eval` command and what they ask for. */
import { parseArgs } from 'node:util';
import { AppError } from '../domain/app-error.js';

export const evalUsage = `Usage: report-qa eval [FILE…] [--held-out] [--reports DIR] [--index DIR] [--every N] [--all] [--json]
                      [--out FILE] [--html FILE] [--risk FILE.svg]
       report-qa eval --compare BEFORE AFTER
       report-qa eval --ablate [FILE…] [--held-out] [--reports DIR] [--index DIR] [--every N]
       report-qa eval --squad FILE.json [--questions OTHER.json] [--every N] [--index DIR] [--json]

Asks the labelled questions of FILE… (default: employment-meeting.jsonl in the eval folder), lists what went
wrong, and prints a scorecard by kind:
  right    status, content, citation and length are all as they have to be
  refused  not answered, rightly or not
  cited    answered where the report has an answer, with a citation of the right place
  chars    mean length of the answers, refusals left out
  p50 p95  ms a question took, models warm

--held-out        adds NAME.held-out.jsonl beside each NAME.jsonl (for the last measurement only)
--reports DIR     asks about the reports of another folder, with an index of its own
--index DIR       keeps the index there for the next run
--every N         asks every N-th question only
--all             lists every question, not only those that went wrong
--json            one JSON object a question instead of list and scorecard
--out FILE        writes the same objects to a file, for --compare
--html FILE       writes a page to look at: each question with its answer, the marked passage and what was expected
--risk FILE.svg   draws what share of the answers is wrong against the share of questions answered, as the refusal
                  threshold moves (asks every question a second time, with no threshold)

--compare         shows which questions changed between two files that --out wrote
--ablate          asks with each source of the sentence score taken out, and with each alone; prints a Markdown table
--squad FILE      each paragraph of a SQuAD-format file is a document; prints paragraph recall@1 and @5 and how
                  often the sentence chosen inside the gold paragraph holds a gold answer
--questions FILE  takes the questions' wording from another file with the same ids`;

/** Which questions are asked, and about what. */
export interface QuestionSelection {
  readonly files: readonly string[];
  readonly heldOut: boolean;
  readonly reports: string | undefined;
  readonly index: string | undefined;
  readonly every: number;
}

export interface QuestionRequest extends QuestionSelection {
  readonly mode: 'questions';
  readonly all: boolean;
  readonly json: boolean;
  readonly out: string | undefined;
  readonly html: string | undefined;
  readonly risk: string | undefined;
}

export interface AblationRequest extends QuestionSelection {
  readonly mode: 'ablate';
}

export interface SquadRequest {
  readonly mode: 'squad';
  readonly file: string;
  readonly questions: string | undefined;
  readonly index: string | undefined;
  readonly every: number;
  readonly json: boolean;
}

export interface ComparisonRequest {
  readonly mode: 'compare';
  readonly before: string;
  readonly after: string;
}

export type EvalRequest =
  | { readonly mode: 'help' }
  | QuestionRequest
  | AblationRequest
  | SquadRequest
  | ComparisonRequest;

const options = {
  'held-out': { type: 'boolean' },
  reports: { type: 'string' },
  index: { type: 'string' },
  every: { type: 'string' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  out: { type: 'string' },
  html: { type: 'string' },
  risk: { type: 'string' },
  compare: { type: 'boolean' },
  ablate: { type: 'boolean' },
  squad: { type: 'string' },
  questions: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type OptionName = keyof typeof options;

const selection = ['held-out', 'reports', 'index', 'every'] as const;
const optionsOfMode = {
  questions: [...selection, 'all', 'json', 'out', 'html', 'risk'],
  ablate: ['ablate', ...selection],
  squad: ['squad', 'questions', 'every', 'index', 'json'],
  compare: ['compare'],
} as const satisfies Record<string, readonly OptionName[]>;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw usageError((error as Error).message, error);
  }
}

function usageError(message: string, cause?: unknown): AppError {
  return new AppError(message, { code: 'usage', hint: 'See `report-qa eval --help`.', cause });
}

/** Throws `usage` for options that do not exist, do not go together, or lack what they need. */
export function readEvalArguments(args: readonly string[]): EvalRequest {
  const { values, positionals } = parse(args);
  if (values.help) return { mode: 'help' };
  const mode = modeOf(values);
  const allowed: readonly string[] = optionsOfMode[mode];
  const stray = Object.keys(values).find((name) => !allowed.includes(name));
  if (stray !== undefined) {
    throw usageError(
      mode === 'questions' ? `--${stray} needs --squad.` : `--${stray} does not go with --${mode}.`,
    );
  }
  const every = Number(values.every ?? 1);
  if (!Number.isInteger(every) || every < 1)
    throw usageError('--every takes a whole number from 1.');
  if (mode === 'compare') return comparison(positionals);
  const { index } = values;
  if (mode === 'squad') {
    if (positionals.length > 0) throw usageError('--squad takes one file.');
    const { squad = '', questions, json = false } = values;
    return { mode, file: squad, questions, index, every, json };
  }
  const { reports, 'held-out': heldOut = false } = values;
  const selected: QuestionSelection = { files: positionals, heldOut, reports, index, every };
  if (mode === 'ablate') return { mode, ...selected };
  const { all = false, json = false, out, html, risk } = values;
  return { mode, ...selected, all, json, out, html, risk };
}

function modeOf(values: {
  compare?: boolean;
  squad?: string;
  ablate?: boolean;
}): keyof typeof optionsOfMode {
  if (values.compare) return 'compare';
  if (values.squad !== undefined) return 'squad';
  return values.ablate ? 'ablate' : 'questions';
}

function comparison(files: readonly string[]): ComparisonRequest {
  const [before, after, ...others] = files;
  if (before === undefined || after === undefined || others.length > 0) {
    throw usageError('--compare takes two files that --out wrote.');
  }
  return { mode: 'compare', before, after };
}
