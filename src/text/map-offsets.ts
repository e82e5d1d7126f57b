import type { OffsetEdit, OffsetMap } from '../domain/offset-map.js';
import type { Span } from '../domain/span.js';

/** Index of the last edit that begins at or before `offset`, or -1. */
function lastEditAt(map: OffsetMap, offset: number): number {
  let low = 0;
  let high = map.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((map[middle] as OffsetEdit).start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where the character that begins at `offset` begins in the source; text taken out just before it is not counted. */
function sourceStart(map: OffsetMap, offset: number): number {
  const edit = map[lastEditAt(map, offset)];
  if (edit === undefined) return offset;
  return offset < edit.end ? edit.sourceStart : offset - edit.end + edit.sourceEnd;
}

/** Where the character that ends at `offset` ends in the source; text taken out just behind it is not counted. */
function sourceEnd(map: OffsetMap, offset: number): number {
  const edit = map[lastEditAt(map, offset - 1)];
  if (edit === undefined) return offset;
  return offset <= edit.end && edit.end > edit.start
    ? edit.sourceEnd
    : offset - edit.end + edit.sourceEnd;
}

/**
 * The source of a span of the derived text: the smallest source span that holds all its characters, whole edits
 * where the span cuts one. An empty span gives an empty one.
 */
export function mapSpan(map: OffsetMap, span: Span): Span {
  const start = sourceStart(map, span.start);
  return span.end <= span.start ? { start, end: start } : { start, end: sourceEnd(map, span.end) };
}
