import type { Answer, Citation } from '../../src/domain/answer.js';

export function sampleCitation(changes: Partial<Citation> = {}): Citation {
  return {
    marker: 1,
    documentId: 'employment-meeting',
    title: '全省稳就业工作推进会召开',
    file: 'employment-meeting.txt',
    sha256: 'ab'.repeat(32),
    quote: '省委副书记、省长蓝佛安主持会议。',
    highlight: { start: 8, end: 11 },
    paragraph: 1,
    sentence: 4,
    outline: [],
    span: { start: 180, end: 196 },
    sourceSpan: { start: 388, end: 423 },
    ...changes,
  };
}

export function sampleAnswer(changes: Partial<Answer> = {}): Answer {
  return {
    id: '01J0000000000000000000000A',
    questionId: null,
    question: '谁主持了会议？',
    understoodAs: null,
    status: 'answered',
    claims: [{ text: '省委副书记、省长蓝佛安主持会议。', markers: [1] }],
    answer: '省委副书记、省长蓝佛安主持会议。[1]',
    incomplete: false,
    language: 'zh-Hans',
    mode: 'extractive',
    citations: [sampleCitation()],
    nearest: [],
    verification: { claims: 1, verified: 1, dropped: [] },
    notices: [],
    usage: null,
    generation: 3,
    timingsMs: { retrieve: 1.2, answer: 3.4, total: 5.1 },
    ...changes,
  };
}

export function sampleRefusal(changes: Partial<Answer> = {}): Answer {
  return sampleAnswer({
    question: '会议花了多少钱？',
    status: 'not_found',
    claims: [],
    answer: '报告没有提到这个问题的答案。',
    citations: [],
    nearest: [sampleCitation({ highlight: null })],
    verification: { claims: 0, verified: 0, dropped: [] },
    ...changes,
  });
}
