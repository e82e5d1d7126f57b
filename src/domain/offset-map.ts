/** One place where a derived text and its source do not run in step. */
export interface OffsetEdit {
  /** UTF-16 offsets in the derived text; `start === end` where something was taken out. */
  readonly start: number;
  readonly end: number;
  readonly sourceStart: number;
  readonly sourceEnd: number;
}

/**
 * Where each character of a derived text came from. Edits are in ascending order and do not overlap;
 * between them the two texts run in step, one UTF-16 unit to one.
 */
export type OffsetMap = readonly OffsetEdit[];
