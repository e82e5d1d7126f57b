import type { Span } from '../domain/span.js';
import { findSeriesMembers } from '../text/find-series-members.js';
import { findListMembers } from '../text/list-members.js';

/** Every list inside a sentence, the longest first: the spans of its members. */
export function listGroups(text: string): (readonly Span[])[] {
  const longest = findListMembers(text);
  const series = findSeriesMembers(text).filter(
    (members) => members[0]?.start !== longest[0]?.start,
  );
  return longest.length === 0 ? series : [longest, ...series];
}
