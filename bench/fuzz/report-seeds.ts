import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Dice } from './dice.js';
import { TOKENS } from './tokens.js';

type Maker = (dice: Dice, length: number) => string;

const CLAUSES: readonly [string, ...string[]] = [
  ...([
    '会议强调，要稳就业',
    '力争新增就业不少于45万人',
    '林武出席会议并讲话',
    '各市、县（市、区）设分会场',
  ] as const),
  ...[
    '同比增长3.5%',
    '约有一千二百名退役军人',
    '他说：“要落实政策。”',
    '5月6日上午',
    '截至2023年底',
    '不得拖欠工资',
  ],
  ...[
    'The port handled 4.2 million tonnes',
    'Mr. Smith said that it was "not ready"',
    'on 3 March 2024',
  ],
];
const ORDINALS = '一二三四五六七八九十';

const MAKERS: readonly [Maker, ...Maker[]] = [
  // One paragraph without a stop.
  (dice, length) => fill(length, () => dice.pick(CLAUSES).replace(/[。，,]/gu, '')),
  (dice, length) =>
    fill(length, () => dice.pick(CLAUSES) + dice.pick(['。', '，', '；', '\n', '. '])),
  (dice, length) => fill(length, () => dice.pick(TOKENS)),
  (dice, length) => {
    const tokens = Array.from({ length: dice.size(1, 5) }, () => dice.pick(TOKENS));
    return fill(length, (index) => tokens[index % tokens.length] ?? '');
  },
  // Runs, where a rule that looks ahead from every place of one takes the square of its length.
  (dice, length) =>
    fill(length, () => {
      const run = dice.pick(TOKENS).repeat(dice.size(1, length));
      return run.slice(0, length) + dice.pick(CLAUSES);
    }),
  (dice, length) => {
    const depth = Math.ceil(length / 2);
    return (
      `${dice.pick(['(', '（', '“', '「', '《', '['])}`.repeat(depth) +
      dice.pick(CLAUSES) +
      dice.pick([')', '）', '”', '」', '》', ']']).repeat(depth)
    );
  },
  (dice, length) => {
    const style = dice.pick(['是', '、', '要', '）', '方面，']);
    return fill(
      length,
      (index) =>
        `${style === '）' ? '（' : ''}${ORDINALS[index % 10]}${style}${dice.pick(CLAUSES)}${dice.pick(['。', '；', '\n'])}`,
    );
  },
  (dice, length) =>
    fill(length, (index) => {
      const line = dice.pick(CLAUSES);
      return dice.pick([
        `${'#'.repeat((index % 7) + 1)} ${line}\n\n`,
        `- ${line}\n`,
        `| ${line} | 1 |\n`,
        `${line}\n`,
        '```\n',
        `${index}. ${line}\n`,
        `> ${line}\n`,
      ]);
    }),
  (dice, length) =>
    fill(
      length,
      () =>
        `${dice.pick(['林武', '蓝佛安', '他', '会议', '王建国局长'])}${dice.pick(['指出', '强调', '说', '表示'])}${dice.pick(['，', '：“', '：'])}${dice.pick(CLAUSES)}${dice.pick(['。', '”', '。”', '\n'])}`,
    ),
];

function fill(length: number, piece: (index: number) => string): string {
  const pieces: string[] = [];
  for (let index = 0, total = 0; total < length; index += 1) {
    const next = piece(index) || '。';
    pieces.push(next);
    total += next.length;
  }
  return pieces.join('');
}

/** Texts of the shipped report and of the tests' fixtures. */
export function readReportTexts(): readonly [string, ...string[]] {
  const folders = ['data/reports/', 'tests/fixtures/reports/', 'tests/fixtures/text/'];
  const [first = '', ...others] = folders.flatMap((name) => {
    const folder = new URL(`../../${name}`, import.meta.url);
    return readdirSync(fileURLToPath(folder))
      .filter((file) => /\.(?:txt|md)$/u.test(file) && !file.startsWith('README'))
      .map((file) => readFileSync(new URL(file, folder), 'utf8'));
  });
  return [first, ...others];
}

/** A text of about that length, real or made up. */
export function makeReportText(
  dice: Dice,
  length: number,
  texts: readonly [string, ...string[]],
): string {
  if (dice.chance(0.4)) return dice.pick(MAKERS)(dice, length);
  const text = dice.pick(texts);
  if (length > text.length) return text.repeat(Math.ceil(length / text.length)).slice(0, length);
  const start = dice.below(text.length - length + 1);
  return text.slice(start, start + length);
}
