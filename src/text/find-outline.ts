import type { Enumeration } from './enumerations.js';
import { headingLevelAt, type MarkerChain, type SplitDocument } from './marker-chains.js';
import { stripEnd } from './strip-end.js';
import { weighText } from './text-weight.js';

/** Where one sentence stands. */
export interface OutlinePlace {
  /** Headings above it, outermost first. */
  readonly above: readonly string[];
  /** The same with its own heading, if it is one: the section that it belongs to. */
  readonly section: readonly string[];
}

/** Sentences under one heading; the heading itself is `first` unless the label comes from elsewhere. */
interface Scope {
  readonly first: number;
  readonly last: number;
  readonly label: string;
  readonly headedByFirst: boolean;
  readonly rank: number;
}

const maximumLabelWeight = 40;
const announcedShift = 0.5;

function toLabel(text: string): string {
  const label = stripEnd(text.replace(/^(?:#{1,6}\s+)?(?:\*\*|__)?/u, ''), /[\s。：:；;#*_]/u);
  if (weighText(label) <= maximumLabelWeight) return label;
  return `${Array.from(label).slice(0, maximumLabelWeight).join('')}…`;
}

function markdownScopes(document: SplitDocument): Scope[] {
  const { text, sentences } = document;
  const scopes: Scope[] = [];
  const open: { level: number; first: number; label: string }[] = [];
  const closeTo = (level: number, next: number): void => {
    while ((open.at(-1)?.level ?? 0) >= level) {
      const heading = open.pop();
      if (heading === undefined) return;
      const { first, label } = heading;
      scopes.push({ first, last: next - 1, label, headedByFirst: true, rank: heading.level });
    }
  };
  sentences.forEach(({ paragraph, number, span }, index) => {
    const level = number === 1 ? headingLevelAt(text, span.start) : 0;
    if (level === 0) return;
    closeTo(level, index);
    const paragraphSpan = document.paragraphs[paragraph - 1]?.span ?? span;
    open.push({
      level,
      first: index,
      label: toLabel(text.slice(paragraphSpan.start, paragraphSpan.end)),
    });
  });
  closeTo(1, sentences.length);
  return scopes;
}

function listScopes(document: SplitDocument, chain: MarkerChain, list: Enumeration): Scope[] {
  // Of members that begin in one sentence, the sentences behind it belong to the last.
  const heading = list.members.filter(
    (member, index) => list.members[index + 1]?.firstSentence !== member.firstSentence,
  );
  const scopes = heading.map(
    ({ firstSentence, lastSentence, headingSpan }): Scope => ({
      first: firstSentence,
      last: lastSentence,
      label: toLabel(document.text.slice(headingSpan.start, headingSpan.end)),
      headedByFirst: true,
      rank: chain.rank,
    }),
  );
  const first = list.members[0]?.firstSentence;
  const last = list.members.at(-1)?.lastSentence;
  if (list.label !== null && first !== undefined && last !== undefined) {
    const rank = chain.rank - announcedShift;
    // The announcing sentence is not under its own announcement, even where the list begins in it.
    const headedByFirst = list.announcedIn === first;
    scopes.push({ first, last, label: toLabel(list.label), headedByFirst, rank });
  }
  return scopes;
}

/** A lone numbered heading: a short paragraph of one sentence that does not end like one. */
function loneHeading(document: SplitDocument, chain: MarkerChain): Scope | null {
  const marker = chain.members[0];
  const sentence = document.sentences[marker?.sentence ?? -1];
  if (marker === undefined || sentence === undefined) return null;
  if (chain.inline || !marker.opensParagraph || chain.family.startsWith('#')) return null;
  const paragraph = document.paragraphs[sentence.paragraph - 1]?.span;
  const text = document.text.slice(sentence.span.start, sentence.span.end);
  const whole = paragraph?.end === sentence.span.end && sentence.number === 1;
  if (!whole || weighText(text) > maximumLabelWeight || /[。；;，,.！!？?]$/u.test(text))
    return null;
  return {
    first: marker.sentence,
    last: Math.max(marker.sentence, chain.closedAt - 1),
    label: toLabel(text),
    headedByFirst: true,
    rank: chain.rank,
  };
}

function findScopes(
  document: SplitDocument,
  chains: readonly MarkerChain[],
  lists: ReadonlyMap<MarkerChain, Enumeration>,
): Scope[] {
  const scopes = markdownScopes(document);
  for (const chain of chains) {
    // Numbered Markdown headings are scopes already.
    if (chain.family.startsWith('#')) continue;
    const list = lists.get(chain);
    const scope = list === undefined ? loneHeading(document, chain) : null;
    if (list !== undefined) scopes.push(...listScopes(document, chain, list));
    if (scope !== null) scopes.push(scope);
  }
  return scopes.sort((left, right) => left.first - right.first || left.rank - right.rank);
}

/** The outline place of each sentence, from the document's chains and those that are lists (`readLists`). */
export function findOutline(
  document: SplitDocument,
  chains: readonly MarkerChain[],
  lists: ReadonlyMap<MarkerChain, Enumeration>,
): OutlinePlace[] {
  const scopes = findScopes(document, chains, lists);
  let open: Scope[] = [];
  let next = 0;
  return document.sentences.map((_, index) => {
    open = open.filter((scope) => scope.last >= index);
    for (let scope = scopes[next]; scope?.first === index; scope = scopes[next]) {
      open.push(scope);
      next += 1;
    }
    open.sort((left, right) => left.rank - right.rank || left.first - right.first);
    const headedHere = (scope: Scope) => scope.headedByFirst && scope.first === index;
    return {
      above: open.filter((scope) => !headedHere(scope)).map((scope) => scope.label),
      section: open.map((scope) => scope.label),
    };
  });
}
