const DIGITS: ReadonlyMap<string, number> = new Map(
  [...'零一二三四五六七八九', ...'〇壹贰叁肆伍陆柒捌玖'].map((digit, index) => [digit, index % 10]),
).set('两', 2);
const SMALL: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1000],
  ['仟', 1000],
]);
const LARGE: ReadonlyMap<string, number> = new Map([
  ['万', 1e4],
  ['亿', 1e8],
]);

/** The factor of 十, 百, 千, 万, 亿 and of their runs (万亿); 1 for an empty run. */
export function multiplierOf(run: string): number {
  let factor = 1;
  for (const character of run) {
    factor *= SMALL.get(character) ?? LARGE.get(character) ?? 1;
  }
  return factor;
}

interface Section {
  total: number;
  section: number;
  digit: number | null;
  /** Unit of the last multiplier: the 五 of 两百五 counts tens. */
  last: number;
  large: number;
  zero: boolean;
}

function step(state: Section, character: string): boolean {
  const digit = DIGITS.get(character);
  if (digit !== undefined) {
    if (state.digit !== null && state.digit !== 0) {
      return false;
    }
    state.digit = digit;
    state.zero = state.zero || digit === 0;
    return true;
  }
  const small = SMALL.get(character);
  if (small !== undefined) {
    state.section += (state.digit ?? 1) * small;
    state.last = small;
  } else {
    const large = LARGE.get(character) ?? 1;
    const below = state.section + (state.digit ?? 0);
    state.total =
      state.total > 0 && large > state.large
        ? (state.total + below) * large
        : state.total + (below === 0 ? 1 : below) * large;
    state.large = large;
    state.section = 0;
    state.last = large;
  }
  state.digit = null;
  state.zero = false;
  return true;
}

/**
 * The value of a run of Chinese numerals (五千三百万, 二〇二二, 两百五), or null where they do not make one
 * number (三四, 十四五). A run of three or more digits is read place by place.
 */
export function parseChineseNumber(run: string): number | null {
  const digits = [...run].map((character) => DIGITS.get(character));
  if (digits.every((digit) => digit !== undefined)) {
    if (digits.length === 1) {
      return digits[0] ?? null;
    }
    return digits.length >= 3 || digits.includes(0) ? Number(digits.join('')) : null;
  }
  const state: Section = { total: 0, section: 0, digit: null, last: 1, large: 1, zero: false };
  for (const character of run) {
    if (!step(state, character)) {
      return null;
    }
  }
  const rest = state.digit ?? 0;
  const place = state.zero || state.last <= 10 ? 1 : state.last / 10;
  return state.total + state.section + rest * place;
}
