import type { IndexedPassage } from '../../domain/report-index.js';
import { type PassageRow, type SentenceRow, toIndexedPassage } from '../to-indexed-passage.js';
import { type Queryable, restoreNul } from './postgres-database.js';

interface OwnedSentenceRow extends SentenceRow {
  readonly passage: number;
}

const PASSAGES = `SELECT passages.id, documents.id AS "documentId", passages.start_at AS start,
    passages.end_at AS end, passages.outline, passages.text
  FROM report_qa.passages AS passages
  JOIN report_qa.documents AS documents ON documents.key = passages.document
  WHERE passages.id = ANY($1::bigint[])`;

const SENTENCES = `SELECT id, passage, position, paragraph, number, start_at AS start,
    end_at AS end, outline, speaker, tokens
  FROM report_qa.sentences WHERE passage = ANY($1::bigint[]) ORDER BY id`;

/** In the order of the ids; unknown ids are left out, and so is what a flip between the two reads took away. */
export async function readPassages(
  on: Queryable,
  ids: readonly number[],
): Promise<IndexedPassage[]> {
  if (ids.length === 0) return [];
  const [passages, sentences] = await Promise.all([
    on.query<PassageRow>(PASSAGES, ids),
    on.query<OwnedSentenceRow>(SENTENCES, ids),
  ]);
  const byPassage = new Map<number, SentenceRow[]>();
  for (const sentence of sentences) {
    const list = byPassage.get(sentence.passage);
    if (list === undefined) byPassage.set(sentence.passage, [sentence]);
    else list.push(sentence);
  }
  const byId = new Map(passages.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const passage = { ...row, text: restoreNul(row.text) };
    return [toIndexedPassage(passage, byPassage.get(id) ?? [])];
  });
}
