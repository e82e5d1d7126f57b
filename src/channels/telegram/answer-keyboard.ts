import type { Answer } from '../../domain/answer.js';
import { encodeAction } from './callback-data.js';

export interface InlineButton {
  readonly text: string;
  readonly callback_data: string;
}

/** Rows of buttons under a message. */
export type InlineKeyboard = readonly (readonly InlineButton[])[];

const buttonsPerRow = 8;
const maxMarkers = 24;

/** A button for each citation (or each of the nearest passages), then 👍 and 👎. */
export function answerKeyboard(answer: Answer): InlineKeyboard {
  const { id: answerId } = answer;
  const citations = answer.status === 'answered' ? answer.citations : answer.nearest;
  const markers = citations.slice(0, maxMarkers).map(({ marker }) => ({
    text: `[${marker}]`,
    callback_data: encodeAction({ kind: 'citation', answerId, marker }),
  }));
  const verdicts = [
    { text: '👍', callback_data: encodeAction({ kind: 'feedback', answerId, verdict: 'up' }) },
    { text: '👎', callback_data: encodeAction({ kind: 'feedback', answerId, verdict: 'down' }) },
  ] as const;
  return [...evenRows(markers), verdicts];
}

/** As few rows as hold them, each about as long as the others. */
function evenRows(buttons: readonly InlineButton[]): InlineButton[][] {
  const rows = Math.ceil(buttons.length / buttonsPerRow);
  const perRow = Math.ceil(buttons.length / Math.max(rows, 1));
  return Array.from({ length: rows }, (_, row) => buttons.slice(row * perRow, (row + 1) * perRow));
}
