import type { Answer } from '../domain/answer.js';
import type { EvalQuestion } from './eval-question.js';
import type { Grade } from './grade-answer.js';

export interface GradedQuestion {
  readonly question: EvalQuestion;
  readonly answer: Answer;
  readonly grade: Grade;
  readonly tookMs: number;
}

export interface ScorecardRow {
  readonly kind: string;
  readonly questions: number;
  readonly right: number;
  readonly answered: number;
  readonly cited: number;
  readonly meanChars: number;
  readonly medianMs: number;
}

export interface Scorecard {
  readonly rows: readonly ScorecardRow[];
  readonly answerable: { readonly questions: number; readonly right: number };
  readonly unanswerable: { readonly questions: number; readonly right: number };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function row(kind: string, graded: readonly GradedQuestion[]): ScorecardRow {
  const count = (test: (entry: GradedQuestion) => boolean) => graded.filter(test).length;
  const answered = graded.filter(({ answer }) => answer.status === 'answered');
  const chars = answered.reduce((sum, { answer }) => sum + answer.answer.length, 0);
  return {
    kind,
    questions: graded.length,
    right: count(({ grade }) => grade.right),
    answered: answered.length,
    cited: count(({ grade, answer }) => answer.status === 'answered' && grade.cited),
    meanChars: answered.length === 0 ? 0 : Math.round(chars / answered.length),
    medianMs: median(graded.map(({ tookMs }) => tookMs)),
  };
}

/** Rows by kind in the order in which the kinds come, the whole last. */
export function buildScorecard(graded: readonly GradedQuestion[]): Scorecard {
  const kinds = [...new Set(graded.map(({ question }) => question.kind))];
  const answerable = graded.filter(({ question }) => question.answerable);
  const unanswerable = graded.filter(({ question }) => !question.answerable);
  const right = (part: readonly GradedQuestion[]) => part.filter(({ grade }) => grade.right).length;
  return {
    rows: [
      ...kinds.map((kind) => row(kind, graded.filter(({ question }) => question.kind === kind))),
      row('all', graded),
    ],
    answerable: { questions: answerable.length, right: right(answerable) },
    unanswerable: { questions: unanswerable.length, right: right(unanswerable) },
  };
}

const share = (part: number, whole: number) =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

/** The scorecard as a table of plain text. */
export function renderScorecard(card: Scorecard): string {
  const head = ['kind', 'questions', 'right', 'answered', 'cited', 'chars', 'ms'];
  const lines = card.rows.map((entry) => [
    entry.kind,
    String(entry.questions),
    String(entry.right),
    String(entry.answered),
    String(entry.cited),
    String(entry.meanChars),
    entry.medianMs.toFixed(0),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => (line[column] ?? '').length)),
  );
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  const { answerable, unanswerable } = card;
  return [
    format(head),
    ...lines.map(format),
    '',
    `answerable right:     ${answerable.right} of ${answerable.questions} (${share(answerable.right, answerable.questions)})`,
    `unanswerable refused: ${unanswerable.right} of ${unanswerable.questions} (${share(unanswerable.right, unanswerable.questions)})`,
  ].join('\n');
}
