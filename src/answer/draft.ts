import type { ReportDocument } from '../domain/report-document.js';
import type { Span } from '../domain/span.js';

/** A sentence of a report that a claim rests on. */
export interface DraftCitation {
  readonly document: ReportDocument;
  /** Index into the document's sentences. */
  readonly sentence: number;
  /** The answer's words within the sentence, if they are known. */
  readonly highlight: Span | null;
}

/** A claim before it is verified, in the report's own words and script. */
export interface DraftClaim {
  readonly text: string;
  /** What is said instead where `text` does not verify. */
  readonly fallback?: string;
  readonly citations: readonly DraftCitation[];
}

/** What an answerer found: claims, or none, and what comes closest. */
export interface Draft {
  readonly claims: readonly DraftClaim[];
  readonly nearest: readonly DraftCitation[];
  /** Nothing that the question asks about stands in the reports at all. */
  readonly offTopic?: boolean;
}

const headingMark = /^#{1,6}\s+/u;
const tableRow = /^\|(.*)\|$/u;

/** A sentence as it is read: without Markdown's heading marks, a table's row with its cells set apart. */
export function plainWords(text: string): string {
  const bare = text.replace(headingMark, '').trim();
  const cells = tableRow.exec(bare)?.[1];
  return cells === undefined
    ? bare
    : cells
        .split('|')
        .map((cell) => cell.trim())
        .join('  ');
}

/** The words of a document's sentence; empty for an index that it does not have. */
export function sentenceText(document: ReportDocument, index: number): string {
  const span = document.sentences[index]?.span;
  return span === undefined ? '' : document.text.slice(span.start, span.end);
}
