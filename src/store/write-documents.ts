import { createHash } from 'node:crypto';
import { AppError } from '../domain/app-error.js';
import type { PreparedDocument, PreparedPassage, PreparedText } from '../domain/index-writer.js';
import type { ReportDocument, Sentence } from '../domain/report-document.js';
import { documentChecksum, encodeStructure } from './document-rows.js';
import { encodeTokens } from './encode-token.js';
import type { StoreConnection } from './store-connection.js';
import { putGlosses } from './unglossed-passages.js';

/** 132 bits: no two texts of any archive share them by chance. */
const HASH_LENGTH = 22;

/** Names a text to embed; the same text anywhere has the same vector. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, HASH_LENGTH);
}

const PUT_DOCUMENT = `INSERT INTO documents (id, file, sha256, title, publisher, date, url, damaged,
  characters, paragraph_count, sentence_count, passage_count, structure, text, checksum)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const PUT_PASSAGE = `INSERT INTO passages (document, embedding_hash, start, end, outline, text,
  embedding_text) VALUES (?, ?, ?, ?, ?, ?, ?)`;

const PUT_SENTENCE = `INSERT INTO sentences (passage, embedding_hash, position, paragraph, number,
  start, end, outline, speaker, tokens, embedding_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

function requireFreeId(connection: StoreConnection, id: string, file: string): void {
  const other = connection.get<{ file: string }>('SELECT file FROM documents WHERE id = ?', id);
  if (other === undefined) return;
  throw new AppError(`${file} holds a document "${id}", and so does ${other.file}.`, {
    code: 'file_invalid',
    hint: `Rename ${file}, or give the document another id.`,
  });
}

/** A text is stored only where it is not the passage's or sentence's own. */
function unlessSame(embeddingText: string, text: string): string | null {
  return embeddingText === text ? null : embeddingText;
}

function putSentence(
  connection: StoreConnection,
  passageId: number,
  sentence: Sentence & { readonly position: number; readonly text: string },
  prepared: PreparedText | null,
): void {
  connection.run(
    PUT_SENTENCE,
    passageId,
    prepared === null ? null : hashText(prepared.embeddingText),
    sentence.position,
    sentence.paragraph,
    sentence.number,
    sentence.span.start,
    sentence.span.end,
    JSON.stringify(sentence.outline),
    sentence.speaker?.name ?? null,
    prepared?.tokens ?? null,
    prepared === null ? null : unlessSame(prepared.embeddingText, sentence.text),
  );
}

function putPassage(
  connection: StoreConnection,
  key: number,
  document: ReportDocument,
  index: number,
  prepared: PreparedPassage,
): void {
  const passage = document.passages[index];
  if (passage === undefined) return;
  const { start, end } = passage.span;
  const text = document.text.slice(start, end);
  const id = connection.run(
    PUT_PASSAGE,
    ...[key, hashText(prepared.embeddingText), start, end, JSON.stringify(passage.outline), text],
    unlessSame(prepared.embeddingText, text),
  );
  const words = encodeTokens(prepared.tokens);
  connection.run('INSERT INTO passage_words (rowid, tokens) VALUES (?, ?)', id, words);
  if (prepared.glosses !== null) putGlosses(connection, id, prepared.glosses);
  else connection.run('INSERT INTO passages_to_gloss (id) VALUES (?)', id);
  const { firstSentence } = passage;
  document.sentences.slice(firstSentence, passage.lastSentence + 1).forEach((sentence, offset) => {
    const sentenceText = document.text.slice(sentence.span.start, sentence.span.end);
    putSentence(
      connection,
      id,
      { ...sentence, position: firstSentence + offset, text: sentenceText },
      prepared.sentences?.[offset] ?? null,
    );
  });
}

/** Throws `file_invalid` when a document of this id is there already. */
export function putDocument(connection: StoreConnection, prepared: PreparedDocument): void {
  const { document } = prepared;
  requireFreeId(connection, document.id, document.file);
  const structure = encodeStructure(document);
  const key = connection.run(
    PUT_DOCUMENT,
    ...[document.id, document.file, document.sha256, document.title],
    ...[document.publisher, document.date, document.url, document.damaged ? 1 : 0],
    ...[document.text.length, document.paragraphs.length, document.sentences.length],
    ...[document.passages.length, structure, document.text],
    documentChecksum({ ...document, structure }),
  );
  prepared.passages.forEach((passage, index) => {
    putPassage(connection, key, document, index, passage);
  });
}

/** Vectors stay: another file, or the next state of this one, may hold the same text. */
export function deleteDocumentsOf(connection: StoreConnection, file: string): void {
  const passages = `SELECT passages.id FROM documents
    JOIN passages ON passages.document = documents.key WHERE documents.file = ?`;
  connection.run(`DELETE FROM sentences WHERE passage IN (${passages})`, file);
  connection.run(`DELETE FROM passage_words WHERE rowid IN (${passages})`, file);
  connection.run(`DELETE FROM passage_glosses WHERE rowid IN (${passages})`, file);
  connection.run(`DELETE FROM passages_to_gloss WHERE id IN (${passages})`, file);
  connection.run(
    'DELETE FROM passages WHERE document IN (SELECT key FROM documents WHERE file = ?)',
    file,
  );
  connection.run('DELETE FROM documents WHERE file = ?', file);
}
