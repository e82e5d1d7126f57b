import type { Answer, Citation, Claim } from '../../src/domain/answer.js';
import type { FoundAnswer } from '../../src/domain/app.js';
import { sampleAnswer, sampleCitation } from './sample-answer.js';

export interface LongAnswerOptions {
  readonly sentences: number;
  /** UTF-16 units of each sentence. */
  readonly sentenceUnits?: number;
  /** Sources stand in turn in so many reports. */
  readonly reports?: number;
}

/** An answer of many sentences, each with a source of its own. */
export function longAnswer(options: LongAnswerOptions, changes: Partial<Answer> = {}): Answer {
  const numbers = Array.from({ length: options.sentences }, (_, index) => index + 1);
  const claims: Claim[] = numbers.map((marker) => ({
    text: sentenceOf(marker, options.sentenceUnits ?? 40),
    markers: [marker],
  }));
  const citations: Citation[] = numbers.map((marker) => {
    const report = (marker % (options.reports ?? 1)) + 1;
    return sampleCitation({
      marker,
      documentId: `report-${report}`,
      title: `第${report}份报告`,
      quote: claims[marker - 1]?.text ?? '',
      highlight: null,
      paragraph: marker,
      sentence: 1,
      outline: [`要求${marker}`],
    });
  });
  const answer = claims.map(({ text, markers }) => `${text}[${markers[0]}]`).join('\n');
  return sampleAnswer({ claims, citations, answer, ...changes });
}

/** The answer as it is kept, each citation in a paragraph between two other sentences. */
export function foundAnswer(answer: Answer, changes: Partial<FoundAnswer> = {}): FoundAnswer {
  const before = '会议在武汉召开。';
  const paragraphs = [...answer.citations, ...answer.nearest].map(({ marker, quote }) => ({
    marker,
    text: `${before}${quote}各市州参加会议。`,
    quote: { start: before.length, end: before.length + quote.length },
  }));
  return {
    answer,
    at: '2026-01-05T08:00:00.000Z',
    conversationId: null,
    paragraphs,
    changedSince: [],
    ...changes,
  };
}

function sentenceOf(number: number, units: number): string {
  const head = `第${number}项工作是稳就业`;
  return `${head}${'，持续用力'.repeat(Math.ceil(units / 5))}`.slice(0, units - 1).concat('。');
}
