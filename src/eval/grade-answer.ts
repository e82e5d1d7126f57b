import type { Answer } from '../domain/answer.js';
import { normalizeText } from '../text/normalize-text.js';
import type { EvalQuestion } from './eval-question.js';

/** How one answer did. `right` needs all of the others that apply. */
export interface Grade {
  readonly right: boolean;
  /** The status is the one that was expected. */
  readonly statusRight: boolean;
  /** Every group of strings has one in the answer, and no forbidden one stands there. */
  readonly contentRight: boolean;
  /** A citation overlaps a supporting sentence; true where nothing has to be cited. */
  readonly cited: boolean;
  /** Not longer than three times its support and 60 characters. */
  readonly short: boolean;
  /** In words, for the list of what went wrong; null when right. */
  readonly fault: string | null;
}

const fold = (text: string) => normalizeText(text).toLowerCase();

/** Spans of a support string in a document's text; all of them, as a phrase may stand twice. */
function occurrences(text: string, part: string): { start: number; end: number }[] {
  const found = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    found.push({ start: at, end: at + part.length });
  }
  return found;
}

function overlapsSupport(
  answer: Answer,
  support: readonly string[],
  documents: ReadonlyMap<string, { readonly text: string }>,
): boolean {
  return answer.citations.some(({ documentId, span }) =>
    support.some((part) =>
      occurrences(documents.get(documentId)?.text ?? '', part).some(
        (place) => place.start < span.end && span.start < place.end,
      ),
    ),
  );
}

/** Grades one answer; `documents` holds the repaired text of each document that it cites. */
export function gradeAnswer(
  question: EvalQuestion,
  answer: Answer,
  documents: ReadonlyMap<string, { readonly text: string }>,
): Grade {
  const text = fold(answer.answer);
  const forbidden = question.must_not.find((part) => text.includes(fold(part)));
  if (!question.answerable) {
    const statusRight = answer.status === 'not_found';
    let fault = statusRight ? null : 'answered though the report does not say';
    if (statusRight && forbidden !== undefined) fault = `says ${forbidden}`;
    const contentRight = forbidden === undefined;
    return { right: fault === null, statusRight, contentRight, cited: true, short: true, fault };
  }
  const statusRight = answer.status === 'answered';
  const missing = question.must.find((group) => !group.some((part) => text.includes(fold(part))));
  const contentRight = missing === undefined && forbidden === undefined;
  const cited =
    question.support.length === 0 || overlapsSupport(answer, question.support, documents);
  const supportChars = question.support.reduce((sum, part) => sum + part.length, 0);
  const short = answer.answer.length <= 3 * supportChars + 60;
  let fault: string | null = null;
  if (!statusRight) fault = 'refused though the report says it';
  else if (forbidden !== undefined) fault = `says ${forbidden}`;
  else if (missing !== undefined) fault = `lacks ${missing.join(' | ')}`;
  else if (!cited) fault = 'cites another place';
  else if (!short) fault = `too long: ${answer.answer.length} characters`;
  return { right: fault === null, statusRight, contentRight, cited, short, fault };
}
