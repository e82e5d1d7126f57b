import type { ReportIndex } from '../../src/domain/report-index.js';
import type { GradeOptions, QuestionGrader } from '../../src/store/publication-gate.js';
import { hashVector } from './hash-embedder.js';
import { pairTokens } from './prepare-text.js';

export interface SearchQuestion {
  readonly document: string;
  readonly question: string;
  /** Has to stand in the best passage. */
  readonly answer: string;
}

/** Grades by searching the index: the best passage is the answer. */
export function createSearchGrader(questions: readonly SearchQuestion[]) {
  const asked: string[] = [];
  async function best(index: ReportIndex, question: string, { stage }: GradeOptions) {
    const options = { limit: 1 };
    const hits =
      stage === 'words'
        ? await index.searchWords(pairTokens(question), options)
        : await index.searchVectors(hashVector(question), options);
    return (await index.passages(hits.map(({ passageId }) => passageId)))[0]?.text ?? '';
  }
  const grader: QuestionGrader = {
    name: 'search',
    async grade(index, options) {
      const known = [];
      for (const one of questions) {
        if ((await index.document(one.document)) !== null) known.push(one);
      }
      const graded = [];
      for (const { document, question, answer } of known) {
        options.signal?.throwIfAborted();
        asked.push(`${options.stage} ${question}`);
        const right = (await best(index, question, options)).includes(answer);
        graded.push({ id: question, key: question, file: `${document}.jsonl`, question, right });
        options.onQuestion(graded.length, known.length);
      }
      return graded;
    },
    problems: async () => [],
  };
  return { grader, asked };
}
