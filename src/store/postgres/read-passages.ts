import type { IndexedPassage, IndexedSentence } from '../../domain/report-index.js';
import { type Queryable, restoreNul } from './postgres-database.js';

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
  readonly passage: number;
  readonly position: number;
  readonly paragraph: number;
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly outline: string;
  readonly speaker: string | null;
  readonly tokens: string;
}

const PASSAGES = `SELECT passages.id, documents.id AS "documentId", passages.start_at AS start,
    passages.end_at AS end, passages.outline, passages.text
  FROM report_qa.passages AS passages
  JOIN report_qa.documents AS documents ON documents.key = passages.document
  WHERE passages.id = ANY($1::bigint[])`;

const SENTENCES = `SELECT id, passage, position, paragraph, number, start_at AS start,
    end_at AS end, outline, speaker, tokens
  FROM report_qa.sentences WHERE passage = ANY($1::bigint[]) ORDER BY id`;

function toSentence(row: SentenceRow, passage: PassageRow, text: string): IndexedSentence {
  const { id, position, paragraph, number, start, end, speaker } = row;
  return {
    id,
    passageId: passage.id,
    documentId: passage.documentId,
    index: position,
    paragraph,
    number,
    span: { start, end },
    text: text.slice(start - passage.start, end - passage.start),
    outline: JSON.parse(row.outline) as string[],
    speaker,
    tokens: row.tokens === '' ? [] : row.tokens.split(' '),
  };
}

/** In the order of the ids; unknown ids are left out, and so is what a flip between the two reads took away. */
export async function readPassages(
  on: Queryable,
  ids: readonly number[],
): Promise<IndexedPassage[]> {
  if (ids.length === 0) return [];
  const [passages, sentences] = await Promise.all([
    on.query<PassageRow>(PASSAGES, ids),
    on.query<SentenceRow>(SENTENCES, ids),
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
    const { documentId, start, end, outline } = row;
    const text = restoreNul(row.text);
    return [
      {
        ...{ id, documentId, span: { start, end }, text },
        outline: JSON.parse(outline) as string[],
        sentences: (byPassage.get(id) ?? []).map((sentence) => toSentence(sentence, row, text)),
      },
    ];
  });
}
