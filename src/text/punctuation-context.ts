/** What kind of text stands on one side of a punctuation mark. */
export type Side = 'chinese' | 'digit' | 'latin' | 'space' | 'edge';

const SIDES: readonly Side[] = ['edge', 'chinese', 'digit', 'latin', 'space'];
const EDGE = 0;
const CHINESE = 1;
const DIGIT = 2;
const LATIN = 3;
const SPACE = 4;
const NONE = 5;

/** Marks, in either width, that a look to the side passes over: so a mark's context is the same before and after the repair. */
const PASSED_OVER = new Set(',;:!?()"\'，；：！？（）。');
const CHINESE_UNIT = /^[\p{Script=Han}\u3001-\u303f\u2014\u2018-\u201d\u2026\ufffc]$/u;

export interface BracketPair {
  readonly open: number;
  readonly close: number;
  readonly holdsChinese: boolean;
}

export interface PunctuationContext {
  left(index: number): Side;
  right(index: number): Side;
  /** Matching round brackets of either width, each pair on one line. */
  readonly brackets: readonly BracketPair[];
}

/** Looks around every position of a text, in one sweep to each side. */
export function createPunctuationContext(text: string): PunctuationContext {
  const kinds = classify(text);
  const { brackets, partner } = matchBrackets(text, kinds);
  const left = new Uint8Array(text.length);
  const right = new Uint8Array(text.length);
  let current = EDGE;
  for (let index = 0; index < text.length; index += 1) {
    left[index] = current;
    const kind = kinds[index] as number;
    const open = partner[index] as number;
    if (kind !== NONE) current = kind;
    // Text behind a closing bracket goes on with what stood before the opening one.
    else if (open >= 0 && open < index && left[open] === CHINESE) current = CHINESE;
  }
  current = EDGE;
  for (let index = text.length - 1; index >= 0; index -= 1) {
    right[index] = current;
    const kind = kinds[index] as number;
    const close = partner[index] as number;
    if (kind !== NONE) current = kind;
    else if (close > index && right[close] === CHINESE) current = CHINESE;
  }
  return {
    left: (index) => SIDES[left[index] ?? EDGE] as Side,
    right: (index) => SIDES[right[index] ?? EDGE] as Side,
    brackets,
  };
}

function classify(text: string): Uint8Array {
  const kinds = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // Planes 2 and 3, whose high surrogates these are, hold Chinese characters only.
    const isRareHan = unit >= 0xd840 && unit <= 0xd8bf;
    kinds[index] = isRareHan ? CHINESE : classifyUnit(text[index] as string);
    if (isRareHan && index + 1 < text.length) {
      index += 1;
      kinds[index] = CHINESE;
    }
  }
  return kinds;
}

function classifyUnit(character: string): number {
  if (PASSED_OVER.has(character)) return NONE;
  if (character === '\n' || character === '\r') return EDGE;
  if (/\s/u.test(character)) return SPACE;
  if (/[0-9０-９]/u.test(character)) return DIGIT;
  return CHINESE_UNIT.test(character) ? CHINESE : LATIN;
}

function matchBrackets(
  text: string,
  kinds: Uint8Array,
): { readonly brackets: BracketPair[]; readonly partner: Int32Array } {
  const brackets: BracketPair[] = [];
  const partner = new Int32Array(text.length).fill(-1);
  let opened: { readonly index: number; readonly chineseBefore: number }[] = [];
  let chinese = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (kinds[index] === CHINESE) chinese += 1;
    const character = text[index];
    if (kinds[index] === EDGE) opened = [];
    else if (character === '(' || character === '（')
      opened.push({ index, chineseBefore: chinese });
    else if (character === ')' || character === '）') {
      const open = opened.pop();
      if (open === undefined) continue;
      brackets.push({ open: open.index, close: index, holdsChinese: chinese > open.chineseBefore });
      partner[open.index] = index;
      partner[index] = open.index;
    }
  }
  return { brackets, partner };
}
