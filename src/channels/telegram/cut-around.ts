import type { Span } from '../../domain/span.js';

export interface CutText {
  /** What is shown of the text. */
  readonly shown: Span;
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

const SENTENCE_END = /(?:[。！？!?；…]|\.(?=\s))[”’」』》）"')]*\s*/gu;

/**
 * The part of a long text around `focus`, at most `units` UTF-16 units: whole sentences where they fit, a third of what
 * is left over before the focus and the rest after it. A focus that is itself too long is shown from its beginning.
 */
export function cutAround(text: string, focus: Span, units: number): CutText {
  if (text.length <= units)
    return { shown: { start: 0, end: text.length }, cutBefore: false, cutAfter: false };
  if (focus.end - focus.start >= units) {
    return cut(text, { start: focus.start, end: wholeCharacter(text, focus.start + units) });
  }
  const spare = units - (focus.end - focus.start);
  const after = Math.min(
    text.length - focus.end,
    spare - Math.min(focus.start, Math.floor(spare / 3)),
  );
  const before = Math.min(focus.start, spare - after);
  const least = focus.start - before;
  const most = focus.end + after;
  const ends = [...text.matchAll(SENTENCE_END)].map((match) => match.index + match[0].length);
  const start =
    least === 0 ? 0 : (ends.find((at) => at >= least && at <= focus.start) ?? focus.start);
  const end =
    most === text.length
      ? most
      : (ends.filter((at) => at >= focus.end && at <= most).at(-1) ?? focus.end);
  return cut(text, { start, end });
}

function cut(text: string, shown: Span): CutText {
  return { shown, cutBefore: shown.start > 0, cutAfter: shown.end < text.length };
}

function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return code >= 0xd800 && code < 0xdc00 ? at - 1 : at;
}
