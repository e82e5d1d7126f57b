import type { Span } from '../domain/span.js';
import { findAttribution, isNarrative } from './find-attribution.js';
import { foldScript } from './fold-script.js';
import {
  findMarkerChains,
  type MarkerChain,
  type PlacedMarker,
  type SplitDocument,
} from './marker-chains.js';
import { parseChineseNumber } from './parse-chinese-number.js';
import { stripEnd } from './strip-end.js';
import { weighText } from './text-weight.js';

export interface EnumerationMember {
  /** From 1. */
  readonly ordinal: number;
  /** Indexes into `sentences`, the last one included. */
  readonly firstSentence: number;
  readonly lastSentence: number;
  /** What heads the member, its numeral included and the mark behind it left out: UTF-16 offsets in the text. */
  readonly headingSpan: Span;
}

/** A list that runs over several sentences: 一是… 二是…, or the numbered sections of a report. */
export interface Enumeration {
  /** What the announcing sentence calls it (五方面工作要求), if it does. */
  readonly label: string | null;
  /** Index of the sentence that announces it; the first member's own when it announces and begins the list. */
  readonly announcedIn: number | null;
  readonly members: readonly EnumerationMember[];
}

/** Longer first sentences are no headings as a whole; their first clause is. */
const maximumHeadingWeight = 40;
const announced =
  /([一二两三四五六七八九十\d]{1,3}|几|多)(?:个方面|方面|个|项|条|点|大|类|种|步|件|层|对|组)(?:的)?\p{Script=Han}{0,12}$/u;
const announcedInEnglish =
  /\b(two|three|four|five|six|seven|eight|nine|ten|several|\d{1,2})(?: [a-z-]+){1,4}$/iu;
const englishNumbers = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const tail = /[\s。．.：:，,；;！!？?*_]/u;

function headingSpan(
  document: SplitDocument,
  marker: PlacedMarker,
  next: PlacedMarker | undefined,
): Span {
  const sentenceEnd = document.sentences[marker.sentence]?.span.end ?? marker.end;
  const limit = next?.sentence === marker.sentence ? next.start : sentenceEnd;
  const whole = document.text.slice(marker.start, limit);
  const semicolon = /[；;]/u.exec(whole)?.index ?? whole.length;
  let heading = whole.slice(0, semicolon);
  if (weighText(heading) > maximumHeadingWeight) {
    const behind = marker.end - marker.start + 1;
    const clause = /[，,：:]/u.exec(heading.slice(behind))?.index;
    if (clause !== undefined) heading = heading.slice(0, behind + clause);
  }
  return { start: marker.start, end: marker.start + stripEnd(heading, tail).length };
}

/** The last sentence of a list's last member. */
function findLastSentence(document: SplitDocument, chain: MarkerChain, folded: string): number {
  const last = chain.members.at(-1) as PlacedMarker;
  const first = chain.members[0] as PlacedMarker;
  const { sentences } = document;
  const sections = !chain.inline && last.opensParagraph && first.opensParagraph;
  if (sections && hasBodies(chain)) return Math.max(last.sentence, chain.closedAt - 1);
  let index = last.sentence;
  while (index + 1 < Math.min(sentences.length, chain.closedAt)) {
    const next = sentences[index + 1];
    if (next === undefined || next.paragraph !== last.paragraph) break;
    const text = folded.slice(next.span.start, next.span.end);
    const other = findAttribution(text)?.subject.kind;
    if (other === 'person' || other === 'body' || isNarrative(text)) break;
    index += 1;
  }
  return index;
}

/** Whether paragraphs without a numeral stand between the numerals, as they do in sections and do not in plain lists. */
function hasBodies(chain: MarkerChain): boolean {
  return chain.members.some((member, index) => {
    const next = chain.members[index + 1];
    return next !== undefined && next.paragraph > member.paragraph + 1;
  });
}

function readCount(numeral: string): number | null {
  const english = englishNumbers.indexOf(numeral.toLowerCase());
  if (english >= 0) return english + 2;
  return /^\d/u.test(numeral) ? Number(numeral) : parseChineseNumber(numeral);
}

function findAnnouncement(
  document: SplitDocument,
  chain: MarkerChain,
): Pick<Enumeration, 'label' | 'announcedIn'> {
  const first = chain.members[0] as PlacedMarker;
  const own = document.sentences[first.sentence];
  const opensSentence =
    own !== undefined && document.text.slice(own.span.start, first.start).length <= 8;
  const index = opensSentence ? first.sentence - 1 : first.sentence;
  const sentence = document.sentences[index];
  if (sentence === undefined || first.paragraph - sentence.paragraph > 1)
    return { label: null, announcedIn: null };
  const end = opensSentence ? sentence.span.end : first.start;
  const text = document.text.slice(Math.max(sentence.span.start, end - 120), end);
  const head = stripEnd(text, tail);
  const match = announced.exec(foldScript(head)) ?? announcedInEnglish.exec(head);
  const count = readCount(match?.[1] ?? '');
  const vague = /^(?:几|多|several)$/iu.test(match?.[1] ?? '');
  if (match !== null && (vague || count === chain.members.length)) {
    return { label: head.slice(match.index), announcedIn: index };
  }
  const announces = !opensSentence || /[：:]$/u.test(text);
  return { label: null, announcedIn: announces ? index : null };
}

/** A chain of markers with the sentences of its members. */
function toEnumeration(document: SplitDocument, chain: MarkerChain, folded: string): Enumeration {
  const members = chain.members.map((marker, index): EnumerationMember => {
    const next = chain.members[index + 1];
    const lastSentence =
      next === undefined
        ? findLastSentence(document, chain, folded)
        : Math.max(marker.sentence, next.sentence - 1);
    return {
      ordinal: Number.isFinite(marker.ordinal) ? marker.ordinal : index + 1,
      firstSentence: marker.sentence,
      lastSentence,
      headingSpan: headingSpan(document, marker, next),
    };
  });
  return { ...findAnnouncement(document, chain), members };
}

/** Whether a chain is a list over several sentences: two members or more that do not all begin in one sentence. */
function spansSentences({ members }: MarkerChain): boolean {
  return members.length > 1 && members[0]?.sentence !== members.at(-1)?.sentence;
}

/** The chains that are lists over several sentences, with the lists. `folded` is `foldScript` of the text. */
export function readLists(
  document: SplitDocument,
  chains: readonly MarkerChain[],
  folded: string,
): Map<MarkerChain, Enumeration> {
  const lists = new Map<MarkerChain, Enumeration>();
  for (const chain of chains) {
    if (spansSentences(chain)) lists.set(chain, toEnumeration(document, chain, folded));
  }
  return lists;
}

/**
 * The lists of a document that run over several sentences, in order of their first members. A list inside one sentence
 * is `findListMembers`' matter.
 */
export function findEnumerations(document: SplitDocument): readonly Enumeration[] {
  const folded = foldScript(document.text);
  return [...readLists(document, findMarkerChains(document, folded), folded).values()];
}
