import type { IndexedPassage, IndexedSentence } from '../domain/report-index.js';
import type { StoreConnection } from './store-connection.js';

interface PassageRow {
  readonly id: number;
  readonly documentId: string;
  readonly start: number;
  readonly end: number;
  readonly outline: string;
  readonly text: string;
}

interface SentenceRow {
  readonly id: number;
  readonly position: number;
  readonly paragraph: number;
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly outline: string;
  readonly speaker: string | null;
  readonly tokens: string;
}

const ONE_PASSAGE = `SELECT passages.id, documents.id AS documentId, passages.start, passages.end,
  passages.outline, passages.text
  FROM passages JOIN documents ON documents.key = passages.document WHERE passages.id = ?`;

const ITS_SENTENCES = `SELECT id, position, paragraph, number, start, end, outline, speaker, tokens
  FROM sentences WHERE passage = ? ORDER BY id`;

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
    tokens: row.tokens === '' ? [] : row.tokens.split(' '),
  };
}

function readPassage(connection: StoreConnection, id: number): IndexedPassage[] {
  const row = connection.get<PassageRow>(ONE_PASSAGE, id);
  if (row === undefined) return [];
  const sentences = connection.all<SentenceRow>(ITS_SENTENCES, id);
  const { documentId, start, end, text } = row;
  return [
    {
      id,
      documentId,
      span: { start, end },
      text,
      outline: JSON.parse(row.outline) as string[],
      sentences: sentences.map((sentence) => toSentence(sentence, row)),
    },
  ];
}

/** In the order of the ids; unknown ids are left out. */
export function readPassages(
  connection: StoreConnection,
  ids: readonly number[],
): IndexedPassage[] {
  return connection.transaction(() => ids.flatMap((id) => readPassage(connection, id)));
}
