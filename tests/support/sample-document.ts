import type { DocumentSummary, ReportDocument } from '../../src/domain/report-document.js';

const TEXT = '全省稳就业工作推进会召开。林武强调，一是稳就业。\n会议以电视电话会议形式召开。';

/** Two paragraphs, three sentences, one repair of every kind. */
export function sampleDocument(changes: Partial<ReportDocument> = {}): ReportDocument {
  const outline = ['五方面工作要求', '一是稳就业'];
  return {
    id: 'employment-meeting',
    title: '全省稳就业工作推进会召开',
    publisher: '山西日报',
    date: '2023-05-20',
    url: null,
    file: 'employment-meeting.txt',
    sha256: 'ab'.repeat(32),
    text: TEXT,
    offsets: [],
    damaged: true,
    repairs: [
      {
        kind: 'reading',
        span: { start: 3, end: 3 },
        sourceSpan: { start: 3, end: 8 },
        before: '(wěn)',
        after: '',
      },
      {
        kind: 'punctuation',
        span: { start: 17, end: 18 },
        sourceSpan: { start: 22, end: 24 },
        before: ',,',
        after: '，',
      },
      {
        kind: 'left',
        span: { start: 30, end: 31 },
        sourceSpan: { start: 40, end: 41 },
        before: '?',
        after: '?',
      },
    ],
    paragraphs: [
      { number: 1, span: { start: 0, end: 24 } },
      { number: 2, span: { start: 25, end: 39 } },
    ],
    sentences: [
      { paragraph: 1, number: 1, span: { start: 0, end: 13 }, outline: [], speaker: null },
      { paragraph: 1, number: 2, span: { start: 13, end: 24 }, outline, speaker: null },
      { paragraph: 2, number: 1, span: { start: 25, end: 39 }, outline: [], speaker: null },
    ],
    passages: [
      { span: { start: 0, end: 24 }, firstSentence: 0, lastSentence: 1, outline },
      { span: { start: 25, end: 39 }, firstSentence: 2, lastSentence: 2, outline: [] },
    ],
    ...changes,
  };
}

export function summaryOf(document: ReportDocument): DocumentSummary {
  const { id, title, publisher, date, url, file, sha256, damaged, text } = document;
  return {
    ...{ id, title, publisher, date, url, file, sha256, damaged },
    characters: text.length,
    paragraphs: document.paragraphs.length,
    sentences: document.sentences.length,
    passages: document.passages.length,
  };
}
