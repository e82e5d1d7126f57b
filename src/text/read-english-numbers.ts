import { canonicalNumber, type Quantity, type QuantityReading } from './quantity.js';
import { readUnit } from './quantity-units.js';
import { dateValue, plainQuantity } from './read-dates.js';

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';
const CARDINALS: ReadonlyMap<string, number> = new Map([
  ...ONES.split(' ').map((word, index) => [word, index] as const),
  ...TENS.split(' ').map((word, index) => [word, index * 10 + 20] as const),
  ['dozen', 12] as const,
]);
const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
]);
const ORDINALS: ReadonlyMap<string, number> = new Map([
  ...'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'
    .split(' ')
    .map((word, index) => [word, index + 1] as const),
  ['thirtieth', 30],
]);
const FRACTIONS: ReadonlyMap<string, number> = new Map([
  ['half', 2],
  ['third', 3],
  ['quarter', 4],
  ['fifth', 5],
  ['sixth', 6],
  ['eighth', 8],
  ['tenth', 10],
]);
const PLURAL_SCALES = /(dozens|hundreds|thousands|millions|billions)\b/iuy;
const MONTHS =
  'january february march april may june july august september october november december'.split(
    ' ',
  );
const MONTH_NAME =
  '(January|February|March|April|May|June|July|August|September|October|November|December|Jan\\.?|Feb\\.?|Mar\\.?|Apr\\.?|Jun\\.?|Jul\\.?|Aug\\.?|Sept?\\.?|Oct\\.?|Nov\\.?|Dec\\.?)';
const MONTH_FIRST = new RegExp(
  `${MONTH_NAME}\\s(\\d{1,2})(?:st|nd|rd|th)?(?![\\d.,]*\\d{3})(?!\\d)(?:(?:,\\s?|\\s)(\\d{4})(?!\\d))?`,
  'uy',
);
const DAY_FIRST = new RegExp(
  `(\\d{1,2})(?:st|nd|rd|th)?\\s(?:of\\s)?${MONTH_NAME}(?![a-z])(?:,?\\s(\\d{4})(?!\\d))?`,
  'uy',
);
const MONTH_YEAR = new RegExp(`${MONTH_NAME}(?:,|\\sof)?\\s(\\d{4})(?!\\d)`, 'uy');
const MONTH_ONLY = new RegExp(`${MONTH_NAME}(?![a-z])`, 'uy');
const BEFORE_MONTH =
  /(?:\b(?:in|of|by|since|until|from|to|last|this|next|early|late|mid|and|or)[ -])$/iu;
const WORD = /[A-Za-z]+/uy;
const JOIN = /(?:\s+and\s+|-|\s+)(?=[A-Za-z])/uy;

