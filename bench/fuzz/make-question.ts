import { readdirSync, readFileSync } from 'node:fs';
import type { Exchange, Question } from '../../src/domain/question.js';
import { createDice, type Dice } from './dice.js';
import { mutateText } from './mutate-text.js';
import { TOKENS } from './tokens.js';

type Questions = readonly [string, ...string[]];

const LIMIT = 2_000;
const SEARCH_SYNTAX = [
  ...([
    "' OR 1=1 --",
    '"; DROP TABLE passages; --',
    'NEAR(a b)',
    'a AND b OR NOT c',
    'col:x',
    '*',
    '"',
    '""',
  ] as const),
  ...[
    '^a',
    '{a b}: c',
    '(a',
    'a*',
    '-a',
    '+a',
    '\\',
    '%',
    '_',
    'NULL',
    '$1',
    '?1',
    ':a',
    '@a',
    '\u0000',
    '$(x)',
    '{{x}}',
  ],
] as const;
const LEANING = [
  '那退役军人呢？',
  '他还说了什么？',
  '第二点呢',
  'What about him?',
  '还有吗',
  '為什麼？',
  '它们',
  '上述要求',
] as const;

/** Questions of the evaluation files and some of our own. */
export function readQuestions(): Questions {
  const folders = ['data/eval/', 'tests/fixtures/questions/'].map(
    (name) => new URL(`../../${name}`, import.meta.url),
  );
  const read = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.jsonl') && !file.includes('held-out'))
      .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
      .filter((line) => line.trim() !== '')
      .map((line) => (JSON.parse(line) as { question: string }).question),
  );
  return [
    '谁主持了会议？',
    '穩(wěn)就業(yè)是什麼？',
    'hello',
    '你是谁',
    '总结一下',
    ...LEANING,
    ...read,
  ];
}

function makeText(dice: Dice, questions: Questions): string {
  const base = dice.pick(questions);
  const token = dice.pick(TOKENS);
  const upTo = dice.size(10, LIMIT + 200);
  const filled = (piece: string) => piece.repeat(Math.ceil(upTo / piece.length)).slice(0, upTo);
  switch (dice.below(8)) {
    case 0:
      return filled(token) + base;
    case 1:
      return filled(`${token}${dice.pick(TOKENS)}`);
    case 2:
      return filled(`${base} `).slice(0, LIMIT + dice.below(5) - 2);
    case 3:
      return `${base}${dice.pick(questions)}${dice.chance(0.5) ? dice.pick(questions) : ''}`;
    case 4:
      return dice.pick([
        `${base}${dice.pick(SEARCH_SYNTAX)}`,
        `${dice.pick(SEARCH_SYNTAX)} ${base}`,
        dice.pick(SEARCH_SYNTAX).repeat(dice.size(1, 200)),
      ]);
    case 5:
      return Array.from({ length: dice.size(1, 60) }, () => dice.pick(TOKENS)).join('');
    default:
      return base;
  }
}

/** Half of the changes in a question are small, as a slip of the hand is. */
function slip(text: string, dice: Dice): string {
  const characters = [...text];
  for (let left = dice.size(1, 6); left > 0 && characters.length > 0; left -= 1) {
    const at = dice.below(characters.length);
    const [character = ''] = characters.splice(at, dice.chance(0.5) ? 1 : 0);
    if (dice.chance(0.6))
      characters.splice(dice.below(characters.length + 1), 0, character || dice.pick(TOKENS));
  }
  return characters.join('');
}

function makeHistory(dice: Dice, questions: Questions): Exchange[] {
  return Array.from({ length: dice.size(1, 10) }, () => {
    const question = mutated(dice, questions);
    if (dice.chance(0.3)) return { question };
    return {
      question,
      answer: dice.chance(0.3) ? '' : mutateText(dice.pick(questions), dice).slice(0, 5_000),
    };
  });
}

function mutated(dice: Dice, questions: Questions): string {
  const text = makeText(dice, questions);
  if (dice.chance(0.1)) return text;
  return dice.chance(0.5) ? slip(text, dice) : mutateText(text, dice);
}

/** The question of a case, the same for the same seed, with up to ten earlier turns. */
export function makeQuestion(
  seed: number,
  questions: Questions,
  documentIds: readonly string[],
): Question {
  const dice = createDice(seed);
  const question = dice.chance(0.1) ? dice.pick(LEANING) : mutated(dice, questions);
  return {
    question,
    ...(dice.chance(0.25) ? { history: makeHistory(dice, questions) } : {}),
    ...(dice.chance(0.1)
      ? { documents: [documentIds[dice.below(documentIds.length)] ?? 'x'] }
      : {}),
    ...(dice.chance(0.01) ? { documents: [dice.pick(TOKENS)] } : {}),
  };
}
