import type { Answer, Claim } from '../../domain/answer.js';
import { cleanText } from './clean-text.js';
import type { Messages } from './messages-english.js';
import { joinTexts, type RichText, styled } from './rich-text.js';

/** A model writes running text; the report's own sentences stand one under the other. */
export function claimJoint(answer: Pick<Answer, 'mode' | 'answer'>, messages: Messages): string {
  return answer.mode === 'llm' && !answer.answer.includes('\n') ? messages.sentenceGap : '\n';
}

/** The sentences of an answer, each with the numbers of its citations. */
export function renderClaims(claims: readonly Claim[], joint: string): RichText {
  return joinTexts(claims.map(claimText), joint);
}

/** `[1][2]`. */
export function markersText(markers: readonly number[]): string {
  return markers.map((marker) => `[${marker}]`).join('');
}

/** What a follow-up was taken for; empty when the question stands for itself. */
export function renderUnderstoodAs(understoodAs: string | null, messages: Messages): RichText {
  const text =
    understoodAs === null
      ? ''
      : `${messages.answer.understoodAs}${messages.colon}${cleanText(understoodAs)}`;
  return styled('italic', text);
}

function claimText({ text, markers }: Claim): string {
  return `${cleanText(text).trim()}${markersText(markers)}`;
}
