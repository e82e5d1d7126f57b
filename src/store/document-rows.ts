import { createHash } from 'node:crypto';
import type { OffsetEdit } from '../domain/offset-map.js';
import type {
  DocumentSummary,
  Paragraph,
  Passage,
  Repair,
  RepairKind,
  ReportDocument,
  Sentence,
  Speaker,
} from '../domain/report-document.js';
import { damagedIndex } from './translate-sqlite-error.js';

export interface SummaryRow {
  readonly id: string;
  readonly file: string;
  readonly sha256: string;
  readonly title: string;
  readonly publisher: string | null;
  readonly date: string | null;
  readonly url: string | null;
  readonly damaged: number;
  readonly characters: number;
  readonly paragraph_count: number;
  readonly sentence_count: number;
  readonly passage_count: number;
}

export interface DocumentRow extends SummaryRow {
  readonly structure: string;
  readonly text: string;
  readonly checksum: string;
}

export const SUMMARY_COLUMNS = `id, file, sha256, title, publisher, date, url, damaged, characters,
  paragraph_count, sentence_count, passage_count`;

/** Over all that a citation takes from a document. SQLite notices damage of its pages only, not of what stands in them. */
export function documentChecksum(document: Omit<DocumentRow, 'checksum' | CountColumn>): string {
  const { id, file, sha256, title, publisher, date, url, structure, text } = document;
  const hash = createHash('sha256').update(
    JSON.stringify([id, file, sha256, title, publisher, date, url]),
  );
  return hash.update(structure).update(text).digest('base64url');
}

type CountColumn =
  | 'damaged'
  | 'characters'
  | 'paragraph_count'
  | 'sentence_count'
  | 'passage_count';

type EditTuple = [start: number, end: number, sourceStart: number, sourceEnd: number];
type RepairTuple = [RepairKind, ...EditTuple, before: string, after: string];
type SentenceTuple = [
  paragraph: number,
  number: number,
  start: number,
  end: number,
  outline: number,
  speaker: string | null,
  namedIn: number,
];
type PassageTuple = [start: number, end: number, first: number, last: number, outline: number];

/** Tuples, because a big archive has millions of sentences; outlines repeat, so they stand once. */
interface Structure {
  readonly outlines: readonly (readonly string[])[];
  readonly offsets: readonly EditTuple[];
  readonly repairs: readonly RepairTuple[];
  readonly paragraphs: readonly [number: number, start: number, end: number][];
  readonly sentences: readonly SentenceTuple[];
  readonly passages: readonly PassageTuple[];
}

function encodeSpeaker(speaker: Speaker | null): [name: string | null, namedIn: number] {
  return speaker === null ? [null, 0] : [speaker.name, speaker.namedIn];
}

/** Everything of a document but its metadata and text. */
export function encodeStructure(document: ReportDocument): string {
  const numbers = new Map<string, number>();
  const outlines: (readonly string[])[] = [];
  const numberOf = (outline: readonly string[]): number => {
    const key = JSON.stringify(outline);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, outlines.length);
    return outlines.push(outline) - 1;
  };
  const structure: Structure = {
    outlines,
    offsets: document.offsets.map((o) => [o.start, o.end, o.sourceStart, o.sourceEnd]),
    repairs: document.repairs.map((r) => [
      ...([r.kind, r.span.start, r.span.end] as const),
      ...([r.sourceSpan.start, r.sourceSpan.end, r.before, r.after] as const),
    ]),
    paragraphs: document.paragraphs.map((p) => [p.number, p.span.start, p.span.end]),
    sentences: document.sentences.map((s) => [
      ...([s.paragraph, s.number, s.span.start, s.span.end] as const),
      numberOf(s.outline),
      ...encodeSpeaker(s.speaker),
    ]),
    passages: document.passages.map((p) => [
      ...([p.span.start, p.span.end, p.firstSentence, p.lastSentence] as const),
      numberOf(p.outline),
    ]),
  };
  return JSON.stringify(structure);
}

function decodeEdit([start, end, sourceStart, sourceEnd]: EditTuple): OffsetEdit {
  return { start, end, sourceStart, sourceEnd };
}

function decodeRepair([kind, start, end, from, to, before, after]: RepairTuple): Repair {
  return { kind, span: { start, end }, sourceSpan: { start: from, end: to }, before, after };
}

/** Throws `index_damaged`, naming the database, when the row is not what was stored. */
export function decodeDocument(row: DocumentRow, database: string): ReportDocument {
  if (documentChecksum(row) !== row.checksum) throw damagedIndex(database);
  const structure = JSON.parse(row.structure) as Structure;
  const outlineOf = (number: number): readonly string[] => structure.outlines[number] ?? [];
  const paragraphs = structure.paragraphs.map(
    ([number, start, end]): Paragraph => ({ number, span: { start, end } }),
  );
  const sentences = structure.sentences.map(
    ([paragraph, number, start, end, outline, name, namedIn]): Sentence => ({
      paragraph,
      number,
      span: { start, end },
      outline: outlineOf(outline),
      speaker: name === null ? null : { name, namedIn },
    }),
  );
  const passages = structure.passages.map(
    ([start, end, firstSentence, lastSentence, outline]): Passage => ({
      span: { start, end },
      firstSentence,
      lastSentence,
      outline: outlineOf(outline),
    }),
  );
  const { id, file, sha256, title, publisher, date, url, text } = row;
  return {
    ...{ id, file, sha256, title, publisher, date, url, text },
    damaged: row.damaged === 1,
    offsets: structure.offsets.map(decodeEdit),
    repairs: structure.repairs.map(decodeRepair),
    paragraphs,
    sentences,
    passages,
  };
}

export function decodeSummary(row: SummaryRow): DocumentSummary {
  const { id, file, sha256, title, publisher, date, url, characters } = row;
  return {
    ...{ id, file, sha256, title, publisher, date, url, characters },
    damaged: row.damaged === 1,
    paragraphs: row.paragraph_count,
    sentences: row.sentence_count,
    passages: row.passage_count,
  };
}
