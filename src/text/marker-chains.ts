import type { Span } from '../domain/span.js';
import { type Marker, readInnerMarker, readMarker } from './read-marker.js';

/** What the rules on structure need of a document: a `ReportDocument` fits. */
export interface SplitDocument {
  readonly text: string;
  readonly paragraphs: readonly { readonly number: number; readonly span: Span }[];
  readonly sentences: readonly {
    readonly paragraph: number;
    readonly number: number;
    readonly span: Span;
  }[];
}

/** A marker where it stands. */
export interface PlacedMarker extends Marker {
  /** Index of its sentence. */
  readonly sentence: number;
  readonly paragraph: number;
  readonly opensParagraph: boolean;
}

/** Markers of one list in order, and the sentence before which it is closed at the latest. */
export interface MarkerChain {
  readonly family: string;
  readonly rank: number;
  readonly inline: boolean;
  readonly members: readonly PlacedMarker[];
  readonly closedAt: number;
}

interface OpenChain {
  readonly family: string;
  readonly rank: number;
  readonly inline: boolean;
  readonly members: PlacedMarker[];
  closedAt: number;
}

const clauseMark = /[，,：:；;]/u;
const markdownHeading = /(#{1,6})\s+\S/uy;

/** The level of the Markdown heading at `at`, or 0. */
export function headingLevelAt(text: string, at: number): number {
  markdownHeading.lastIndex = at;
  return markdownHeading.exec(text)?.[1]?.length ?? 0;
}

function readSentenceMarkers(folded: string, { start, end }: Span): Marker[] {
  const markers: Marker[] = [];
  const first = readMarker(folded, start);
  if (first !== null && first.end <= end) markers.push(first);
  for (let index = first?.end ?? start; index < end - 1; index += 1) {
    if (!clauseMark.test(folded[index] as string)) continue;
    let at = index + 1;
    while (at < end && folded[at] === ' ') at += 1;
    const marker = readInnerMarker(folded, at);
    if (marker !== null && marker.end <= end) markers.push(marker);
  }
  return markers;
}

/** Collects markers into chains, one open chain a family. */
function createCollector() {
  const open = new Map<string, OpenChain>();
  const chains: OpenChain[] = [];

  function close(chain: OpenChain, sentence: number): void {
    chain.closedAt = sentence;
    open.delete(chain.family);
  }

  function continues(chain: OpenChain, marker: PlacedMarker): boolean {
    const last = chain.members.at(-1) as PlacedMarker;
    const closing = marker.ordinal === Number.POSITIVE_INFINITY && last.ordinal !== marker.ordinal;
    const next = marker.ordinal === last.ordinal + 1 || closing;
    const near =
      marker.paragraph === last.paragraph ||
      (marker.opensParagraph && marker.paragraph === last.paragraph + 1);
    if (chain.inline) return next && near;
    // A heading may be lost from a long report; its list goes on.
    return next
      ? near || marker.opensParagraph
      : marker.opensParagraph && last.opensParagraph && marker.ordinal > last.ordinal;
  }

  return {
    chains,
    closeBelow(rank: number, sentence: number): void {
      for (const chain of open.values()) if (chain.rank > rank) close(chain, sentence);
    },
    add(marker: PlacedMarker): void {
      const chain = open.get(marker.family);
      if (chain !== undefined && continues(chain, marker)) {
        chain.members.push(marker);
        return;
      }
      if (marker.ordinal !== 1) return;
      if (chain !== undefined) close(chain, marker.sentence);
      const { family, rank, inline } = marker;
      const opened = {
        family,
        rank,
        inline,
        members: [marker],
        closedAt: Number.POSITIVE_INFINITY,
      };
      open.set(family, opened);
      chains.push(opened);
    },
  };
}

/**
 * Lists that the numerals of a document count through, chains of one marker too, in order of their first markers.
 * `folded` is the document's text in simplified characters (`foldScript`).
 */
export function findMarkerChains(document: SplitDocument, folded: string): MarkerChain[] {
  const collector = createCollector();
  document.sentences.forEach(({ paragraph, number, span }, sentence) => {
    const level = number === 1 ? headingLevelAt(folded, span.start) : 0;
    if (level > 0) collector.closeBelow(level, sentence);
    readSentenceMarkers(folded, span).forEach((marker, index) => {
      const opensParagraph = index === 0 && number === 1 && marker.start - span.start <= 12;
      const placed: PlacedMarker = {
        family: level === 0 ? marker.family : `${'#'.repeat(level)} ${marker.family}`,
        rank: level === 0 ? marker.rank : level,
        ordinal: marker.ordinal,
        inline: marker.inline,
        start: marker.start,
        end: marker.end,
        sentence,
        paragraph,
        opensParagraph,
      };
      if (level === 0 && opensParagraph) collector.closeBelow(marker.rank, sentence);
      collector.add(placed);
    });
  });
  for (const chain of collector.chains) {
    chain.closedAt = Math.min(chain.closedAt, document.sentences.length);
  }
  return collector.chains;
}
