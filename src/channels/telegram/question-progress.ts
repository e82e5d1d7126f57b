/** What is kept of a question's way, so that a kill at any moment neither loses it nor answers it twice. */
export interface QuestionProgress {
  /** Messages that show the answer, in order; the first is the placeholder. */
  readonly messageIds: readonly number[];
  /** How often the answer was begun: one that ends the process is not begun for ever. */
  readonly begun: number;
  /** The kept answer that is shown; null before it is made. */
  readonly answerId: string | null;
  /** Everything is shown, and cannot be shown again from a kept answer. */
  readonly done: boolean;
}

const START: QuestionProgress = Object.freeze({
  messageIds: [],
  begun: 0,
  answerId: null,
  done: false,
});

/** Of an earlier attempt, perhaps of an earlier version of the program. */
export function readProgress(kept: unknown): QuestionProgress {
  if (typeof kept !== 'object' || kept === null) return START;
  const { messageIds, begun, answerId, done } = kept as Partial<Record<string, unknown>>;
  return {
    messageIds: Array.isArray(messageIds) ? messageIds.filter((id) => Number.isInteger(id)) : [],
    begun: typeof begun === 'number' ? begun : 0,
    answerId: typeof answerId === 'string' ? answerId : null,
    done: done === true,
  };
}
