import type { AnswerMode, Claim } from '../../domain/answer.js';
import type { AnswerEvent } from '../../domain/answer-event.js';
import type { Messages } from './messages-english.js';
import { claimJoint, renderClaims, renderUnderstoodAs } from './render-claims.js';
import { concat, joinTexts, type RichText } from './rich-text.js';
import { messageLimits, splitText } from './split-text.js';

/** What is known of an answer that is being made. */
export interface AnswerProgress {
  readonly understoodAs: string | null;
  readonly mode: AnswerMode;
  /** Null until the reports were searched. */
  readonly passages: number | null;
  readonly claims: readonly Claim[];
}

export const noProgress: AnswerProgress = Object.freeze({
  understoodAs: null,
  mode: 'extractive',
  passages: null,
  claims: Object.freeze([]),
});

export function addEvent(progress: AnswerProgress, event: AnswerEvent): AnswerProgress {
  switch (event.type) {
    case 'retrieved': {
      const { understoodAs, mode, passages } = event;
      return { ...progress, understoodAs, mode, passages };
    }
    case 'sentence':
      return { ...progress, claims: [...progress.claims, event.claim] };
  }
}

/** The message while the answer grows: the first 4,096 UTF-16 units of what is verified so far, with a sign that more comes. */
export function renderProgress(progress: AnswerProgress, messages: Messages): RichText {
  const understoodAs = renderUnderstoodAs(progress.understoodAs, messages);
  if (progress.claims.length === 0)
    return joinTexts([understoodAs, waitingText(progress, messages)], '\n\n');
  const joint = claimJoint({ mode: progress.mode, answer: '' }, messages);
  const text = joinTexts([understoodAs, renderClaims(progress.claims, joint)], '\n\n');
  const room = { ...messageLimits, units: messageLimits.units - more.length };
  return concat(splitText(text, room)[0] ?? text, more);
}

const more = ' ……';

function waitingText({ passages }: AnswerProgress, { progress }: Messages): string {
  return passages === null || passages === 0 ? progress.searching : progress.answering(passages);
}
