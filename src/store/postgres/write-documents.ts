import { AppError } from '../../domain/app-error.js';
import type { PreparedDocument } from '../../domain/index-writer.js';
import { documentChecksum, encodeStructure } from '../document-rows.js';
import { splitTokens } from '../to-indexed-passage.js';
import { hashText } from '../write-documents.js';
import { NUL_STAND_IN, type Queryable } from './postgres-database.js';
import type { TokenKeys } from './search-words.js';

/** Rows sent with one statement: enough that the way to the server does not count, little enough for the memory of both. */
const ROWS_A_STATEMENT = 5_000;

const PUT_DOCUMENT = `INSERT INTO report_qa.documents (id, file, sha256, title, publisher, date,
    url, damaged, characters, paragraph_count, sentence_count, passage_count, structure, text,
    checksum)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING key`;

/** Ids are given in the order of the rows. */
const PUT_PASSAGES = `INSERT INTO report_qa.passages
    (document, embedding_hash, start_at, end_at, outline, text, embedding_text, tokens)
  SELECT $1, rows.* FROM unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::text[],
    $7::text[], $8::int[]) AS rows
  RETURNING id`;

const PUT_SENTENCES = `INSERT INTO report_qa.sentences (passage, embedding_hash, position,
    paragraph, number, start_at, end_at, outline, speaker, tokens, embedding_text)
  SELECT * FROM unnest($1::bigint[], $2::text[], $3::int[], $4::int[], $5::int[], $6::int[],
    $7::int[], $8::text[], $9::text[], $10::text[], $11::text[])`;

const PUT_POSTINGS = `INSERT INTO report_qa.postings (token, passage, times, length)
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::int[])`;

const MOST_TIMES = 2 ** 15 - 1;

type Row = readonly unknown[];

/** Turns rows into one array a column, as `unnest` takes them. */
async function insertRows(on: Queryable, sql: string, rows: readonly Row[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    await on.query(sql, ...toColumns(rows.slice(start, start + ROWS_A_STATEMENT)));
  }
}

function toColumns(rows: readonly Row[]): unknown[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));
}

async function requireStorable(on: Queryable, { document }: PreparedDocument): Promise<void> {
  const { id, file } = document;
  const [other] = await on.query<{ file: string }>(
    'SELECT file FROM report_qa.documents WHERE id = $1',
    id,
  );
  if (other !== undefined) {
    throw new AppError(`${file} holds a document "${id}", and so does ${other.file}.`, {
      code: 'file_invalid',
      hint: `Rename ${file}, or give the document another id.`,
    });
  }
  if (document.text.includes(NUL_STAND_IN)) {
    throw new AppError(`${file} holds U+FDD0, which is no character.`, {
      code: 'file_invalid',
      hint: `Take U+FDD0 out of ${file}.`,
    });
  }
}

async function putDocumentRow(on: Queryable, { document }: PreparedDocument): Promise<number> {
  const structure = encodeStructure(document);
  const [row] = await on.query<{ key: number }>(
    PUT_DOCUMENT,
    ...[document.id, document.file, document.sha256, document.title],
    ...[document.publisher, document.date, document.url, document.damaged ? 1 : 0],
    ...[document.text.length, document.paragraphs.length, document.sentences.length],
    ...[document.passages.length, structure, document.text],
    documentChecksum({ ...document, structure }),
  );
  return row?.key ?? 0;
}

/** A text is stored only where it is not the passage's or sentence's own. */
function unlessSame(embeddingText: string, text: string): string | null {
  return embeddingText === text ? null : embeddingText;
}

async function putPassages(
  on: Queryable,
  key: number,
  { document, passages }: PreparedDocument,
): Promise<number[]> {
  const rows = document.passages.map(({ span, outline }, index): Row => {
    const text = document.text.slice(span.start, span.end);
    const embeddingText = passages[index]?.embeddingText ?? text;
    return [
      ...[hashText(embeddingText), span.start, span.end, JSON.stringify(outline), text],
      ...[unlessSame(embeddingText, text), splitTokens(passages[index]?.tokens ?? '').length],
    ];
  });
  if (rows.length === 0) return [];
  const put = await on.query<{ id: number }>(PUT_PASSAGES, key, ...toColumns(rows));
  return put.map(({ id }) => id).sort((left, right) => left - right);
}

