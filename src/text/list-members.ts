import type { Span } from '../domain/span.js';
import { findSeriesMembers } from './find-series-members.js';
import { type Marker, readInnerMarker, readMarker } from './read-marker.js';

const clauseMark = /[，,；;：:。！？!?]/u;
const edge = /[\s，,；;：:、。．.！？!?]/u;
const minimumHeadChars = 2;
/** What may stand before the first of several parallel clauses and is none of its words. */
const modal = /^(?:要|必须|需要|应当|应|将|会|并|更好|进一步|持续|不断|着力|切实|更加|坚决)+/u;

/** The span without white space and marks at its ends. */
function trimSpan(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && edge.test(text[from] as string)) from += 1;
  while (to > from && edge.test(text[to - 1] as string)) to -= 1;
  return { start: from, end: to };
}

function splitClauses(text: string): Span[] {
  const clauses: Span[] = [];
  let start = 0;
  for (let index = 0; index <= text.length; index += 1) {
    if (index < text.length && !clauseMark.test(text[index] as string)) continue;
    const clause = trimSpan(text, { start, end: index });
    if (clause.end > clause.start) clauses.push(clause);
    start = index + 1;
  }
  return clauses;
}

/** Numbered members: 一是…；二是…, （1）…（2）…, 第一，…；第二，…. The longest count from one. */
function findNumbered(text: string, clauses: readonly Span[]): Span[] {
  const runs = new Map<string, Marker[]>();
  for (const { start } of clauses) {
    const marker = start === 0 ? readMarker(text, 0) : readInnerMarker(text, start);
    if (marker === null) continue;
    const run = runs.get(marker.family) ?? [];
    const next = marker.ordinal === run.length + 1 || marker.ordinal === Number.POSITIVE_INFINITY;
    if (next) runs.set(marker.family, [...run, marker]);
  }
  const longest = [...runs.values()].sort((left, right) => right.length - left.length)[0] ?? [];
  if (longest.length < 2) return [];
  return longest.map((marker, index) =>
    trimSpan(text, { start: marker.start, end: longest[index + 1]?.start ?? text.length }),
  );
}

function commonHead(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}

/** Clauses in a row that begin with the same two characters or more: 把握好A与B的关系，把握好C与D的关系. */
function findParallel(text: string, clauses: readonly Span[]): Span[] {
  let best: Span[] = [];
  let run: Span[] = [];
  for (const clause of clauses) {
    const previous = run.at(-1);
    const content = text.slice(clause.start, clause.end);
    if (previous !== undefined) {
      const before = text.slice(previous.start, previous.end);
      const bare = before.replace(modal, '');
      const head = Math.max(
        commonHead(before, content),
        run.length === 1 ? commonHead(bare, content) : 0,
      );
      if (head >= minimumHeadChars && /^[\p{L}\p{N}]+$/u.test(content.slice(0, minimumHeadChars))) {
        if (run.length === 1 && commonHead(before, content) < minimumHeadChars) {
          run = [{ start: previous.end - bare.length, end: previous.end }];
        }
        run.push(clause);
        if (run.length > best.length && run.length > 1) best = run;
        continue;
      }
    }
    run = [clause];
  }
  return best;
}

/**
 * Members of the longest list inside one sentence, as UTF-16 spans of `text` without the marks between them; empty when
 * there is none. Numbered members (一是…；二是…) come before all others; else parallel clauses with one head, or a series
 * with 、 (of three at least), whichever has more members. The words before and behind a series are left out where
 * the likeness of its members shows where it begins and ends.
 */
export function findListMembers(text: string): readonly Span[] {
  const clauses = splitClauses(text);
  const numbered = findNumbered(text, clauses);
  if (numbered.length > 0) return numbered;
  const parallel = findParallel(text, clauses);
  const series = findSeriesMembers(text);
  return series.reduce(
    (best, members) => (members.length > best.length ? members : best),
    parallel,
  );
}
