import { parseChineseNumber } from '../text/parse-chinese-number.js';

/** How many things a question asks for, and what they are called; an empty noun where the question does not say. */
export interface AskedCount {
  readonly value: number;
  readonly noun: string;
}

const chinese =
  /(?<![第.\p{N}一二两三四五六七八九十]|第 )([两二三四五六七八九十]|\d{1,2})(?:个|位|名|项|家|大|方面|类|种|条|点|样|座|件|份|所|次|场)(?:的)?(?:[“"「])?(\p{Script=Han}{0,2})/u;
const words = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const english = new RegExp(
  `(?<![\\d.,])\\b(${words.join('|')}|[2-9]|1\\d)\\b(?![.,]?\\d|%| ?\\p{Script=Han}| (?:percent|per cent|million|billion|thousand|years?|days?|months?))`,
  'iu',
);

/** Of 哪三类企业: 3 and 企业; of "the five relationships": 5. Null when the question names no number from 2 on. */
export function readCount(question: string): AskedCount | null {
  const found = chinese.exec(question);
  if (found !== null) {
    const numeral = found[1] ?? '';
    const value = /^\d+$/u.test(numeral)
      ? Number(numeral)
      : parseChineseNumber(numeral.replace('两', '二'));
    return value !== null && value >= 2 ? { value, noun: found[2] ?? '' } : null;
  }
  const word = english.exec(question)?.[1]?.toLowerCase();
  if (word === undefined) return null;
  const position = words.indexOf(word);
  return { value: position >= 0 ? position + 2 : Number(word), noun: '' };
}