function run(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function monthOf(name: string): number {
  const short = name.toLowerCase().slice(0, 3);
  return MONTHS.findIndex((month) => month.startsWith(short)) + 1;
}

/** `May 20, 2022`, `20 May`, `May 2022`, and a month alone after a preposition. */
export function readEnglishDate(text: string, at: number): QuantityReading | null {
  const forms: readonly (readonly [RegExp, readonly [number, number, number]])[] = [
    [MONTH_FIRST, [3, 1, 2]],
    [DAY_FIRST, [3, 2, 1]],
    [MONTH_YEAR, [2, 1, 9]],
  ];
  const found = (
    match: RegExpExecArray,
    year: number | null,
    month: string,
    day: number | null,
  ) => {
    const value = dateValue(year, monthOf(month), day);
    const end = at + match[0].length;
    return value === null ? null : { quantities: [plainQuantity('date', value, at, end)], end };
  };
  for (const [pattern, [year, month, day]] of forms) {
    const match = run(pattern, text, at);
    if (match !== null) {
      const yearText = match[year];
      const dayText = match[day];
      return found(
        match,
        yearText === undefined ? null : Number(yearText),
        match[month] ?? '',
        dayText === undefined ? null : Number(dayText),
      );
    }
  }
  const alone = run(MONTH_ONLY, text, at);
  if (alone === null || !BEFORE_MONTH.test(text.slice(Math.max(0, at - 7), at))) {
    return null;
  }
  return found(alone, null, alone[1] ?? '', null);
}

interface NumberWords {
  readonly words: readonly string[];
  readonly ends: readonly number[];
}

function numberWords(text: string, at: number): NumberWords {
  const words: string[] = [];
  const ends: number[] = [];
  let position = at;
  while (words.length < 10) {
    const word = run(WORD, text, position)?.[0];
    const lower = word?.toLowerCase() ?? '';
    if (word === undefined || !(CARDINALS.has(lower) || SCALES.has(lower) || ORDINALS.has(lower))) {
      break;
    }
    words.push(lower);
    ends.push(position + word.length);
    if (ORDINALS.has(lower)) {
      break;
    }
    const join = run(JOIN, text, position + word.length);
    if (join === null || (join[0].includes('and') && !SCALES.has(lower))) {
      break;
    }
    position += word.length + join[0].length;
  }
  return { words, ends };
}

function sumOfWords(words: readonly string[]): number {
  let total = 0;
  let group = 0;
  for (const word of words) {
    const scale = SCALES.get(word);
    if (scale === undefined) {
      group += CARDINALS.get(word) ?? ORDINALS.get(word) ?? 0;
    } else if (scale === 100) {
      group = Math.max(1, group) * 100;
    } else {
      total += Math.max(1, group) * scale;
      group = 0;
    }
  }
  return total + group;
}

function readFraction(text: string, at: number): QuantityReading | null {
  const match = run(
    /(one|two|three|four|five|seven|nine|a|\d)(?:-|\s)(half|third|quarter|fifth|sixth|eighth|tenth)(s?)\b/iuy,
    text,
    at,
  );
  if (match === null) {
    return null;
  }
  const word = (match[1] ?? '').toLowerCase();
  const top = word === 'a' ? 1 : (CARDINALS.get(word) ?? Number(word));
  const bottom = FRACTIONS.get((match[2] ?? '').toLowerCase());
  const end = at + match[0].length;
  return { quantities: [plainQuantity('fraction', `${top}/${bottom}`, at, end)], end };
}

/** Numbers in English words: `twelve thousand`, `third`, `two-thirds`, `hundreds`. `at` begins a word. */
export function readEnglishNumber(text: string, at: number): QuantityReading | null {
  const fraction = readFraction(text, at);
  if (fraction !== null) {
    return fraction;
  }
  const plural = run(PLURAL_SCALES, text, at);
  if (plural !== null) {
    const word = (plural[1] ?? '').toLowerCase().slice(0, -1);
    const factor = SCALES.get(word) ?? CARDINALS.get(word) ?? 1;
    const end = at + plural[0].length;
    return { quantities: [plainQuantity('number', `several*${factor}`, at, end)], end };
  }
  const article = run(/a\s+(?=(?:hundred|thousand|million|billion|trillion|dozen)\b)/iuy, text, at);
  const { words, ends } = numberWords(text, at + (article?.[0].length ?? 0));
  const end = ends.at(-1);
  if (end === undefined || /[A-Za-z]/u.test(text.charAt(end))) {
    return null;
  }
  const value = canonicalNumber(sumOfWords(words));
  if (ORDINALS.has(words.at(-1) ?? '')) {
    return { quantities: [plainQuantity('ordinal', value, at, end)], end };
  }
  const space = /[\s-]/u.test(text.charAt(end)) ? 1 : 0;
  const percent = run(/\s(?:percent|per cent)\b/uy, text, end);
  if (percent !== null) {
    const close = end + percent[0].length;
    return { quantities: [plainQuantity('percent', value, at, close, '%')], end: close };
  }
  const unit = readUnit(text, end + space);
  const quantity: Quantity = plainQuantity(
    'number',
    value,
    at,
    unit?.end ?? end,
    unit?.unit ?? null,
  );
  return { quantities: [quantity], end: quantity.span.end };
}

/** The factor of a scale word after digits: `1.2 million`. */
export function readEnglishScale(text: string, at: number): { factor: number; end: number } | null {
  const match = run(/[\s-]?(hundred|thousand|million|billion|trillion)\b/iuy, text, at);
  const factor = SCALES.get((match?.[1] ?? '').toLowerCase());
  return match === null || factor === undefined ? null : { factor, end: at + match[0].length };
}
