import type { Span } from '../domain/span.js';
import { cutLongSentence, maximumSentenceWeight } from './cut-long-sentence.js';
import { endsWithFullStop } from './full-stop.js';
import { matchBrackets } from './match-brackets.js';
import { stripEnd } from './strip-end.js';

const chineseStop = /[。！？｡]/u;
const stops = new Set('。！？｡．.!?…');
const closer = /[”’」』）)】\]》〉〕]/u;
const quoteCloser = /[”’」』"]/u;
const url = /(?:https?:\/\/|www\.)[^\s\p{Script=Han}，。；、！？（）“”‘’《》<>"]+/gu;
const urlTail = /[.!?,;:)\]'…]/u;
const footnote = /^\[\d{1,3}\]/u;
const emphasis = /^(?:\*{1,3}|_{1,3})(?=\s|$)/u;
const wordless = /^[^\p{L}\p{N}]*$/u;
/** Behind a quotation: the sentence goes on with a word that leans on it. */
const leansOnQuote =
  /^(?:\s*[，、；：,;:—）)]|的|等|之|这[一个种句样]|\s*\p{Ll}|\s*[A-Z][\w.]*(?: [A-Z][\w.]*){0,3},? (?:said|says|added|told|asked|replied|wrote)\b)/u;
/** Behind a quotation that the sentence begins with: who said it. */
const attributesQuote =
  /^[^，。！？：“”\s]{0,24}(?:说|說|道|表示|指出|强调|強調|认为|認為|称|稱|介绍|介紹|告诉[^，。]{0,8}|告訴[^，。]{0,8})[了着道]?[，。：！]/u;

/** Offsets of what must not be cut: quotations and brackets that are not too long, and web addresses. */
function findHeldRanges(text: string, brackets: ReadonlyMap<number, number>): Map<number, number> {
  const held = new Map<number, number>();
  for (const [open, close] of brackets) {
    if (close - open <= maximumSentenceWeight) held.set(open, close);
  }
  for (const match of text.matchAll(url)) {
    const address = stripEnd(match[0], urlTail);
    held.set(match.index, match.index + address.length - 1);
  }
  return held;
}

interface Scanner {
  readonly text: string;
  readonly brackets: ReadonlyMap<number, number>;
  /** Where the sentence that is read began. */
  start: number;
}

/** Behind the stops, quotes, brackets and footnote marks that belong to the sentence that ends here. */
function skipClosers({ text, brackets }: Scanner, from: number): number {
  let index = from;
  for (;;) {
    const character = text[index];
    if (character === undefined) return index;
    if (
      closer.test(character) ||
      chineseStop.test(character) ||
      (character === '"' && !brackets.has(index))
    ) {
      index += 1;
      continue;
    }
    const mark =
      footnote.exec(text.slice(index, index + 5)) ?? emphasis.exec(text.slice(index, index + 4));
    if (mark === null) return index;
    index += mark[0].length;
  }
}

/** Where the sentence ends whose stops run from `from` to `to`, or -1 when they end none. */
function findEnd(scanner: Scanner, from: number, to: number): number {
  const { text } = scanner;
  const stops = text.slice(from, to);
  const end = skipClosers(scanner, to);
  if (chineseStop.test(stops) || end >= text.length) return end;
  const next = text.slice(end, end + 40);
  const nextWord = /^\s*["“‘'(]*(\S)/u.exec(next)?.[1] ?? '';
  const spaced = /^\s/u.test(next);
  if (/^…+$/u.test(stops)) return spaced && /\p{Lu}/u.test(nextWord) ? end : -1;
  if (spaced && /\p{Ll}/u.test(nextWord)) return -1;
  const besideChinese = /[\p{Script=Han}“「『（]/u.test(next.slice(0, 1));
  if (!spaced && !besideChinese) return -1;
  if (/[!?]/u.test(stops)) return end;
  if (!spaced)
    return to - from === 1 && /[\p{Script=Han}”）]/u.test(text[from - 1] ?? '') ? end : -1;
  if (to - from > 1) return end;
  return endsWithFullStop(
    text.slice(Math.max(scanner.start, from - 40), from),
    next,
    from - scanner.start <= 40,
  )
    ? end
    : -1;
}

/** Where a sentence ends with the quotation from `open` to `close`, or -1. */
function findEndAfterQuote(scanner: Scanner, open: number, close: number): number {
  const { text } = scanner;
  if (!quoteCloser.test(text[close] ?? '') || !stops.has(text[close - 1] ?? '')) return -1;
  const end = skipClosers(scanner, close + 1);
  const next = text.slice(end, end + 80);
  const opensSentence = open - scanner.start <= 1;
  const goesOn = leansOnQuote.test(next) || (opensSentence && attributesQuote.test(next));
  return goesOn ? -1 : end;
}

function findSentenceEnds(text: string): number[] {
  const brackets = matchBrackets(text);
  const held = findHeldRanges(text, brackets);
  const scanner: Scanner = { text, brackets, start: 0 };
  const ends: number[] = [];
  let heldFrom = -1;
  let heldUntil = -1;
  let index = 0;
  while (index < text.length) {
    const close = held.get(index);
    if (close !== undefined && index > heldUntil) {
      heldFrom = index;
      heldUntil = close;
    }
    let end = -1;
    let next = index + 1;
    if (index === heldUntil) end = findEndAfterQuote(scanner, heldFrom, index);
    else if (index > heldUntil && stops.has(text[index] as string)) {
      while (stops.has(text[next] ?? '')) next += 1;
      end = findEnd(scanner, index, next);
    }
    if (end > 0) {
      ends.push(end);
      scanner.start = end;
      next = end;
    }
    index = next;
  }
  ends.push(text.length);
  return ends;
}

function trim(text: string, start: number, end: number): Span {
  let from = start;
  let to = end;
  while (from < to && /\s/u.test(text[from] as string)) from += 1;
  while (to > from && /\s/u.test(text[to - 1] as string)) to -= 1;
  return { start: from, end: to };
}

/**
 * Sentences of one paragraph of `text`, as UTF-16 spans of `text`: in order, without overlap, and with nothing but white
 * space between them. A quotation or bracket is kept together up to 220 characters; a sentence of more than 220 Chinese
 * (440 Latin) characters is cut at semicolons, then at commas. Linear; unbalanced quotes hold nothing together.
 */
export function splitSentences(text: string, paragraph: Span): Span[] {
  const content = text.slice(paragraph.start, paragraph.end);
  const sentences: Span[] = [];
  let start = 0;
  for (const end of findSentenceEnds(content)) {
    const sentence = trim(content, start, end);
    start = end;
    if (sentence.start === sentence.end) continue;
    const previous = sentences.at(-1);
    const short = sentence.end - sentence.start <= 8;
    if (
      previous !== undefined &&
      short &&
      wordless.test(content.slice(sentence.start, sentence.end))
    ) {
      sentences[sentences.length - 1] = { start: previous.start, end: sentence.end };
    } else sentences.push(sentence);
  }
  return sentences
    .flatMap((sentence) => cutLongSentence(content, sentence))
    .map((span) => ({ start: span.start + paragraph.start, end: span.end + paragraph.start }));
}
