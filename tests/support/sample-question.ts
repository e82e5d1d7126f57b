import type { Answer } from '../../src/domain/answer.js';
import type { EvalQuestion } from '../../src/eval/eval-question.js';
import type { Grade } from '../../src/eval/grade-answer.js';
import type { GradedQuestion } from '../../src/eval/run-questions.js';
import { sampleAnswer } from './sample-answer.js';

export function sampleQuestion(changes: Partial<EvalQuestion> = {}): EvalQuestion {
  return {
    id: 'who-01',
    lang: 'zh-Hans',
    kind: 'who',
    question: '谁主持了会议？',
    answerable: true,
    must: [['蓝佛安']],
    must_not: [],
    support: ['省委副书记、省长蓝佛安主持会议。'],
    note: '',
    file: 'questions.jsonl',
    ...changes,
  };
}

export interface GradedChanges {
  readonly question?: Partial<EvalQuestion>;
  readonly answer?: Partial<Answer>;
  readonly grade?: Partial<Grade>;
  readonly tookMs?: number;
  readonly confidence?: number | null;
  readonly threshold?: number | null;
}

/** Right unless the changes say otherwise. */
export function sampleGraded(changes: GradedChanges = {}): GradedQuestion {
  const { tookMs = 10, confidence = 0.9, threshold = 0.5 } = changes;
  const right = changes.grade?.right ?? true;
  return {
    question: sampleQuestion(changes.question),
    answer: sampleAnswer(changes.answer),
    grade: {
      ...{ right, statusRight: true, contentRight: right, cited: true, short: true },
      fault: right ? null : 'lacks 蓝佛安',
      ...changes.grade,
    },
    ...{ tookMs, confidence, threshold },
  };
}
