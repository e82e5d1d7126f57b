import type { OffsetEdit, OffsetMap } from '../domain/offset-map.js';
import type { Span } from '../domain/span.js';
import { findWrappedLines, lineJoin, type TextLine } from './unwrap-lines.js';

/** A text whose paragraphs are joined by one line break each, and where they are in it. */
export interface ParagraphLayout {
  readonly text: string;
  /** `text` back to the text that was laid out. */
  readonly offsets: OffsetMap;
  readonly paragraphs: readonly Span[];
}

const lineBreak = /\r\n|[\n\r\u2028\u2029\u0085\v\f]/gu;
const blank = /[\s\u200B\u2060]/u;
const heading = /^(?:#{1,6}\s|\||={3,}$|-{3,}$|\*{3,}$|_{3,}$)/u;
const tableRow = /\t|[^.?!:\s] {2,}\S|\s\|\s/u;
const item = /^(?:[-*+•·●▪]\s|\d{1,3}[.)．、]|>|[（(][\d一二三四五六七八九十]{1,3}[）)]|[①-⑳])/u;
const numberedHeading =
  /^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百\d]{1,4}[编篇章节条部])/u;
const fence = /^(?:```|~~~)/u;
/** Enough of a line to tell what it is; longer lines are never wrapped ones. */
const headChars = 160;

function trimLine(text: string, start: number, end: number): Span {
  let from = start;
  let to = end;
  while (from < to && blank.test(text[from] as string)) from += 1;
  while (to > from && blank.test(text[to - 1] as string)) to -= 1;
  return { start: from, end: to };
}

function indentOf(text: string, start: number, end: number): number {
  let count = 0;
  for (let index = start; index < end; index += 1) {
    const character = text[index];
    count += character === '\u3000' ? 2 : character === '\t' ? 4 : 1;
  }
  return count;
}

function readLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let follows = false;
  let inFence = false;
  let rawStart = 0;
  const readLine = (rawEnd: number): void => {
    const { start, end } = trimLine(text, rawStart, rawEnd);
    if (start === end) {
      follows = false;
      return;
    }
    const head = text.slice(start, Math.min(end, start + headChars));
    const isFence = fence.test(head);
    const standsAlone = inFence || isFence || heading.test(head) || tableRow.test(head);
    const isItem = !standsAlone && item.test(head);
    const opensBlock = standsAlone || isItem || numberedHeading.test(head);
    const indent = indentOf(text, rawStart, start);
    lines.push({ start, end, indent, follows, standsAlone, opensBlock, isItem });
    follows = true;
    if (isFence) inFence = !inFence;
  };
  for (const match of text.matchAll(lineBreak)) {
    readLine(match.index);
    rawStart = match.index + match[0].length;
  }
  readLine(text.length);
  return lines;
}

/**
 * Paragraphs of a text: its lines without blank ones and without white space at their ends. Lines that a fixed width
 * broke are joined again, with a space between Latin words and with nothing next to Chinese. Nothing else changes.
 */
export function splitParagraphs(text: string): ParagraphLayout {
  const lines = readLines(text);
  const joined = findWrappedLines(text, lines);
  const parts: string[] = [];
  const edits: OffsetEdit[] = [];
  const paragraphs: Span[] = [];
  let length = 0;
  let sourceEnd = 0;
  let paragraphStart = 0;
  lines.forEach((line, index) => {
    const content = text.slice(line.start, line.end);
    const previous = lines[index - 1];
    let between = '';
    if (previous !== undefined && joined[index] === true) {
      between = lineJoin(
        text.slice(Math.max(previous.start, previous.end - 2), previous.end),
        content,
      );
    } else if (previous !== undefined) {
      between = '\n';
      paragraphs.push({ start: paragraphStart, end: length });
      paragraphStart = length + 1;
    }
    if (text.slice(sourceEnd, line.start) !== between) {
      const end = length + between.length;
      edits.push({ start: length, end, sourceStart: sourceEnd, sourceEnd: line.start });
    }
    parts.push(between, content);
    length += between.length + content.length;
    sourceEnd = line.end;
  });
  if (lines.length > 0) paragraphs.push({ start: paragraphStart, end: length });
  if (sourceEnd < text.length) {
    edits.push({ start: length, end: length, sourceStart: sourceEnd, sourceEnd: text.length });
  }
  return { text: parts.join(''), offsets: edits, paragraphs };
}
