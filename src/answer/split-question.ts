import { questionKind } from './question-kind.js';

const boundary = /[，,；;？?。]\s*(?:(?:还有|以及|并且|另外|同时|and|also)[，,\s]*)?/iu;
/** A shorter piece leans on what stands before it. */
const minimumChars = 4;

/**
 * The parts of a question that asks two things one after the other (谁主持会议，谁通报情况？). A question in one piece,
 * or whose pieces do not each ask something, comes back whole.
 */
export function splitQuestion(text: string): string[] {
  const pieces = text
    .split(boundary)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  if (pieces.length < 2) return [text];
  const asks = pieces.filter((piece) => {
    const kind = questionKind(piece);
    return kind !== 'other' && kind !== 'greeting' && piece.length >= minimumChars;
  });
  return asks.length === pieces.length && asks.length <= 3 ? pieces : [text];
}
