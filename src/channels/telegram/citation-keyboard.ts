import type { InlineButton, InlineKeyboard } from './answer-keyboard.js';
import { encodeAction } from './callback-data.js';
import type { Messages } from './messages-english.js';

export interface CitationView {
  readonly answerId: string;
  readonly marker: number;
  /** The paragraph that is shown. */
  readonly paragraph: number;
  /** The one of the citation. */
  readonly citedParagraph: number;
  /** How many the report has; null when there is no going on, e.g. because it has changed. */
  readonly lastParagraph: number | null;
}

/** ‹ and › to the paragraphs beside the shown one, and back to the answer. */
export function citationKeyboard(view: CitationView, messages: Messages): InlineKeyboard {
  const { answerId, paragraph, lastParagraph } = view;
  const arrows =
    lastParagraph === null
      ? []
      : [
          ...(paragraph > 1 ? [arrow('‹', paragraph - 1, view)] : []),
          ...(paragraph < lastParagraph ? [arrow('›', paragraph + 1, view)] : []),
        ];
  const back: InlineButton = {
    text: messages.citation.back,
    callback_data: encodeAction({ kind: 'back', answerId }),
  };
  return arrows.length === 0 ? [[back]] : [arrows, [back]];
}

function arrow(sign: '‹' | '›', to: number, view: CitationView): InlineButton {
  const { answerId, marker, citedParagraph } = view;
  const text = sign === '‹' ? `‹ ${to}` : `${to} ›`;
  const action =
    to === citedParagraph
      ? ({ kind: 'citation', answerId, marker } as const)
      : ({ kind: 'paragraph', answerId, marker, paragraph: to } as const);
  return { text, callback_data: encodeAction(action) };
}
