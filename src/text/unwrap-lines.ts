/** A line that is not blank, as UTF-16 offsets in the text, white space at both ends left out. */
export interface TextLine {
  readonly start: number;
  readonly end: number;
  /** Columns of white space before it. */
  readonly indent: number;
  /** Whether no blank line stands between it and the line before. */
  readonly follows: boolean;
  /** A heading, a table row, a rule, code: never joined to another line. */
  readonly standsAlone: boolean;
  /** Begins a block of its own: an item, a numbered heading, or a line that stands alone. */
  readonly opensBlock: boolean;
  readonly isItem: boolean;
}

/** Fixed widths that text is wrapped at: from two columns of Chinese e-mail (36) to wide terminals (132). */
const minimumWidth = 36;
const maximumWidth = 132;
/** Fewer places than this tell nothing. */
const minimumPairs = 3;
const minimumFilledShare = 0.85;
/** In wrapped text few lines happen to end with a sentence; lines that mostly do are paragraphs. */
const maximumStopShare = 0.5;
const widePercentile = 0.95;

const firstWide = 0x2e80;
const stopEnding = /[。！？!?.：:；;][”’」』）)"']*$/u;
const firstUnbreakable = /^(?:[\u2E80-\uFFEF][，。、；：！？”’」』）》]*|[^\s\u2E80-\uFFEF]+)/u;
const cjkEdge = /[\u2E80-\uABFF\uF900-\uFFEF“”‘’—…]/u;
const hangul = /\p{Script=Hangul}/u;

function columns(text: string): number {
  let count = 0;
  for (const character of text) count += (character.codePointAt(0) ?? 0) < firstWide ? 1 : 2;
  return count;
}

/** What stands between two lines that are one paragraph: nothing next to Chinese and after a hyphen, else a space. */
export function lineJoin(left: string, right: string): '' | ' ' {
  const before = left.slice(-1);
  const after = right.slice(0, 1);
  if (hangul.test(before) && hangul.test(after)) return ' ';
  if (cjkEdge.test(before) || cjkEdge.test(after)) return '';
  return before === '-' && /\p{L}-$/u.test(left.slice(-2)) ? '' : ' ';
}

function mayJoin(line: TextLine, next: TextLine): boolean {
  if (!next.follows || line.standsAlone || next.opensBlock) return false;
  return next.indent <= line.indent || line.isItem;
}

interface LinePair {
  readonly width: number;
  /** Width that the line would have had with the next word on it. */
  readonly filledWidth: number;
  readonly stops: boolean;
  /** An item goes on with a hanging indent, at whatever width. */
  readonly hangs: boolean;
}

function measurePair(text: string, line: TextLine, next: TextLine): LinePair | null {
  if (line.end - line.start > maximumWidth) return null;
  const content = text.slice(line.start, line.end);
  const head = text.slice(next.start, Math.min(next.end, next.start + maximumWidth));
  const word = firstUnbreakable.exec(head)?.[0] ?? head.slice(0, 1);
  const width = line.indent + columns(content);
  return {
    width,
    filledWidth: width + lineJoin(content, head).length + columns(word),
    stops: stopEnding.test(content.slice(-4)),
    hangs: line.isItem && next.indent > line.indent,
  };
}

/** The width that the lines are wrapped at, or null when they are paragraphs as they stand. */
function findWrapWidth(pairs: readonly (LinePair | null)[]): number | null {
  const judged = pairs.filter((pair) => pair?.hangs !== true);
  const measured = judged.filter((pair) => pair !== null);
  if (measured.length < minimumPairs || measured.length < judged.length * minimumFilledShare) {
    return null;
  }
  const widths = measured.map((pair) => pair.width).sort((left, right) => left - right);
  const width = widths[Math.ceil((widths.length - 1) * widePercentile)] ?? 0;
  if (width < minimumWidth || width > maximumWidth) return null;
  const filled = measured.filter((pair) => pair.filledWidth > width).length;
  const stops = measured.filter((pair) => pair.stops).length;
  const wrapped =
    filled >= measured.length * minimumFilledShare && stops <= measured.length * maximumStopShare;
  return wrapped ? width : null;
}

/**
 * Which lines go on with the line before: `true` at the index of a line that was broken off from the one before it
 * by a fixed width. Judged over the whole file, and false throughout unless nearly every break is where a line was full.
 */
export function findWrappedLines(text: string, lines: readonly TextLine[]): boolean[] {
  const joined = lines.map(() => false);
  const indexes: number[] = [];
  const pairs: (LinePair | null)[] = [];
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index - 1] as TextLine;
    const next = lines[index] as TextLine;
    if (!mayJoin(line, next)) continue;
    indexes.push(index);
    pairs.push(measurePair(text, line, next));
  }
  const width = findWrapWidth(pairs);
  if (width === null) return joined;
  indexes.forEach((lineIndex, pairIndex) => {
    const pair = pairs[pairIndex];
    const next = lines[lineIndex] as TextLine;
    if (pair === null || pair === undefined) return;
    const goesOn = !pair.stops && /\p{Ll}/u.test(text[next.start] ?? '');
    joined[lineIndex] = pair.filledWidth > width || pair.hangs || goesOn;
  });
  return joined;
}
