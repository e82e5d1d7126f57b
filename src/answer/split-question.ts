import type { Tokenizer } from '../text/tokenizer.js';
import { type QuestionKind, questionKind, secondKind } from './question-kind.js';
import { questionTerms } from './question-terms.js';

/** One thing that is asked; `kind` where the text alone would mislead, else null. */
export interface QuestionPart {
  readonly text: string;
  readonly kind: QuestionKind | null;
}

const boundary = /[，,；;？?。]\s*(?:(?:还有|以及|并且|另外|同时|and|also)[，,\s]*)?/iu;
const maxParts = 3;

/**
 * The parts of a question that asks two things (谁主持会议，谁通报情况？ or "when and where"). A part without a content
 * word of its own (在哪儿开的) is asked with the whole question's words. A question in one piece, or whose pieces do
 * not each ask something, comes back whole.
 */
export function splitQuestion(text: string, tokenizer: Tokenizer): QuestionPart[] {
  const pieces = text
    .split(boundary)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const kinds = pieces.map(questionKind);
  const allAsk = kinds.every((kind) => kind !== 'other' && kind !== 'greeting');
  if (pieces.length >= 2 && pieces.length <= maxParts && allAsk) {
    return pieces.map((piece, index) =>
      questionTerms(piece, tokenizer).length > 0
        ? { text: piece, kind: null }
        : { text, kind: kinds[index] ?? null },
    );
  }
  const first = questionKind(text);
  const second = secondKind(text, first);
  return second === null
    ? [{ text, kind: null }]
    : [
        { text, kind: first },
        { text, kind: second },
      ];
}
