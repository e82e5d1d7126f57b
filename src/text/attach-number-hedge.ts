import type { NumberHedge, NumberHedgeFamily, Quantity } from './quantity.js';

const BEFORE: readonly (readonly [NumberHedgeFamily, RegExp])[] = [
  [
    'less',
    /(?:不超过|不多于|不高于|不大于|最多|至多|不足|不到|未满|不满|少于|低于|小于|未达到|未超过)$/u,
  ],
  ['more', /(?:至少|最少|不少于|不低于|不小于|最低|超过|超出|突破|高于|多于|大于|逾|超)(?:了)?$/u],
  ['nearly', /(?:将近|接近|近乎|近|几乎)$/u],
  ['about', /(?:大约|大概|约为|约有|约合|约占|约|左右|差不多|大致)$/u],
  [
    'less',
    /\b(?:no more than|not more than|at most|up to|less than|fewer than|lower than|under|below|within)\s(?:[$€£¥]|US\$|RMB\s?)?$/iu,
  ],
  [
    'more',
    /\b(?:no less than|not less than|no fewer than|not fewer than|at least|a minimum of|more than|over|above|exceeding|exceeded|in excess of|upwards of|beyond)\s(?:[$€£¥]|US\$|RMB\s?)?$/iu,
  ],
  ['nearly', /\b(?:nearly|almost|close to|approaching)\s(?:[$€£¥]|US\$|RMB\s?)?$/iu],
  [
    'about',
    /\b(?:about|around|approximately|approx\.?|roughly|circa|c\.|an estimated|some)\s(?:[$€£¥]|US\$|RMB\s?)?$/iu,
  ],
];
const AFTER: readonly (readonly [NumberHedgeFamily, RegExp])[] = [
  [
    'more',
    /^(?:\+|及以上|(?:或|或者)?以上|之上|有余|开外|多(?=[\s，。；、）)]|$)|余(?=[\s，。；、）)]|$)|\s(?:or more|or above|plus|and above)\b)/u,
  ],
  ['less', /^(?:及以下|(?:或|或者)?以下|以内|之内|之下|不到|\s(?:or less|or fewer|or below)\b)/u],
  ['about', /^(?:左右|上下|前后|许|\s(?:or so)\b)/u],
];
const DURATIONS = new Set(['年', '月', '周', '天', '小时', '分钟', '季度', '世纪']);
const LONGEST_BEFORE = 28;
const LONGEST_AFTER = 12;

/** The hedge that stands right before or right behind a quantity, or the one it holds inside. */
export function attachNumberHedge(text: string, quantity: Quantity): NumberHedge | null {
  const { start, end } = quantity.span;
  const after = text.slice(end, end + LONGEST_AFTER);
  for (const [family, pattern] of AFTER) {
    const found = pattern.exec(after);
    if (found !== null) {
      return { family, span: { start: end, end: end + found[0].length } };
    }
  }
  if (quantity.hedge !== null) {
    return quantity.hedge;
  }
  const spans = DURATIONS.has(quantity.unit ?? '');
  const before = text.slice(Math.max(0, start - LONGEST_BEFORE), start);
  for (const [family, pattern] of BEFORE) {
    const found = pattern.exec(before);
    // "Over 48 months" is as often during as more than.
    if (found !== null && !(spans && /^over\s$/iu.test(found[0]))) {
      return { family, span: { start: start - found[0].length, end: start } };
    }
  }
  return null;
}
