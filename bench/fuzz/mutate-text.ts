import { damageText } from '../../tests/support/damage-text.js';
import type { Dice } from './dice.js';
import { TOKENS } from './tokens.js';

type Mutation = (text: string, dice: Dice) => string;

const SYLLABLES = [
  'zhǎng',
  'yè',
  'de',
  'lǜ',
  'lu\u0308\u030c',
  'XI\u0304NG',
  'zhuàng',
  'r',
  'q',
  'ü',
] as const;
const MARKS = /[，。、；：！？,;:!?]/gu;
const LONGEST_RUN = 2_000;

function cutAt(text: string, dice: Dice): readonly [string, string, string] {
  const start = dice.below(text.length + 1);
  const end = Math.min(text.length, start + dice.size(1, Math.max(2, text.length / 2)));
  return [text.slice(0, start), text.slice(start, end), text.slice(end)];
}

function insert(text: string, dice: Dice, piece: string): string {
  const at = dice.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}

/** Applies `change` to a share of the matches. */
function replaceSome(
  text: string,
  pattern: RegExp,
  dice: Dice,
  change: (found: string) => string,
): string {
  const share = dice.pick([0.02, 0.2, 1]);
  return text.replace(pattern, (found) => (dice.chance(share) ? change(found) : found));
}

function hugeNumber(dice: Dice): string {
  const length = dice.size(10, 3_000);
  const digits = dice.pick([
    '1',
    '9',
    '0',
    '一',
    '十',
    '百',
    '万',
    '亿',
    '零',
    '１',
    '1,',
    '1.',
    '千万',
    '第十',
    '1:',
    '%',
  ]);
  return digits.repeat(length);
}

function nestBrackets(text: string, dice: Dice): string {
  const depth = dice.size(1, LONGEST_RUN);
  const open = dice.pick(['(', '（', '“', '「', '《', '[', '【', '(（', '“‘']);
  const close = dice.pick([')', '）', '”', '」', '》', ']', '】', '）)', '’”', '']);
  const [before, inside, after] = cutAt(text, dice);
  return (
    before +
    open.repeat(depth) +
    inside +
    close.repeat(dice.chance(0.7) ? depth : dice.below(depth)) +
    after
  );
}

function putReadings(text: string, dice: Dice): string {
  return replaceSome(text, /\p{Script=Han}/gu, dice, (character) => {
    const open = dice.pick(['(', '(', '（', '?', '']);
    const close = dice.pick([')', ')', '）', '']);
    return `${dice.chance(0.1) ? '?' : character}${open}${dice.pick(SYLLABLES)}${close}`;
  });
}

function damage(text: string, dice: Dice): string {
  const options = {
    seed: dice.below(1e9),
    readings: dice.pick([0.02, 0.2, 0.9]),
    lost: dice.pick([0, 0.1, 0.5]),
    marks: dice.chance(0.8),
    traditional: dice.chance(0.8),
  };
  try {
    return damageText(text, options).text;
  } catch {
    return text;
  }
}

function changeCase(text: string, dice: Dice): string {
  return dice.pick([
    (it: string) => it.normalize('NFD'),
    (it: string) => it.normalize('NFKC'),
    (it: string) => it.toUpperCase(),
    (it: string) =>
      it.replace(/[!-~]/gu, (found) => String.fromCharCode(found.charCodeAt(0) + 0xfee0)),
  ])(text);
}

function breakLines(text: string, dice: Dice): string {
  const width = dice.pick([1, 10, 36, 40, 72, 132]);
  return dice.pick([
    (it: string) => it.replaceAll('\n', ''),
    (it: string) => it.replaceAll('\n', '\r\n'),
    (it: string) =>
      it.replaceAll('\n', dice.pick(['\r', '\u2028', '\u0085', '\n\n', '\n　　', ' '])),
    (it: string) => it.replace(new RegExp(`[^\\n]{${width}}`, 'gu'), '$&\n'),
  ])(text);
}

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  (text, dice) => {
    const [before, , after] = cutAt(text, dice);
    return before + after;
  },
  (text, dice) => {
    const [before, inside, after] = cutAt(text, dice);
    return before + inside + inside + after;
  },
  (text, dice) => {
    const [before, inside, after] = cutAt(text, dice);
    return inside + after + before;
  },
  (text, dice) => insert(text, dice, dice.pick(TOKENS)),
  (text, dice) => insert(text, dice, dice.pick(TOKENS)),
  (text, dice) => insert(text, dice, dice.pick(TOKENS).repeat(dice.size(2, LONGEST_RUN))),
  (text, dice) => insert(text, dice, hugeNumber(dice)),
  (text, dice) => replaceSome(text, /[^\n]/gu, dice, () => dice.pick(TOKENS)).slice(0, 200_000),
  nestBrackets,
  (text, dice) =>
    replaceSome(text, /[()（）“”「」《》[\]]/gu, dice, () =>
      dice.pick(['', '(', '）', '“', '”', '((', '))']),
    ),
  (text, dice) =>
    replaceSome(text, /[（(“]/gu, dice, (found) => found + dice.pick(['(', '（', '“', '1', 'a'])),
  putReadings,
  damage,
  damage,
  (text, dice) =>
    replaceSome(text, MARKS, dice, (found) =>
      dice.pick([`,${found}`, found + found, found.normalize('NFKC'), '', ' ']),
    ),
  (text, dice) => text.replace(MARKS, dice.pick(['', '，', '、', ' ', '\n'])),
  (text, dice) =>
    replaceSome(
      text,
      /./gu,
      dice,
      (found) =>
        found + dice.pick(['\u200b', '\u202e', '\ufeff', '\u0301', '\u0007', '\u00ad', '😀']),
    ),
  (text, dice) =>
    replaceSome(text, /\p{N}/gu, dice, () =>
      dice.pick(['1', '一', '９', '①', '999999999999', '万亿', '']),
    ),
  (text, dice) =>
    insert(
      text,
      dice,
      dice.pick(['\ud840', '\udc00', '\ud83d', '\0', '\ufffd', '\ufffc', '\uffff']),
    ),
  changeCase,
  breakLines,
];

/** The text with one to eight changes of any kind. Linear in the text but for what the changes add. */
export function mutateText(text: string, dice: Dice): string {
  let mutated = text;
  for (let left = dice.size(1, 9); left > 0; left -= 1)
    mutated = dice.pick(MUTATIONS)(mutated, dice);
  return mutated;
}
