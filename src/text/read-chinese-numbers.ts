/** Numerals in digits and in Chinese characters, with multipliers (1.2万, 五千三百万, 20余万) and units. */
import { multiplierOf, parseChineseNumber } from './parse-chinese-number.js';
import {
  canonicalNumber,
  type NumberHedge,
  type Quantity,
  type QuantityReading,
} from './quantity.js';
import { readUnit } from './quantity-units.js';
import { plainQuantity } from './read-dates.js';
import { readEnglishScale } from './read-english-numbers.js';

const DIGITS = /\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?/uy;
const HALVES = /[½¼¾⅓⅔]/uy;
const HALF_VALUES: Readonly<Record<string, number>> = {
  '½': 0.5,
  '¼': 0.25,
  '¾': 0.75,
  '⅓': 0.333,
  '⅔': 0.667,
};
const CHINESE =
  /(?:[零〇一二三四五六七八九十百万亿两壹贰叁肆伍陆柒捌玖拾佰仟]|千(?![瓦克米伏卡帕赫焦]))+(?:点[零〇一二三四五六七八九]+)?/uy;
const MULTIPLIER =
  /\s?([多余来几]?)((?:[十百万亿]|千(?![瓦克米伏卡帕赫焦]))+)(?!物|一|能|岁爷|古|分感)/uy;
const PERCENT = /\s?(?:(%|％|percent\b|per cent\b)|((?:个)?百分点|percentage points?\b)|(‰))/uy;
const TENTHS = /成(?![立为功员果绩就本长熟都人交型分品语套家])/uy;
const AFTER_NUMBER = /[多余]/uy;
const SEVERAL = /[几数]([十百千万亿]+)/uy;
const IDIOMS = new Set([
  '万一',
  '千万',
  '亿万',
  '万千',
  '千百',
  '百万千万',
  '一一',
  '一二',
  '百',
  '千',
  '万',
  '亿',
  '千千万万',
  '万万',
  '百千',
]);
const BEFORE_ONE = /[进统之唯同专单归某每逐另这那哪任划独惟不]$/u;
const AFTER_ONE =
  /^一(?:起(?!事故|案件|火灾)|道(?!题)|度|面|路|线|级|部分|方面|点(?!建议)|时|代|步|环|等|角|席|连|票否决|对一|门心思|批次|直|处|笔|句话)/u;
/** Names and set phrases whose numeral counts nothing. */
const NO_COUNT_AFTER =
  /^(?:十分(?!之|钟)|百分百|百姓|百货|万分|千里|三晋|四川|三亚|九江|六安|两岸|两会|千方|八达|百家争鸣|万家灯火|千家万户|百花|七嘴|五花|四面八方|千军万马|三天两头|千层|三令五申|一五一十|三三两两|四通八达|百业|万象)/u;

