import { formatTable } from './format-table.js';
import type { GradedQuestion } from './run-questions.js';

export interface ScorecardRow {
  readonly name: string;
  readonly questions: number;
  readonly right: number;
  /** With the status `not_found`, rightly or not. */
  readonly refused: number;
  /** Answered where the report has an answer, with a citation of the right place. */
  readonly cited: number;
  /** Of the answers' texts, refusals left out. */
  readonly meanChars: number;
  readonly medianMs: number;
  /** 95 of 100 questions took no longer. */
  readonly p95Ms: number;
}

export interface Scorecard {
  /** By kind, in the order in which the kinds come, the whole last. */
  readonly rows: readonly ScorecardRow[];
  /** By file in the same way; empty for one file. */
  readonly files: readonly ScorecardRow[];
  readonly answerable: {
    readonly questions: number;
    readonly right: number;
    readonly refused: number;
  };
  readonly unanswerable: { readonly questions: number; readonly right: number };
}

/** Nearest rank; 0 for no values. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

const isRefused = ({ answer }: GradedQuestion) => answer.status === 'not_found';

function row(name: string, graded: readonly GradedQuestion[]): ScorecardRow {
  const answered = graded.filter((entry) => !isRefused(entry));
  const chars = answered.reduce((sum, { answer }) => sum + answer.answer.length, 0);
  const times = graded.map(({ tookMs }) => tookMs);
  return {
    name,
    questions: graded.length,
    right: graded.filter(({ grade }) => grade.right).length,
    refused: graded.length - answered.length,
    cited: answered.filter(({ question, grade }) => question.answerable && grade.cited).length,
    meanChars: answered.length === 0 ? 0 : Math.round(chars / answered.length),
    medianMs: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}

function rowsBy(graded: readonly GradedQuestion[], name: (entry: GradedQuestion) => string) {
  const groups = new Map<string, GradedQuestion[]>();
  for (const entry of graded) groups.set(name(entry), [...(groups.get(name(entry)) ?? []), entry]);
  return [...groups].map(([group, entries]) => row(group, entries));
}

export function buildScorecard(graded: readonly GradedQuestion[]): Scorecard {
  const answerable = graded.filter(({ question }) => question.answerable);
  const unanswerable = graded.filter(({ question }) => !question.answerable);
  const right = (part: readonly GradedQuestion[]) => part.filter(({ grade }) => grade.right).length;
  const files = rowsBy(graded, ({ question }) => question.file);
  return {
    rows: [...rowsBy(graded, ({ question }) => question.kind), row('all', graded)],
    files: files.length > 1 ? files : [],
    answerable: {
      questions: answerable.length,
      right: right(answerable),
      refused: answerable.filter(isRefused).length,
    },
    unanswerable: { questions: unanswerable.length, right: right(unanswerable) },
  };
}

const share = (part: number, whole: number) =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

function table(title: string, rows: readonly ScorecardRow[]): string {
  return formatTable(
    [title, 'questions', 'right', 'refused', 'cited', 'chars', 'p50 ms', 'p95 ms'],
    rows.map((entry) => [
      entry.name,
      String(entry.questions),
      String(entry.right),
      String(entry.refused),
      String(entry.cited),
      String(entry.meanChars),
      entry.medianMs.toFixed(0),
      entry.p95Ms.toFixed(0),
    ]),
  );
}

/** The scorecard as tables of plain text and its two sums. */
export function renderScorecard(card: Scorecard): string {
  const { answerable, unanswerable } = card;
  return [
    table('kind', card.rows),
    '',
    ...(card.files.length > 0 ? [table('file', card.files), ''] : []),
    `answerable right:     ${answerable.right} of ${answerable.questions} (${share(answerable.right, answerable.questions)}), ${answerable.refused} refused`,
    `unanswerable refused: ${unanswerable.right} of ${unanswerable.questions} (${share(unanswerable.right, unanswerable.questions)})`,
  ].join('\n');
}
