import type { OffsetMap } from './offset-map.js';
import type { Span } from './span.js';

/** What is known of a report besides its text. Dates are as the file gives them. */
export interface ReportMetadata {
  readonly title: string;
  readonly publisher: string | null;
  readonly date: string | null;
  readonly url: string | null;
}

/** A document as it was loaded: decoded, nothing mended yet. */
export interface SourceDocument extends ReportMetadata {
  /** Unique in the collection: the file's name without ending, with `#n` or the line's own id in a JSONL file. */
  readonly id: string;
  /** Path below the reports folder, with `/`. */
  readonly file: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string;
  readonly text: string;
  /** `text` back to the decoded file (byte order mark not counted). */
  readonly offsets: OffsetMap;
}

export type RepairKind = 'reading' | 'punctuation' | 'script' | 'restored' | 'left';

/** One thing that the repair changed, or saw and left (`left`). */
export interface Repair {
  readonly kind: RepairKind;
  /** In the repaired text. */
  readonly span: Span;
  /** In the decoded source file. */
  readonly sourceSpan: Span;
  readonly before: string;
  readonly after: string;
}

export interface Paragraph {
  /** From 1. */
  readonly number: number;
  readonly span: Span;
}

/** Who speaks a sentence, and which sentence (index into `sentences`) names him. */
export interface Speaker {
  readonly name: string;
  readonly namedIn: number;
}

export interface Sentence {
  /** Number of its paragraph, from 1. */
  readonly paragraph: number;
  /** From 1, within its paragraph. */
  readonly number: number;
  readonly span: Span;
  /** Headings above it, outermost first, e.g. `["五方面工作要求", "三是突出抓好重点群体就业"]`. */
  readonly outline: readonly string[];
  readonly speaker: Speaker | null;
}

/** A run of whole sentences, the unit of retrieval. */
export interface Passage {
  readonly span: Span;
  /** Indexes into `sentences`, the last one included. */
  readonly firstSentence: number;
  readonly lastSentence: number;
  readonly outline: readonly string[];
}

/** A report, repaired and taken apart: what the index stores and citations point into. */
export interface ReportDocument extends ReportMetadata {
  readonly id: string;
  readonly file: string;
  readonly sha256: string;
  /** Repaired; paragraphs joined by one line break. */
  readonly text: string;
  /** `text` back to the decoded file. */
  readonly offsets: OffsetMap;
  /** Whether the file was judged damaged, and so repaired. */
  readonly damaged: boolean;
  readonly repairs: readonly Repair[];
  readonly paragraphs: readonly Paragraph[];
  readonly sentences: readonly Sentence[];
  readonly passages: readonly Passage[];
}

/** What a list of documents shows. */
export interface DocumentSummary extends ReportMetadata {
  readonly id: string;
  readonly file: string;
  readonly sha256: string;
  readonly characters: number;
  readonly paragraphs: number;
  readonly sentences: number;
  readonly passages: number;
  readonly damaged: boolean;
}
