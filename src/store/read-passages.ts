import type { IndexedPassage } from '../domain/report-index.js';
import type { StoreConnection } from './store-connection.js';
import { type PassageRow, type SentenceRow, toIndexedPassage } from './to-indexed-passage.js';

const ONE_PASSAGE = `SELECT passages.id, documents.id AS documentId, passages.start, passages.end,
  passages.outline, passages.text
  FROM passages JOIN documents ON documents.key = passages.document WHERE passages.id = ?`;

const ITS_SENTENCES = `SELECT id, position, paragraph, number, start, end, outline, speaker, tokens
  FROM sentences WHERE passage = ? ORDER BY id`;

function readPassage(connection: StoreConnection, id: number): IndexedPassage[] {
  const row = connection.get<PassageRow>(ONE_PASSAGE, id);
  if (row === undefined) return [];
  const sentences = connection.all<SentenceRow>(ITS_SENTENCES, id);
  return [toIndexedPassage(row, sentences)];
}

/** In the order of the ids; unknown ids are left out. */
export function readPassages(
  connection: StoreConnection,
  ids: readonly number[],
): IndexedPassage[] {
  return connection.transaction(() => ids.flatMap((id) => readPassage(connection, id)));
}
