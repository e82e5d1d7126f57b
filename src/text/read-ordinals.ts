import { parseChineseNumber } from './parse-chinese-number.js';
import type { QuantityReading } from './quantity.js';
import { readUnit } from './quantity-units.js';
import { plainQuantity } from './read-dates.js';

const CN = '零〇一二三四五六七八九十百千';
const NTH = new RegExp(`第\\s?(\\d{1,9}|[${CN}]{1,6})`, 'uy');
const POINT = /([一二三四五六七八九十]{1,3})(?:是|则(?=[要为]))/uy;
const HEADING = /([一二三四五六七八九十]{1,3})(?=、)|[(（]([一二三四五六七八九十]{1,3})[)）]/uy;
const FIVE_YEAR_PLAN =
  /十([一二三四五六])五(?=[”」"』’]?(?:规划|时期|期间|计划|末|开局|以来|目标|收官)|[”」"』])/uy;
const CONGRESS = /([一二]?十[一二三四五六七八九]?|[一二三四五六七八九])大(?=[^小量型幅力批]|$)/uy;
const FOREMOST = /首(?=[次个批家位届轮场座])/uy;
const ENGLISH = /(\d{1,6})(?:st|nd|rd|th)\b/uy;
const OPENING = /(?:^|[\s，。；：、！？,;:!?.“「『"(（—])$/u;

function run(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function ordinal(
  word: string,
  start: number,
  end: number,
  unit: string | null = null,
): QuantityReading | null {
  const value = /^\d+$/u.test(word) ? Number(word) : parseChineseNumber(word);
  return value === null
    ? null
    : { quantities: [plainQuantity('ordinal', String(value), start, end, unit)], end };
}

/** 第三, 一是, 一、, （一）, 十四五 (the 14th Five-Year Plan), 党的二十大, 3rd: the ordinal that begins at `at`. */
export function readOrdinal(text: string, at: number): QuantityReading | null {
  const nth = run(NTH, text, at);
  if (nth !== null) {
    const end = at + nth[0].length;
    const unit = readUnit(text, end);
    return ordinal(nth[1] ?? '', at, unit?.end ?? end, unit?.unit ?? null);
  }
  if (run(FOREMOST, text, at) !== null) {
    const unit = readUnit(text, at + 1);
    return ordinal('1', at, unit?.end ?? at + 1, unit?.unit ?? null);
  }
  const english = run(ENGLISH, text, at);
  if (english !== null) {
    return ordinal(english[1] ?? '', at, at + english[0].length);
  }
  const plan = run(FIVE_YEAR_PLAN, text, at);
  if (plan !== null) {
    return ordinal(`十${plan[1]}`, at, at + 3);
  }
  const before = text.slice(Math.max(0, at - 2), at);
  const congress = /[的党迎接开]$/u.test(before) ? run(CONGRESS, text, at) : null;
  if (congress !== null) {
    return ordinal(congress[1] ?? '', at, at + congress[0].length, '大');
  }
  if (!OPENING.test(before)) {
    return null;
  }
  const point = run(POINT, text, at);
  if (point !== null) {
    return ordinal(point[1] ?? '', at, at + (point[1] ?? '').length);
  }
  const opens = before === '' || /[\n。：:;；]$/u.test(before);
  const heading = opens ? run(HEADING, text, at) : null;
  return heading === null
    ? null
    : ordinal(heading[1] ?? heading[2] ?? '', at, at + heading[0].length);
}