function run(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

interface Amount {
  readonly value: string;
  readonly end: number;
  /** 多 or 余 inside the number. */
  readonly hedge: NumberHedge | null;
}

function innerHedge(word: string, at: number): NumberHedge | null {
  const span = { start: at, end: at + 1 };
  if (word === '多' || word === '余') {
    return { family: 'more', span };
  }
  return word === '' ? null : { family: 'about', span };
}

function digitsAmount(text: string, at: number): Amount | null {
  let position = at;
  let total = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let hedge: NumberHedge | null = null;
  let plain: string | null = null;
  for (let part = 0; part < 5; part += 1) {
    const digits = run(DIGITS, text, position)?.[0];
    if (digits === undefined) {
      break;
    }
    let next = position + digits.length;
    const half = run(HALVES, text, next)?.[0];
    next += half?.length ?? 0;
    const multiplier = run(MULTIPLIER, text, next);
    const factor = multiplierOf(multiplier?.[2] ?? '');
    if (part > 0 && factor >= smallest) {
      break;
    }
    plain = part === 0 && digits.length > 15 ? digits : null;
    total +=
      (Number(digits.replaceAll(',', '')) + (half === undefined ? 0 : (HALF_VALUES[half] ?? 0))) *
      factor;
    smallest = factor;
    hedge ??= innerHedge(multiplier?.[1] ?? '', next);
    position = next + (multiplier?.[0].length ?? 0);
    if (factor === 1) {
      break;
    }
  }
  const scale = smallest === 1 ? readEnglishScale(text, position) : null;
  if (position === at) {
    return null;
  }
  return {
    value: plain ?? canonicalNumber(total * (scale?.factor ?? 1)),
    end: scale?.end ?? position,
    hedge,
  };
}

function chineseAmount(text: string, at: number): Amount | null {
  const several = run(SEVERAL, text, at);
  if (several !== null && !/[人总次指参多少半倍分系户岁]$/u.test(text.charAt(at - 1))) {
    return {
      value: `several*${multiplierOf(several[1] ?? '')}`,
      end: at + several[0].length,
      hedge: null,
    };
  }
  const found = run(CHINESE, text, at)?.[0];
  if (found === undefined) {
    return null;
  }
  let end = at + found.length;
  const [whole = '', decimals] = found.split('点');
  const integer = parseChineseNumber(whole);
  if (integer === null) {
    return { value: found, end, hedge: null };
  }
  const places = [...(decimals ?? '')].map((digit) => parseChineseNumber(digit) ?? 0).join('');
  let value = Number(`${integer}${places === '' ? '' : `.${places}`}`);
  const multiplier = run(MULTIPLIER, text, end);
  let hedge: NumberHedge | null = null;
  if (multiplier !== null && (multiplier[1] !== '' || decimals !== undefined)) {
    hedge = innerHedge(multiplier[1] ?? '', end);
    value *= multiplierOf(multiplier[2] ?? '');
    end += multiplier[0].length;
  } else if (text.charAt(end) === '几' && /[十百千]$/u.test(found)) {
    hedge = innerHedge('几', end);
    end += 1;
  }
  return { value: canonicalNumber(value), end, hedge };
}

/** A single numeral counts only before a unit: 三 in 三晋, 一 in 进一步 are not numbers. */
function countsSomething(text: string, at: number, found: string, unit: string | null): boolean {
  const ahead = text.slice(at, at + 6);
  if (NO_COUNT_AFTER.test(ahead)) {
    return false;
  }
  if (found === '一' && (BEFORE_ONE.test(text.charAt(at - 1)) || AFTER_ONE.test(ahead))) {
    return false;
  }
  if (IDIOMS.has(found)) {
    return unit !== null && unit !== '里' && unit !== '分';
  }
  return found.length > 1 || unit !== null;
}

function percentAt(text: string, amount: Amount, at: number): Quantity | null {
  const percent = run(PERCENT, text, amount.end);
  if (percent !== null) {
    const unit = percent[1] !== undefined ? '%' : percent[2] !== undefined ? '百分点' : '‰';
    const quantity = plainQuantity(
      'percent',
      amount.value,
      at,
      amount.end + percent[0].length,
      unit,
    );
    return { ...quantity, hedge: amount.hedge };
  }
  const tenths = run(TENTHS, text, amount.end);
  const value = Number(amount.value);
  return tenths !== null && value > 0 && value <= 10
    ? plainQuantity('percent', canonicalNumber(value * 10), at, amount.end + 1, '%')
    : null;
}

function withUnit(text: string, at: number, amount: Amount): Quantity {
  const outer = amount.hedge === null ? run(AFTER_NUMBER, text, amount.end) : null;
  const start = amount.end + (outer === null ? 0 : 1);
  const space = text.charAt(start) === ' ' || text.charAt(start) === '-' ? 1 : 0;
  const unit = readUnit(text, start) ?? (space === 0 ? null : readUnit(text, start + space));
  const hedged = outer !== null && (unit !== null || /[^\p{Script=Han}]/u.test(text.charAt(start)));
  const inside = unit?.unit === '月' && /[多余]/u.test(text.slice(start, unit.end));
  const hedge = amount.hedge ?? (hedged ? innerHedge('多', amount.end) : null);
  const quantity = plainQuantity(
    'number',
    amount.value,
    at,
    unit?.end ?? amount.end,
    unit?.unit ?? null,
  );
  return {
    ...quantity,
    hedge: inside ? { family: 'more', span: { start: start + 1, end: start + 2 } } : hedge,
  };
}

/** A number that begins at `at`, written in digits or Chinese numerals, with its unit. */
export function readNumber(text: string, at: number): QuantityReading | null {
  const digits = /[\d]/u.test(text.charAt(at));
  const amount = digits ? digitsAmount(text, at) : chineseAmount(text, at);
  if (amount === null) {
    return null;
  }
  const percent = percentAt(text, amount, at);
  if (percent !== null) {
    return { quantities: [percent], end: percent.span.end };
  }
  const quantity = withUnit(text, at, amount);
  const found = text.slice(at, amount.end);
  if (!digits && !countsSomething(text, at, found, quantity.unit)) {
    return { quantities: [], end: amount.end };
  }
  const bare = quantity.unit === null && quantity.hedge === null && /^\d{4}$/u.test(found);
  const year = bare && Number(found) >= 1500 && Number(found) < 2200;
  return { quantities: [year ? { ...quantity, kind: 'year' } : quantity], end: quantity.span.end };
}

/** 百分之五, 千分之三, 三分之二 and 1/3. */
export function readFractionForm(text: string, at: number): QuantityReading | null {
  const match = run(/([零〇一二三四五六七八九十百千万两]{1,6}|\d{1,4})分之/uy, text, at);
  if (match !== null) {
    const start = at + match[0].length;
    const top =
      run(DIGITS, text, start) === null ? chineseAmount(text, start) : digitsAmount(text, start);
    const bottom = /^\d/u.test(match[1] ?? '')
      ? Number(match[1])
      : parseChineseNumber(match[1] ?? '');
    if (top === null || bottom === null) {
      return null;
    }
    const quantity =
      bottom === 100 || bottom === 1000
        ? plainQuantity('percent', top.value, at, top.end, bottom === 100 ? '%' : '‰')
        : plainQuantity('fraction', `${top.value}/${bottom}`, at, top.end);
    return { quantities: [quantity], end: top.end };
  }
  const slash = run(/(\d{1,4})\/(\d{1,4})(?![\d/])/uy, text, at);
  if (slash !== null) {
    const end = at + slash[0].length;
    return { quantities: [plainQuantity('fraction', `${slash[1]}/${slash[2]}`, at, end)], end };
  }
  const half = run(/一半|半数/uy, text, at);
  return half === null
    ? null
    : { quantities: [plainQuantity('fraction', '1/2', at, at + 2)], end: at + 2 };
}
