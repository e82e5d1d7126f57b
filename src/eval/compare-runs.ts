import type { ResultLine } from './result-line.js';

export interface ChangedQuestion {
  readonly before: ResultLine;
  readonly after: ResultLine;
}

/** What became of the questions that both runs asked, and the ids of those that only one did. */
export interface RunComparison {
  readonly lost: readonly ChangedQuestion[];
  readonly won: readonly ChangedQuestion[];
  /** Another answer with the same verdict. */
  readonly stillRight: readonly ChangedQuestion[];
  readonly stillWrong: readonly ChangedQuestion[];
  readonly unchanged: number;
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

/** Matches the questions by id, and keeps the order of the later run. */
export function compareRuns(
  before: readonly ResultLine[],
  after: readonly ResultLine[],
): RunComparison {
  const earlier = new Map(before.map((line) => [line.id, line]));
  const later = new Set(after.map(({ id }) => id));
  const both = after.flatMap((line): ChangedQuestion[] => {
    const match = earlier.get(line.id);
    return match === undefined ? [] : [{ before: match, after: line }];
  });
  const verdict = (wasRight: boolean, isRight: boolean) =>
    both.filter((pair) => pair.before.right === wasRight && pair.after.right === isRight);
  const isReworded = (pair: ChangedQuestion) =>
    pair.before.answer.answer !== pair.after.answer.answer;
  const lost = verdict(true, false);
  const won = verdict(false, true);
  const stillRight = verdict(true, true).filter(isReworded);
  const stillWrong = verdict(false, false).filter(isReworded);
  const changed = lost.length + won.length + stillRight.length + stillWrong.length;
  return {
    ...{ lost, won, stillRight, stillWrong },
    unchanged: both.length - changed,
    onlyBefore: before.flatMap(({ id }) => (later.has(id) ? [] : [id])),
    onlyAfter: after.flatMap(({ id }) => (earlier.has(id) ? [] : [id])),
  };
}

function renderAnswer(sign: string, { answer, fault }: ResultLine): string {
  const text = answer.answer.replaceAll('\n', '\n    ');
  return `  ${sign} ${text}${fault === null ? '' : `  (${fault})`}`;
}

function renderGroup(title: string, pairs: readonly ChangedQuestion[]): string[] {
  if (pairs.length === 0) return [];
  const questions = pairs.map(({ before, after }) => {
    const head = `${after.id}  ${after.question}`;
    if (before.answer.answer === after.answer.answer) {
      const faults = [before, after].map(({ fault }) => fault ?? 'right').join(' → ');
      return `${head}\n${renderAnswer('=', { ...after, fault: faults })}`;
    }
    return `${head}\n${renderAnswer('-', before)}\n${renderAnswer('+', after)}`;
  });
  return [`${title}: ${pairs.length}\n${questions.join('\n')}`];
}

/** For reading: losses first. */
export function renderComparison(comparison: RunComparison): string {
  const { lost, won, stillRight, stillWrong, unchanged, onlyBefore, onlyAfter } = comparison;
  return [
    ...renderGroup('right → wrong', lost),
    ...renderGroup('wrong → right', won),
    ...renderGroup('another answer, still right', stillRight),
    ...renderGroup('another answer, still wrong', stillWrong),
    ...(onlyBefore.length === 0 ? [] : [`asked before only: ${onlyBefore.join(', ')}`]),
    ...(onlyAfter.length === 0 ? [] : [`asked after only: ${onlyAfter.join(', ')}`]),
    `unchanged: ${unchanged}`,
  ].join('\n\n');
}
