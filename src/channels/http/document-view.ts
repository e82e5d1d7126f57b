/** Documents and passages as the API shows them: with ids that links can name, without the maps that only this program needs. */

import type { ReportDocument, Sentence } from '../../domain/report-document.js';
import type { Span } from '../../domain/span.js';
import { HttpProblem } from './http-problem.js';

export interface SentenceView {
  /** `p3s2`: paragraph and sentence, as deep links name it. */
  readonly id: string;
  readonly number: number;
  readonly span: Span;
  readonly outline: readonly string[];
  readonly speaker: string | null;
}

export interface ParagraphView {
  readonly id: string;
  readonly number: number;
  readonly span: Span;
  readonly sentences: readonly SentenceView[];
}

export interface PassageView {
  /** `<document id>:<number from 1>`. */
  readonly id: string;
  readonly number: number;
  readonly span: Span;
  readonly outline: readonly string[];
  readonly sentences: readonly string[];
}

export interface OutlineEntry {
  readonly path: readonly string[];
  /** Where it begins. */
  readonly sentence: string;
}

function sentenceId({ paragraph, number }: Sentence): string {
  return `p${paragraph}s${number}`;
}

function viewPassage(document: ReportDocument, index: number): PassageView | null {
  const passage = document.passages[index];
  if (passage === undefined) return null;
  const { span, outline, firstSentence, lastSentence } = passage;
  const sentences = document.sentences.slice(firstSentence, lastSentence + 1).map(sentenceId);
  return { id: `${document.id}:${index + 1}`, number: index + 1, span, outline, sentences };
}

function viewOutline(document: ReportDocument): OutlineEntry[] {
  const entries = new Map<string, OutlineEntry>();
  for (const sentence of document.sentences) {
    const key = JSON.stringify(sentence.outline);
    if (sentence.outline.length === 0 || entries.has(key)) continue;
    entries.set(key, { path: sentence.outline, sentence: sentenceId(sentence) });
  }
  return [...entries.values()];
}

function groupSentences({ sentences }: ReportDocument): Map<number, Sentence[]> {
  const groups = new Map<number, Sentence[]>();
  for (const sentence of sentences) {
    const group = groups.get(sentence.paragraph);
    if (group === undefined) groups.set(sentence.paragraph, [sentence]);
    else group.push(sentence);
  }
  return groups;
}

export function viewDocument(document: ReportDocument): Record<string, unknown> & {
  readonly paragraphs: readonly ParagraphView[];
} {
  const { id, title, publisher, date, url, file, sha256, damaged, text } = document;
  const sentencesOf = groupSentences(document);
  return {
    ...{ id, title, publisher, date, url, file, sha256, damaged, text },
    outline: viewOutline(document),
    paragraphs: document.paragraphs.map(({ number, span }) => ({
      id: `p${number}`,
      number,
      span,
      sentences: (sentencesOf.get(number) ?? []).map((sentence) => ({
        id: sentenceId(sentence),
        number: sentence.number,
        span: sentence.span,
        outline: sentence.outline,
        speaker: sentence.speaker?.name ?? null,
      })),
    })),
    passages: document.passages.flatMap((_, index) => viewPassage(document, index) ?? []),
  };
}

/** Document id and number of a passage's id; document ids may hold colons themselves. Throws a 404. */
export function parsePassageId(id: string): { documentId: string; number: number } {
  const [, documentId, number] = /^(.+):([1-9]\d{0,8})$/su.exec(id) ?? [];
  if (documentId === undefined) throw passageUnknown();
  return { documentId, number: Number(number) };
}

/** Throws a 404 when the document has no such passage. */
export function viewPassageText(document: ReportDocument, number: number): Record<string, unknown> {
  const passage = viewPassage(document, number - 1);
  if (passage === null) throw passageUnknown();
  const { id, title, file, sha256, text } = document;
  const { start, end } = passage.span;
  return { ...passage, documentId: id, title, file, sha256, text: text.slice(start, end) };
}

function passageUnknown(): HttpProblem {
  return new HttpProblem(404, 'There is no passage with this id.', {
    code: 'passage_unknown',
    hint: 'GET /v1/documents/ID lists the passages of a document.',
  });
}
