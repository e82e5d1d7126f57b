import { createDice, type Dice } from './dice.js';
import { encodeText, mutateBytes } from './encode-text.js';
import { mutateText } from './mutate-text.js';
import { makeReportText } from './report-seeds.js';
import { TOKENS } from './tokens.js';

export interface ReportFileCase {
  /** Ends in .txt, .md or .jsonl. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Of its `.meta.json`, if it has one. */
  readonly metadata: Buffer | null;
}

/** One in so many files is of 2 MB. */
const HUGE_EVERY = 2_000;
const HUGE_BYTES = 2_000_000;
/** One in so many is one token over and over: in turn all of them, so that no rule takes the square of a run. */
const RUN_EVERY = 20;
const LARGEST_BYTES = 200_000;

function lengthFor(number: number, dice: Dice): number {
  if (number % HUGE_EVERY === HUGE_EVERY - 1) return HUGE_BYTES / 2;
  const share = dice.below(1000);
  if (share < 10) return dice.size(20_000, 90_000);
  if (share < 60) return dice.size(5_000, 20_000);
  return dice.size(1, 5_000);
}

const KEYS = [
  'title',
  '标题',
  'date',
  'url',
  'publisher',
  'layout',
  'a b',
  '日期',
  '- x',
  '?',
  '&a',
  '<<',
] as const;
const VALUES: readonly [string, ...string[]] = [
  '一次会议',
  '2024-05-06',
  'https://a.cn',
  'javascript:alert(1)',
  '"a',
  '[1, 2]',
  '{a: b}',
  '*a',
  '&a x',
  '|\n  a',
  '>-\n  b',
  '!!js x',
  '',
  '\t',
  '! !',
  '%YAML',
  '[[[[',
  '{{{{',
  '@x',
  '`x',
  '#x',
  "''",
  '\\u0000',
];
const NESTING = [
  '[',
  '{a: ',
  '- ',
  '? ',
  '? - ',
  '&a ',
  '- &a ',
  '"',
  '!',
  ' ',
  '*a ',
  '|\n',
] as const;

function frontMatter(dice: Dice): string {
  const run = () => {
    const piece = dice.pick(NESTING);
    return piece.repeat(dice.size(1, 60_000 / piece.length));
  };
  const value = () => (dice.chance(0.1) ? run() : dice.pick([...VALUES, dice.pick(TOKENS)]));
  const lines = Array.from(
    { length: dice.size(1, 9) },
    () => `${dice.pick(KEYS)}${dice.pick([': ', '：', ':', ' : '])}${value()}`,
  );
  return ['---', ...lines, dice.pick(['---', '...', '----', '']), ''].join(
    dice.pick(['\n', '\n', '\r\n']),
  );
}

function metadataText(dice: Dice): string {
  const value = () =>
    dice.pick<unknown>([
      '一次会议',
      '2024',
      null,
      7,
      ['x'],
      { a: 1 },
      'javascript:x',
      '\ud840',
      dice.pick(TOKENS),
    ]);
  const text = JSON.stringify({ title: value(), publisher: value(), date: value(), url: value() });
  return dice.chance(0.3) ? mutateText(text, dice) : text;
}

function jsonLine(text: string, index: number, dice: Dice): string {
  const id = dice.pick<unknown>([
    undefined,
    undefined,
    index,
    `a${index}`,
    null,
    1.5,
    '',
    'x'.repeat(300),
    dice.pick(TOKENS),
  ]);
  const line = JSON.stringify({
    id,
    title: dice.pick([undefined, '标题', dice.pick(TOKENS)]),
    text,
  });
  const written = dice.pick([
    (it: string) => it,
    // Everything escaped, so that the file is longer than its text.
    (it: string) => it.replace(/[^ -~]/gu, (found) => [...found].map(escapeAll).join('')),
    (it: string) => it.replace('{', '{"text":"first","nested":{"text":"inner"},'),
    (it: string) => `${'['.repeat(dice.size(1, 50_000))}${it}`,
    (it: string) => it.replace('{', `{"deep":${'['.repeat(9_000)}${']'.repeat(9_000)},`),
    (it: string) => it.replace(/[/]/gu, '\\/'),
  ])(line);
  return dice.chance(0.1) ? mutateText(written, dice) : written;
}

function escapeAll(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

function makeText(name: string, text: string, dice: Dice): string {
  if (!name.endsWith('.jsonl')) return dice.chance(0.1) ? frontMatter(dice) + text : text;
  const count = dice.size(1, 30);
  const size = Math.ceil(text.length / count);
  const lines = Array.from({ length: count }, (_, index) =>
    jsonLine(text.slice(index * size, (index + 1) * size), index, dice),
  );
  return lines.join(dice.pick(['\n', '\n', '\r\n', '\n\n']));
}

/** The token whose turn it is, behind prose, damaged or not, behind what may open a pattern and before what may fail to close it. */
function makeRun(number: number, dice: Dice, texts: readonly [string, ...string[]]): string {
  const turn = Math.floor(number / RUN_EVERY);
  const token = TOKENS[turn % TOKENS.length] ?? '。';
  const other = dice.pick(['', '', '中', '，', dice.pick(TOKENS)]);
  const unit = token + other;
  const prose = dice.pick(['', '会议强调，', '中\n', dice.pick(texts), texts[0]]);
  const before = prose + dice.pick(['', '', '# ', 'http://', dice.pick(TOKENS)]);
  const behind = dice.pick([other, other, 'a', '中', '\n', '\u2028', dice.pick(TOKENS)]);
  return before + unit.repeat(Math.ceil(dice.size(8_000, 40_000) / unit.length)) + behind;
}

/** The file of a case, the same for the same seed. At most 200 KB, but one in 2,000 has up to 2 MB. */
export function makeReportFile(
  seed: number,
  number: number,
  texts: readonly [string, ...string[]],
): ReportFileCase {
  const dice = createDice(seed);
  if (number % RUN_EVERY === RUN_EVERY - 1 && number % HUGE_EVERY !== HUGE_EVERY - 1) {
    const bytes = Buffer.from(makeRun(number, dice, texts));
    return {
      name: dice.pick(['case.txt', 'case.md']),
      bytes: bytes.subarray(0, LARGEST_BYTES),
      metadata: null,
    };
  }
  const name = `case${dice.pick(['.txt', '.txt', '.txt', '.txt', '.md', '.jsonl'])}`;
  const length = lengthFor(number, dice);
  const base = makeReportText(dice, length, texts);
  const text = makeText(name, dice.chance(0.9) ? mutateText(base, dice) : base, dice);
  const encoded = encodeText(text, dice);
  const bytes = dice.chance(0.2) ? mutateBytes(encoded, dice) : encoded;
  const limit = length === HUGE_BYTES / 2 ? HUGE_BYTES : LARGEST_BYTES;
  const metadata = dice.chance(0.05) ? Buffer.from(metadataText(dice)) : null;
  return { name, bytes: bytes.subarray(0, limit), metadata };
}
