import iconv from 'iconv-lite';
import { COMMON_CHARACTERS, MOST_COMMON_CHARACTERS } from './common-characters.js';

/*
 * Natural logarithms of how much likelier a character of the class is in Chinese prose than in a text that was
 * decoded wrongly, where any of some 20,000 characters may turn up: ln(share in prose / share by chance).
 */
const MOST_COMMON = 3.7;
const COMMON = 2.6;
const USUAL = -0.1;
const UNUSUAL = -3.8;
const FULL_WIDTH_MARK = 3;
const LATIN_LETTER = -0.5;
const SYMBOL = -1;
const ASCII = 1;
const ANYTHING_ELSE = -4;
const NEVER_IN_TEXT = -12;

const BASIC_HAN = /[\u4e00-\u9fff]/u;
const HAN = /\p{Script=Han}/u;
const LATIN = /\p{Script=Latin}/u;
const MARK = /[\u3000-\u3011\u2013-\u2026\uff01-\uff5e\u00b7]/u;
const OTHER_SYMBOL = /[\p{S}\p{N}\p{P}]/u;
const PLAIN_ASCII = /[\t\n\r -~]/u;
const REFUSED = /[\ufffd\p{Cc}\p{Cn}\p{Co}\p{Cs}]/u;

export interface ScoreOptions {
  /** For a Han character outside U+4E00 to U+9FFF, which some encodings can hardly come by through chance. */
  readonly rareHan?: number;
}

/**
 * How much like Chinese prose a text looks, as the mean over its characters: about 2 for prose, below 0 for a text
 * decoded wrongly, however short. Empty text scores 0.
 */
export type ChineseScorer = (text: string, options?: ScoreOptions) => number;

export function createChineseScorer(): ChineseScorer {
  const scores = new Map<string, number>();
  for (const character of usualCharacters()) scores.set(character, USUAL);
  for (const character of COMMON_CHARACTERS) scores.set(character, COMMON);
  for (const character of MOST_COMMON_CHARACTERS) scores.set(character, MOST_COMMON);
  return (text, options = {}) => {
    let sum = 0;
    let count = 0;
    for (const character of text) {
      count += 1;
      sum += scores.get(character) ?? scoreByClass(character, options.rareHan ?? UNUSUAL);
    }
    return count === 0 ? 0 : sum / count;
  };
}

/** The first levels of GB 2312 and Big5: what their makers held to be in common use, some 7,000 characters. */
function usualCharacters(): string {
  return decodeRows('gb18030', 0xb0, 0xd7) + decodeRows('big5', 0xa4, 0xc6);
}

function decodeRows(encoding: string, firstRow: number, lastRow: number): string {
  const bytes: number[] = [];
  for (let row = firstRow; row <= lastRow; row += 1) {
    for (let cell = 0x40; cell <= 0xfe; cell += 1) {
      const isCell = encoding === 'big5' ? cell <= 0x7e || cell >= 0xa1 : cell >= 0xa1;
      if (isCell) bytes.push(row, cell);
    }
  }
  return iconv.decode(Buffer.from(bytes), encoding).replace(/[^\u4e00-\u9fff]/gu, '');
}

function scoreByClass(character: string, rareHan: number): number {
  if (PLAIN_ASCII.test(character)) return ASCII;
  if (BASIC_HAN.test(character)) return UNUSUAL;
  if (MARK.test(character)) return FULL_WIDTH_MARK;
  if (HAN.test(character)) return rareHan;
  if (LATIN.test(character)) return LATIN_LETTER;
  if (REFUSED.test(character)) return NEVER_IN_TEXT;
  return OTHER_SYMBOL.test(character) ? SYMBOL : ANYTHING_ELSE;
}