function sentenceRows({ document, passages }: PreparedDocument, ids: readonly number[]): Row[] {
  return document.passages.flatMap(({ firstSentence, lastSentence }, at) =>
    document.sentences.slice(firstSentence, lastSentence + 1).map((sentence, offset): Row => {
      const { span, paragraph, number, outline, speaker } = sentence;
      const text = document.text.slice(span.start, span.end);
      const prepared = passages[at]?.sentences?.[offset] ?? null;
      return [
        ...[ids[at], prepared === null ? null : hashText(prepared.embeddingText)],
        ...[firstSentence + offset, paragraph, number],
        ...[span.start, span.end, JSON.stringify(outline), speaker?.name ?? null],
        ...[prepared?.tokens ?? null],
        ...[prepared === null ? null : unlessSame(prepared.embeddingText, text)],
      ];
    }),
  );
}

function postingRows(
  { passages }: PreparedDocument,
  ids: readonly number[],
  keyOf: TokenKeys,
): Row[] {
  return passages.flatMap((passage, at) => {
    const tokens = [...splitTokens(passage.tokens), ...splitTokens(passage.glosses ?? '')];
    const times = new Map<string, number>();
    for (const token of tokens) {
      const key = keyOf(token);
      times.set(key, Math.min(MOST_TIMES, (times.get(key) ?? 0) + 1));
    }
    return [...times].map(([key, count]): Row => [key, ids[at], count, tokens.length]);
  });
}

/** How many passages more or less a token stands in, by its key. */
export type TokenChanges = Map<string, number>;

export function noteChange(changes: TokenChanges, key: string, by: number): void {
  changes.set(key, (changes.get(key) ?? 0) + by);
}

/** Throws `file_invalid` when a document of this id is there already. */
export async function putDocument(
  on: Queryable,
  prepared: PreparedDocument,
  { keyOf, changes }: { readonly keyOf: TokenKeys; readonly changes: TokenChanges },
): Promise<void> {
  await requireStorable(on, prepared);
  const key = await putDocumentRow(on, prepared);
  const ids = await putPassages(on, key, prepared);
  await insertRows(on, PUT_SENTENCES, sentenceRows(prepared, ids));
  const postings = postingRows(prepared, ids, keyOf);
  await insertRows(on, PUT_POSTINGS, postings);
  for (const [token] of postings) noteChange(changes, token as string, 1);
}

const ITS_PASSAGES = `SELECT passages.id FROM report_qa.documents AS documents
  JOIN report_qa.passages AS passages ON passages.document = documents.key
  WHERE documents.file = $1`;

const DROP_POSTINGS = `WITH dropped AS (
    DELETE FROM report_qa.postings WHERE passage = ANY($1::bigint[]) RETURNING token)
  SELECT token::text AS token, count(*) AS passages FROM dropped GROUP BY token`;

/** Vectors stay: another file, or the next state of this one, may hold the same text. */
export async function deleteDocumentsOf(
  on: Queryable,
  file: string,
  changes: TokenChanges,
): Promise<void> {
  const ids = (await on.query<{ id: number }>(ITS_PASSAGES, file)).map(({ id }) => id);
  if (ids.length > 0) {
    await on.query('DELETE FROM report_qa.sentences WHERE passage = ANY($1::bigint[])', ids);
    const dropped = await on.query<{ token: string; passages: number }>(DROP_POSTINGS, ids);
    for (const { token, passages } of dropped) noteChange(changes, token, -passages);
    await on.query('DELETE FROM report_qa.passages WHERE id = ANY($1::bigint[])', ids);
  }
  await on.query('DELETE FROM report_qa.documents WHERE file = $1', file);
}

/** Brings the numbers of passages that tokens stand in up to date. */
export async function writeTokenChanges(on: Queryable, changes: TokenChanges): Promise<void> {
  const rows = [...changes].filter(([, by]) => by !== 0);
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    await on.query(
      `INSERT INTO report_qa.tokens AS known (token, passages)
       SELECT * FROM unnest($1::bigint[], $2::int[])
       ON CONFLICT (token) DO UPDATE SET passages = known.passages + excluded.passages`,
      ...toColumns(rows.slice(start, start + ROWS_A_STATEMENT)),
    );
  }
  if (rows.length > 0) await on.query('DELETE FROM report_qa.tokens WHERE passages <= 0');
}
