import type { Answer } from '../../src/domain/answer.js';
import type { MadeReport } from './made-report.js';

/** Null for an answer from this state of this report, or what is wrong with it. */
export function faultOfAnswer(
  { status, answer, citations }: Answer,
  report: MadeReport,
): string | null {
  const [first] = citations;
  if (status !== 'answered' || first === undefined) return `${report.id} is not found`;
  if (first.documentId !== report.id) return `${report.id} is answered from ${first.documentId}`;
  if (first.sha256 !== report.sha256) return `${report.id} is answered from another state of it`;
  if (!answer.includes(report.person) || !first.quote.includes(report.person)) {
    return `${report.id} is answered with another sentence`;
  }
  const { start, end } = first.span;
  const exact = report.text.slice(start, end) === first.quote;
  return exact ? null : `${report.id}: the quote is not at its span`;
}
