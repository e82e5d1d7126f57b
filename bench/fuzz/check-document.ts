import type { PreparedDocument } from '../../src/domain/index-writer.js';
import type { ReportDocument, SourceDocument } from '../../src/domain/report-document.js';
import type { Span } from '../../src/domain/span.js';
import { mapSpan } from '../../src/text/map-offsets.js';
import { type ReadSource, rebuildSource, withoutBlanks } from './rebuild-source.js';

/** A pair that is cut would be quoted as two broken characters. */
export function cutsPair(text: string, { start, end }: Span): boolean {
  return [start, end].some((at) => at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff);
}

function checkLoaded(source: SourceDocument, read: ReadSource): string[] {
  const { text, offsets } = source;
  const whole = mapSpan(offsets, { start: 0, end: text.length });
  if (read(whole) !== text) return ['the loaded text is not what its offsets lead to'];
  const middle = Math.floor(text.length / 2);
  const span = { start: Math.floor(middle / 2), end: middle };
  if (middle === 0 || read(mapSpan(offsets, span)) === text.slice(span.start, span.end)) return [];
  return ['a part of the loaded text is not what its offsets lead to'];
}

function checkRepairs(document: ReportDocument, read: ReadSource): string[] {
  const faults = new Set<string>();
  let last = 0;
  for (const { span, sourceSpan, before, after } of document.repairs) {
    const shown = document.text.slice(span.start, span.end);
    if (withoutBlanks(shown) !== withoutBlanks(after)) faults.add('a repair is not at its span');
    if (sourceSpan.start < last) faults.add('repairs are out of order');
    last = sourceSpan.end;
    if (read(sourceSpan) !== before) faults.add('a repair is not of what stands in the file');
  }
  return [...faults];
}

function checkSentences(document: ReportDocument, read: ReadSource, length: number): string[] {
  const { text, paragraphs, sentences, offsets } = document;
  const faults = new Set<string>();
  let last = 0;
  for (const { span, paragraph } of sentences) {
    const around = paragraphs[paragraph - 1]?.span;
    if (around === undefined || span.start < around.start || span.end > around.end) {
      faults.add('a sentence is outside its paragraph');
    }
    if (span.start < last || span.end <= span.start) faults.add('sentences are out of order');
    if (withoutBlanks(text.slice(last, span.start)) !== '') faults.add('words are in no sentence');
    if (cutsPair(text, span)) faults.add('a sentence cuts a surrogate pair');
    last = span.end;
    const sourceSpan = mapSpan(offsets, span);
    if (sourceSpan.start < 0 || sourceSpan.end > length || sourceSpan.start >= sourceSpan.end) {
      faults.add('a source span is outside the file');
    } else if (
      withoutBlanks(rebuildSource(document, read, { span, sourceSpan })) !==
      withoutBlanks(text.slice(span.start, span.end))
    ) {
      faults.add('a source span does not come to its sentence');
    }
  }
  if (withoutBlanks(text.slice(last)) !== '') faults.add('words are in no sentence');
  return [...faults];
}

function checkLayout({ document, passages }: PreparedDocument): string[] {
  const { text, paragraphs, sentences } = document;
  const faults = new Set<string>();
  if (paragraphs.map(({ span }) => text.slice(span.start, span.end)).join('\n') !== text) {
    faults.add('the paragraphs are not the text');
  }
  if (passages.length !== document.passages.length) faults.add('a passage is not prepared');
  let next = 0;
  for (const [index, { firstSentence, lastSentence, span }] of document.passages.entries()) {
    const [from, to] = [sentences[firstSentence]?.span.start, sentences[lastSentence]?.span.end];
    if (firstSentence !== next || span.start !== from || span.end !== to) {
      faults.add('passages are no runs of sentences');
    }
    next = lastSentence + 1;
    const prepared = passages[index];
    const count = next - firstSentence;
    if (prepared?.sentences?.length !== count) faults.add('a sentence is not prepared');
  }
  if (next !== sentences.length) faults.add('a sentence is in no passage');
  for (const { speaker } of sentences) {
    if (speaker !== null && sentences[speaker.namedIn] === undefined) {
      faults.add('a speaker is named nowhere');
    }
  }
  return [...faults];
}

/** What does not hold of a prepared document; `fileLength` is that of the decoded file. */
export function checkDocument(
  prepared: PreparedDocument,
  source: SourceDocument,
  { read, fileLength }: { readonly read: ReadSource; readonly fileLength: number },
): string[] {
  const { document } = prepared;
  return [
    ...checkLoaded(source, read),
    ...checkLayout(prepared),
    ...checkRepairs(document, read),
    ...checkSentences(document, read, fileLength),
  ];
}
