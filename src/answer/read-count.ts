import { parseChineseNumber } from '../text/parse-chinese-number.js';

const chinese = /(?:哪|有|的|这|那|^)?([两二三四五六七八九十]|\d{1,2})(?:个|位|名|项|家|大|方面|类|种|条|点|样|座|件|份|所|次|场)/u;
const words = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const english = new RegExp(`\\b(${words.join('|')}|[2-9]|1\\d)\\b(?! (?:percent|per cent|million|billion|thousand|years?|days?|months?))`, 'iu');

/** How many things a question asks for (哪三类, the five relationships); null when it names no number from 2 on. */
export function readCount(question: string): number | null {
  const numeral = chinese.exec(question)?.[1];
  if (numeral !== undefined) {
    const value = /^\d+$/u.test(numeral) ? Number(numeral) : parseChineseNumber(numeral.replace('两', '二'));
    return value !== null && value >= 2 ? value : null;
  }
  const word = english.exec(question)?.[1]?.toLowerCase();
  if (word === undefined) return null;
  const position = words.indexOf(word);
  return position >= 0 ? position + 2 : Number(word);
}
