import { attachNumberHedge } from './attach-number-hedge.js';
import { foldWidth } from './fold-width.js';
import type { Quantity, QuantityReading } from './quantity.js';
import { readFractionForm, readNumber } from './read-chinese-numbers.js';
import { readDate, readTime } from './read-dates.js';
import { readEnglishDate, readEnglishNumber } from './read-english-numbers.js';
import { readOrdinal } from './read-ordinals.js';

const CANDIDATE =
  /\d|[零〇一二三四五六七八九十百千万亿两几数半第首壹贰叁肆伍陆柒捌玖拾]|[(（](?=[一二三四五六七八九十]{1,3}[)）])|(?:公元)?前(?=\d{3,4}年)|(?<![A-Za-z\d])[A-Za-z]/gu;
const WORD_REST = /[A-Za-z]*/uy;
const CURRENCY: readonly (readonly [RegExp, string])[] = [
  [/US\$\s?$/u, '美元'],
  [/HK\$\s?$/u, '港元'],
  [/NT\$\s?$/u, '台币'],
  [/\$\s?$/u, '美元'],
  [/(?:[¥￥]|RMB\s?|CNY\s?)$/u, '元'],
  [/€\s?$/u, '欧元'],
  [/£\s?$/u, '英镑'],
];
const RANGE_LINK = /^\s?(?:[-–—~～至到]|--|to|and)\s?$/u;
const HALF_UNIT = /半(年|天|小时|个小时|个月|个多月|月|周|岁)/uy;

function readHalf(text: string, at: number): QuantityReading | null {
  HALF_UNIT.lastIndex = at;
  const found = HALF_UNIT.exec(text);
  const before = text.charAt(at - 1);
  if (found === null || /[一两上下前后大多过夜\d年月]/u.test(before)) {
    return null;
  }
  const unit = (found[1] ?? '').replace(/^个多?/u, '');
  const end = at + found[0].length;
  return {
    quantities: [{ kind: 'number', value: '0.5', unit, hedge: null, span: { start: at, end } }],
    end,
  };
}

function readAt(text: string, at: number): QuantityReading | null {
  if (/[A-Za-z]/u.test(text.charAt(at))) {
    return readEnglishDate(text, at) ?? readEnglishNumber(text, at);
  }
  return (
    readOrdinal(text, at) ??
    readFractionForm(text, at) ??
    readDate(text, at) ??
    readEnglishDate(text, at) ??
    readTime(text, at) ??
    readHalf(text, at) ??
    readNumber(text, at)
  );
}

/** The currency or minus sign that stands before a number. */
function withPrefix(text: string, quantity: Quantity): Quantity {
  const { start, end } = quantity.span;
  const before = text.slice(Math.max(0, start - 4), start);
  if (quantity.kind !== 'number' && quantity.kind !== 'percent' && quantity.kind !== 'year') {
    return quantity;
  }
  const sign =
    /(?:^|[^\dA-Za-z%)])[-−]$/u.test(before) || /(?:^|[^\p{Script=Han}])负$/u.test(before);
  const value = sign ? `-${quantity.value}` : quantity.value;
  const currency = CURRENCY.find(([pattern]) => pattern.test(before));
  const length =
    currency === undefined ? (sign ? 1 : 0) : (currency[0].exec(before)?.[0].length ?? 0);
  const kind =
    quantity.kind === 'year' && (sign || currency !== undefined) ? 'number' : quantity.kind;
  const unit = quantity.unit ?? currency?.[1] ?? null;
  return { ...quantity, kind, value, unit, span: { start: start - length, end } };
}

/** In 5%至8% as in 5-8% the first number is a percentage too. */
function shareRangeUnit(text: string, quantities: readonly Quantity[]): Quantity[] {
  return quantities.map((quantity, index) => {
    const next = quantities[index + 1];
    if (next === undefined || quantity.unit !== null || quantity.kind !== 'number') {
      return quantity;
    }
    const link = text.slice(quantity.span.end, Math.min(next.span.start, quantity.span.end + 6));
    return next.unit !== null &&
      RANGE_LINK.test(link) &&
      (next.kind === 'number' || next.kind === 'percent')
      ? { ...quantity, kind: next.kind, unit: next.unit }
      : quantity;
  });
}

/**
 * Numbers, percentages, fractions, ordinals, years, dates, times and amounts of a Chinese (simplified) or English
 * text, in order, with values that are equal when the texts mean the same (五千 = 5,000, May 20 = 5月20日).
 * Numerals that are parts of words (进一步, 三晋, 十分, 万一) are left out, as are 今年 and the like.
 * Spans are UTF-16 offsets in `text`. Time grows linearly with the length.
 */
export function readQuantities(text: string): readonly Quantity[] {
  const folded = foldWidth(text);
  const quantities: Quantity[] = [];
  CANDIDATE.lastIndex = 0;
  for (let match = CANDIDATE.exec(folded); match !== null; match = CANDIDATE.exec(folded)) {
    const at = match.index;
    const reading = readAt(folded, at);
    // The readers are sticky expressions of their own; only CANDIDATE keeps a place between turns.
    let end = Math.max(reading?.end ?? 0, at + 1);
    if (reading === null && /[A-Za-z]/u.test(folded.charAt(at))) {
      WORD_REST.lastIndex = at;
      end = at + (WORD_REST.exec(folded)?.[0].length ?? 1);
    }
    quantities.push(...(reading?.quantities ?? []).map((quantity) => withPrefix(folded, quantity)));
    CANDIDATE.lastIndex = end;
  }
  return shareRangeUnit(folded, quantities).map((quantity) => ({
    ...quantity,
    hedge: attachNumberHedge(folded, quantity),
  }));
}
