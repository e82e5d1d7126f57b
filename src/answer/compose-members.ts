/** Answers that are the members of a list inside one sentence (省教育厅、省乡村振兴局…). */
import type { ReportDocument } from '../domain/report-document.js';
import type { Span } from '../domain/span.js';
import { type DraftClaim, sentenceText } from './draft.js';
import { listGroups } from './list-groups.js';
import type { RankedSentence } from './rank-sentences.js';

/** Fewer members read better as the sentence they stand in. */
const minimumMembers = 3;

function overlaps(left: Span, right: Span): boolean {
  return left.start < right.end && right.start < left.end;
}

/** The list in which most of the read words stand; a sentence may hold several. */
function listAt(text: string, read: Span): readonly Span[] | null {
  const [chosen] = listGroups(text)
    .map((members) => ({
      members,
      touched: members.filter((member) => overlaps(member, read)).length,
    }))
    .filter(({ members, touched }) => members.length >= minimumMembers && touched > 0)
    .sort((a, b) => b.touched - a.touched || b.members.length - a.members.length);
  return chosen?.members ?? null;
}

/** One claim a member of the list that the reader pointed at; null where the sentence holds no such list. */
export function composeMembers(
  best: RankedSentence,
  document: ReportDocument,
): DraftClaim[] | null {
  const { index } = best.candidate.sentence;
  const text = sentenceText(document, index);
  const span = best.reading?.span ?? null;
  const members = span === null ? null : listAt(text, span);
  if (members === null) return null;
  return members.map((member) => ({
    text: text.slice(member.start, member.end),
    // A member torn from a word that governs the whole list (严禁…) does not verify: then the sentence is shown.
    fallback: text,
    citations: [{ document, sentence: index, highlight: member }],
  }));
}
