import { parseChineseNumber } from './parse-chinese-number.js';

/** A numeral that opens a heading or a member of an enumeration: 一、 （一） 1. 第一， 一是. */
export interface Marker {
  /** Markers of one family count through one list. */
  readonly family: string;
  /** Smaller ranks stand above larger ones. */
  readonly rank: number;
  /** `Infinity` for 最后 and `Finally`, which close a list at any length. */
  readonly ordinal: number;
  /** Belongs to running text: its list ends with the paragraph. */
  readonly inline: boolean;
  /** UTF-16 offsets of the marker, marks of Markdown before it left out. */
  readonly start: number;
  readonly end: number;
}

interface Family {
  readonly name: string;
  readonly rank: number;
  /** Sticky; the first group that matched is the numeral. */
  readonly pattern: RegExp;
  readonly inline: boolean;
  /** May open a member in the middle of a sentence, behind a comma. */
  readonly midSentence: boolean;
}

const han = '[一二三四五六七八九十百]{1,4}';
const digits = '\\d{1,2}';

function family(
  name: string,
  rank: number,
  source: string,
  kind: 'section' | 'mixed' | 'inline',
): Family {
  const pattern = new RegExp(source, 'uy');
  return { name, rank, pattern, inline: kind === 'inline', midSentence: kind !== 'section' };
}

const families: readonly Family[] = [
  family('编', 9, `第(${han}|${digits})[编篇](?=[\\s：:])`, 'section'),
  family('部分', 10, `第(${han}|${digits})部分`, 'section'),
  family('章', 11, `第(${han}|${digits})章`, 'section'),
  family('节', 12, `第(${han}|${digits})节`, 'section'),
  family('条', 13, `第(${han}|\\d{1,3})条(?=[\\s：:])`, 'section'),
  family('一、', 20, `(${han})、(?![一二三四五六七八九十])`, 'section'),
  family('（一）', 30, `[（(](${han})[）)]`, 'mixed'),
  family('1.', 40, `(${digits})[.．、](?!\\d)`, 'section'),
  family('（1）', 50, `[（(](${digits})[）)]`, 'mixed'),
  family('1）', 51, `(${digits})[）)]`, 'mixed'),
  family('①', 55, '([①-⑳])', 'mixed'),
  family('第一，', 60, `第(${han}|${digits})[，,、：:是]`, 'inline'),
  family('其一', 61, `其(${han})[，,、：:是]`, 'inline'),
  family('首先', 62, '(首先|其次|再次|再者|最后)[，,]?', 'inline'),
  family(
    'first',
    60,
    '((?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Last)(?:ly)?|Finally),',
    'inline',
  ),
  family('一是', 70, `(${han})是(?!否)`, 'inline'),
  family('一要', 70, `(${han})要`, 'inline'),
];

const words = new Map([
  ...['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'].map(
    (word, index): [string, number] => [word, index + 1],
  ),
  ['首先', 1],
  ['其次', 2],
  ['再次', 3],
  ['再者', 3],
  ['最后', Number.POSITIVE_INFINITY],
  ['last', Number.POSITIVE_INFINITY],
  ['finally', Number.POSITIVE_INFINITY],
]);

const markdownPrefix = /(?:#{1,6}\s+|[-*+]\s+|>\s*){0,4}(?:\*\*|__)?/uy;

function readNumeral(numeral: string): number | null {
  const word = words.get(
    numeral.toLowerCase().replace(/ly$/u, (end) => (numeral === 'Finally' ? end : '')),
  );
  if (word !== undefined) return word;
  const code = numeral.charCodeAt(0);
  if (code >= 0x2460 && code <= 0x2473) return code - 0x2460 + 1;
  return /^\d/u.test(numeral) ? Number(numeral) : parseChineseNumber(numeral);
}

function readAt(text: string, at: number, midSentence: boolean): Marker | null {
  for (const { name, rank, pattern, inline, midSentence: allowed } of families) {
    if (midSentence && !allowed) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const ordinal = match === null ? null : readNumeral(match[1] ?? '');
    if (match === null || ordinal === null) continue;
    return { family: name, rank, ordinal, inline, start: at, end: at + match[0].length };
  }
  return null;
}

/**
 * The marker that the sentence at `at` begins with, marks of Markdown skipped, or null. `text` is simplified
 * (`foldScript`).
 */
export function readMarker(text: string, at: number): Marker | null {
  markdownPrefix.lastIndex = at;
  const prefix = markdownPrefix.exec(text)?.[0].length ?? 0;
  return readAt(text, at + prefix, false);
}

/** The marker at exactly `at`, behind a comma or colon inside a sentence, or null. */
export function readInnerMarker(text: string, at: number): Marker | null {
  return readAt(text, at, true);
}
