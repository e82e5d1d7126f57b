import { parseChineseNumber } from './parse-chinese-number.js';
import type { Quantity, QuantityKind, QuantityReading } from './quantity.js';

const CN = '零〇一二三四五六七八九十';
const SMALL = `(\\d{1,2}|[${CN}]{1,3})`;
const FULL_DATE = new RegExp(
  `(\\d{4}|[零〇一二三四五六七八九]{4})\\s?年\\s?${SMALL}\\s?月(?:份|\\s?${SMALL}\\s?[日号])?`,
  'uy',
);
const YEAR =
  /(公元前|前)?(\d{3,4}|[零〇一二三四五六七八九]{4})\s?年(?!代|级|[多余来]|以上|以下|左右|[前后]?[，。]?历史)/uy;
const MONTH_DAY = new RegExp(`${SMALL}\\s?月(?:份|\\s?${SMALL}\\s?[日号])?`, 'uy');
const DAY = new RegExp(`${SMALL}\\s?日(?!元|本|圆|均)`, 'uy');
const ISO = /(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.])/uy;
const NUMBER_RANGE = /(\d{4})\s?(?:[-–—~～至到]|--)\s?(?=\d{4}\s?年)/uy;
const MONTH_RANGE = new RegExp(`${SMALL}\\s?(?:[-–—~～至到]|--)\\s?(?=${SMALL}\\s?月)`, 'uy');
const UNTIL = /\s?(?:[-–—~～至到、和及]|--)\s?/uy;
const CLOCK = /(\d{1,2})[:：](\d{2})(?::\d{2})?(?:\s?([ap])\.?m\b\.?)?/iuy;
const CLOCK_ENGLISH = /(\d{1,2})\s?([ap])\.?m\b\.?/iuy;
const CLOCK_CHINESE = new RegExp(
  `${SMALL}(?:时|点钟?)(?!间|代|候|段|期|尚)(?:(\\d{1,2}|[${CN}]{1,3})分|(半)|整)?`,
  'uy',
);
const AFTERNOON = /(?:下午|晚上|傍晚|晚)$/u;
const DAYTIME = /(?:上午|早上|清晨|凌晨|早晨|中午|日|号|今早)$/u;

