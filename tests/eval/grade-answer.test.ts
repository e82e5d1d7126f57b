import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.js';
import type { EvalQuestion } from '../../src/eval/eval-question.js';
import { gradeAnswer } from '../../src/eval/grade-answer.js';
import { sampleAnswer, sampleCitation, sampleRefusal } from '../support/sample-answer.js';
import { sampleQuestion } from '../support/sample-question.js';

const support = '省委副书记、省长蓝佛安主持会议。';
const text = `全省稳就业工作推进会召开。${support}会议以电视电话会议形式召开。${support}`;
const documents = new Map([['employment-meeting', { text }]]);
const first = text.indexOf(support);

function answered(words: string, start = first, end = start + support.length): Answer {
  return sampleAnswer({ answer: words, citations: [sampleCitation({ span: { start, end } })] });
}

interface Case {
  readonly name: string;
  readonly question?: Partial<EvalQuestion>;
  readonly answer: Answer;
  readonly fault: string | null;
}

const supported = { support: [support] };
const cases: Case[] = [
  { name: 'a right answer', answer: answered(`${support}[1]`), fault: null },
  {
    name: 'an answer in traditional characters and other case',
    question: { must: [['蓝佛安'], ['gdp']] },
    answer: answered('藍佛安，ＧＤＰ[1]'),
    fault: null,
  },
  {
    name: 'any one string of a group',
    question: { must: [['Lan Fo’an', '蓝佛安']] },
    answer: answered('蓝佛安[1]'),
    fault: null,
  },
  {
    name: 'a missing group',
    question: { must: [['蓝佛安'], ['林武', 'Lin Wu']] },
    answer: answered('蓝佛安[1]'),
    fault: 'lacks 林武 | Lin Wu',
  },
  {
    name: 'a forbidden string beside the right one',
    question: { must_not: ['副省长'] },
    answer: answered('副省長蓝佛安[1]'),
    fault: 'says 副省长',
  },
  {
    name: 'a citation of another place',
    answer: answered('蓝佛安[1]', 0, first),
    fault: 'cites another place',
  },
  {
    name: 'a citation of the second place where the support stands',
    answer: answered('蓝佛安[1]', text.lastIndexOf(support)),
    fault: null,
  },
  {
    name: 'a citation that overlaps the support by one character',
    answer: answered('蓝佛安[1]', 0, first + 1),
    fault: null,
  },
  {
    name: 'a citation of a document that is not there',
    answer: sampleAnswer({ citations: [sampleCitation({ documentId: 'another' })] }),
    fault: 'cites another place',
  },
  {
    name: 'an answer of the greatest length',
    answer: answered(`蓝佛安${'。'.repeat(3 * support.length + 57)}`),
    fault: null,
  },
  {
    name: 'an answer one character longer',
    answer: answered(`蓝佛安${'。'.repeat(3 * support.length + 58)}`),
    fault: `too long: ${3 * support.length + 61} characters`,
  },
  {
    name: 'a refusal of a question that has an answer',
    answer: sampleRefusal(),
    fault: 'refused though the report says it',
  },
  {
    name: 'a refusal of a question that has none',
    question: { answerable: false, must: [], support: [] },
    answer: sampleRefusal(),
    fault: null,
  },
  {
    name: 'an answer to a question that has none',
    question: { answerable: false, must: [], support: [] },
    answer: answered('蓝佛安[1]'),
    fault: 'answered though the report does not say',
  },
  {
    name: 'a refusal that says what is forbidden',
    question: { answerable: false, must: [], support: [], must_not: ['没有提到'] },
    answer: sampleRefusal(),
    fault: 'says 没有提到',
  },
];

describe('gradeAnswer', () => {
  it.each(cases)('judges $name', ({ question, answer, fault }) => {
    const grade = gradeAnswer(sampleQuestion({ ...supported, ...question }), answer, documents);
    expect(grade.fault).toBe(fault);
    expect(grade.right).toBe(fault === null);
  });

  it('tells content, citation and length apart', () => {
    const grade = gradeAnswer(sampleQuestion(supported), answered('林武', 0, 5), documents);
    expect(grade).toMatchObject({
      statusRight: true,
      contentRight: false,
      cited: false,
      short: true,
    });
  });
});
