import type { IndexedPassage, IndexedSentence } from '../domain/report-index.js';

/** A passage as either store keeps it; offsets are those of the document. */
export interface PassageRow {
  readonly id: number;
  readonly documentId: string;
  readonly start: number;
  readonly end: number;
  /** JSON. */
  readonly outline: string;
  readonly text: string;
}

export interface SentenceRow {
  readonly id: number;
  readonly position: number;
  readonly paragraph: number;
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** JSON. */
  readonly outline: string;
  readonly speaker: string | null;
  /** With blanks between them; null where they were not kept. */
  readonly tokens: string | null;
}

/** Of tokens with a blank between them. */
export function splitTokens(tokens: string): string[] {
  return tokens === '' ? [] : tokens.split(' ');
}

function toSentence(row: SentenceRow, passage: PassageRow): IndexedSentence {
  const { id, position, paragraph, number, start, end, speaker } = row;
  return {
    id,
    passageId: passage.id,
    documentId: passage.documentId,
    index: position,
    paragraph,
    number,
    span: { start, end },
    text: passage.text.slice(start - passage.start, end - passage.start),
    outline: JSON.parse(row.outline) as string[],
    speaker,
    tokens: row.tokens === null ? null : splitTokens(row.tokens),
  };
}

export function toIndexedPassage(
  passage: PassageRow,
  sentences: readonly SentenceRow[],
): IndexedPassage {
  const { id, documentId, start, end, text } = passage;
  return {
    id,
    documentId,
    span: { start, end },
    text,
    outline: JSON.parse(passage.outline) as string[],
    sentences: sentences.map((sentence) => toSentence(sentence, passage)),
  };
}