function run(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function numberOf(word: string | undefined): number | null {
  return word === undefined ? null : /^\d+$/u.test(word) ? Number(word) : parseChineseNumber(word);
}

/** `2022-05-20`, `--05-20`, `2022-05`, `--05` or `---20`; null where it is no date. */
export function dateValue(
  year: number | null,
  month: number | null,
  day: number | null,
): string | null {
  if ((month !== null && (month < 1 || month > 12)) || (day !== null && (day < 1 || day > 31))) {
    return null;
  }
  const two = (part: number): string => String(part).padStart(2, '0');
  if (month === null) {
    return day === null ? (year === null ? null : String(year)) : `---${two(day)}`;
  }
  return `${year === null ? '-' : year}-${two(month)}${day === null ? '' : `-${two(day)}`}`;
}

export function plainQuantity(
  kind: QuantityKind,
  value: string,
  start: number,
  end: number,
  unit: string | null = null,
): Quantity {
  return { kind, value, unit, hedge: null, span: { start, end } };
}

/** The days that go on after a date under the same month: 5月20日至22日. */
function withFollowingDays(text: string, first: Quantity, month: string): QuantityReading {
  const quantities = [first];
  let end = first.span.end;
  for (let turn = 0; turn < 8; turn += 1) {
    const link = run(UNTIL, text, end);
    const day = link === null ? null : run(DAY, text, end + link[0].length);
    const number = numberOf(day?.[1]);
    if (link === null || day === null || number === null || number < 1 || number > 31) {
      break;
    }
    const start = end + link[0].length;
    end = start + day[0].length;
    quantities.push(
      plainQuantity('date', `${month}-${String(number).padStart(2, '0')}`, start, end),
    );
  }
  return { quantities, end };
}

function dateAt(
  text: string,
  at: number,
  length: number,
  parts: readonly [number | null, number | null, number | null],
): QuantityReading | null {
  const value = dateValue(...parts);
  if (value === null) {
    return null;
  }
  const quantity = plainQuantity('date', value, at, at + length);
  return parts[1] !== null && parts[2] !== null
    ? withFollowingDays(text, quantity, value.slice(0, -3))
    : { quantities: [quantity], end: at + length };
}

function readRange(text: string, at: number): QuantityReading | null {
  const years = run(NUMBER_RANGE, text, at);
  if (years?.[1] !== undefined) {
    const end = at + years[1].length;
    return { quantities: [plainQuantity('year', years[1], at, end)], end };
  }
  const months = run(MONTH_RANGE, text, at);
  const value = dateValue(null, numberOf(months?.[1]), null);
  if (months?.[1] === undefined || value === null) {
    return null;
  }
  const end = at + months[1].length;
  return { quantities: [plainQuantity('date', value, at, end)], end };
}

/** The date, month or year in Chinese or ISO form that begins at `at`. */
export function readDate(text: string, at: number): QuantityReading | null {
  const full = run(FULL_DATE, text, at);
  if (full !== null) {
    return dateAt(text, at, full[0].length, [
      numberOf(full[1]),
      numberOf(full[2]),
      numberOf(full[3]),
    ]);
  }
  const iso = run(ISO, text, at);
  if (iso !== null) {
    return dateAt(text, at, iso[0].length, [Number(iso[1]), Number(iso[3]), Number(iso[4])]);
  }
  const range = readRange(text, at);
  if (range !== null) {
    return range;
  }
  const year = run(YEAR, text, at);
  const number = numberOf(year?.[2]);
  if (
    year !== null &&
    number !== null &&
    (number >= 1000 || year[1] !== undefined) &&
    number < 2200
  ) {
    const value = `${year[1] === undefined ? '' : '-'}${number}`;
    return {
      quantities: [plainQuantity('year', value, at, at + year[0].length)],
      end: at + year[0].length,
    };
  }
  const monthDay = run(MONTH_DAY, text, at);
  if (monthDay !== null) {
    return dateAt(text, at, monthDay[0].length, [
      null,
      numberOf(monthDay[1]),
      numberOf(monthDay[2]),
    ]);
  }
  const day = run(DAY, text, at);
  return day === null ? null : dateAt(text, at, day[0].length, [null, null, numberOf(day[1])]);
}

function timeReading(
  at: number,
  length: number,
  hour: number,
  minute: number,
  afternoon: boolean,
): QuantityReading | null {
  if (hour > 24 || minute > 59) {
    return null;
  }
  const full = afternoon && hour < 12 ? hour + 12 : hour;
  const value = `T${String(full).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return { quantities: [plainQuantity('time', value, at, at + length)], end: at + length };
}

/** The time of day that begins at `at`: 9:30, 下午3时, 上午九点半, 3 p.m. */
export function readTime(text: string, at: number): QuantityReading | null {
  const clock = run(CLOCK, text, at);
  const before = text.slice(Math.max(0, at - 2), at);
  const afternoon = AFTERNOON.test(before);
  if (clock !== null) {
    const late = afternoon || clock[3]?.toLowerCase() === 'p';
    return timeReading(at, clock[0].length, Number(clock[1]), Number(clock[2]), late);
  }
  const english = run(CLOCK_ENGLISH, text, at);
  if (english !== null) {
    const late = english[2]?.toLowerCase() === 'p';
    return timeReading(at, english[0].length, Number(english[1]), 0, late);
  }
  const chinese = run(CLOCK_CHINESE, text, at);
  const hour = numberOf(chinese?.[1]);
  if (chinese === null || hour === null) {
    return null;
  }
  const exact = chinese[2] !== undefined || chinese[3] !== undefined;
  if (!exact && !afternoon && !DAYTIME.test(before)) {
    return null;
  }
  const minute = chinese[3] === undefined ? (numberOf(chinese[2]) ?? 0) : 30;
  return timeReading(at, chinese[0].length, hour, minute, afternoon);
}
