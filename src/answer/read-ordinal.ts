const digits = new Map(
  Array.from('一二三四五六七八九十').map((digit, index) => [digit, index + 1]),
);
const englishOrdinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
const chinese =
  /第 ?([一二三四五六七八九十]|\d{1,2}) ?(?:点|条|个|项|方面|大|部分|是|[，,]|呢?[?？]?$)|^([一二三四五六七八九十])是(?:什么|啥|讲|说)/u;
const english = new RegExp(
  `\\b(${englishOrdinals.join('|')}|\\d{1,2}(?:st|nd|rd|th)) (?:point|item|aspect|requirement|part|one|measure|task)|\\bthe (${englishOrdinals.join('|')})[\\s?.!]*$`,
  'iu',
);

const last =
  /最后(?:一|那)?(?:个|点|条|项|方面)|\bthe last (?:point|item|aspect|requirement|one|measure|task)\b/iu;

/** Which member of an enumeration a question asks for, from 1; -1 for the last; null when it asks for none. */
export function readOrdinal(question: string): number | null {
  if (last.test(question)) return -1;
  const found = chinese.exec(question);
  const numeral = found?.[1] ?? found?.[2];
  if (numeral !== undefined) return digits.get(numeral) ?? Number.parseInt(numeral, 10);
  const member = english.exec(question);
  const word = (member?.[1] ?? member?.[2])?.toLowerCase();
  if (word === undefined) return null;
  const position = englishOrdinals.indexOf(word);
  return position >= 0 ? position + 1 : Number.parseInt(word, 10);
}
