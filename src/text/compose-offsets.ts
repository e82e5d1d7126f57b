import type { OffsetEdit, OffsetMap } from '../domain/offset-map.js';

/** The map read the other way: source to derived text. */
export function invertOffsets(map: OffsetMap): OffsetMap {
  return map.map(({ start, end, sourceStart, sourceEnd }) => ({
    start: sourceStart,
    end: sourceEnd,
    sourceStart: start,
    sourceEnd: end,
  }));
}

/**
 * One map for two steps: `outer` leads from the last text to the middle one, `inner` from the middle one to the
 * source. Edits that share characters of the middle text become one edit; what was taken out before one stays by itself.
 */
export function composeOffsets(outer: OffsetMap, inner: OffsetMap): OffsetMap {
  if (outer.length === 0) return inner;
  if (inner.length === 0) return outer;
  const composed: OffsetEdit[] = [];
  let o = 0;
  let i = 0;
  // What has to be added to an offset of the middle text, here, to get the offset in the last text and in the source.
  let toLast = 0;
  let toSource = 0;
  while (o < outer.length || i < inner.length) {
    const start = Math.min(
      outer[o]?.sourceStart ?? Number.POSITIVE_INFINITY,
      inner[i]?.start ?? Number.POSITIVE_INFINITY,
    );
    const first = { last: start + toLast, source: start + toSource };
    const takenOut = inner[i];
    if (takenOut !== undefined && takenOut.start === start && takenOut.end === start) {
      // On its own, or the edit that begins here would have what was taken out before it as its source.
      composed.push({
        start: first.last,
        end: first.last,
        sourceStart: first.source,
        sourceEnd: takenOut.sourceEnd,
      });
      toSource = takenOut.sourceEnd - takenOut.end;
      i += 1;
      continue;
    }
    let end = start;
    for (let grew = true; grew; ) {
      grew = false;
      const fromOuter = outer[o];
      if (fromOuter !== undefined && joins(fromOuter.sourceStart, start, end)) {
        end = Math.max(end, fromOuter.sourceEnd);
        toLast = fromOuter.end - fromOuter.sourceEnd;
        o += 1;
        grew = true;
      }
      const fromInner = inner[i];
      if (fromInner !== undefined && joins(fromInner.start, start, end)) {
        end = Math.max(end, fromInner.end);
        toSource = fromInner.sourceEnd - fromInner.end;
        i += 1;
        grew = true;
      }
    }
    composed.push({
      start: first.last,
      end: end + toLast,
      sourceStart: first.source,
      sourceEnd: end + toSource,
    });
  }
  return composed;
}

/** Whether an edit that begins at `offset` shares a character with the group, or begins where it begins. */
function joins(offset: number, start: number, end: number): boolean {
  return offset === start || offset < end;
}
