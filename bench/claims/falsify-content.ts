/** Seeded rules that make a true sentence false in what it says, not in a literal. */
import type { Tokenizer, Word } from '../../src/text/tokenizer.js';
import type { Random } from '../../tests/support/falsify-claim.js';

export interface FalseContent {
  readonly kind: 'swapped' | 'predicate' | 'clause' | 'quote';
  readonly rule: string;
  readonly text: string;
}

const CHINESE = /\p{Script=Han}/u;
/** These say the same the other way round. */
const SYMMETRIC = /^(?:等于|位于|属于|包括|包含|相当于|结婚|合并|合作|比赛|对阵|相同|相似|相邻)$/u;
const ENGLISH_VERB =
  /\b(?:was|were|is|are|has|have|had|did|won|led|gave|took|became|made|began|held|built|left|met|came|went|\p{Ll}{3,}ed)\b/u;

function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}

/** Clauses with the mark behind each. */
function clausesOf(text: string): readonly string[] {
  return CHINESE.test(text)
    ? (text.match(/[^，；。！？：]+[，；。！？：]?/gu) ?? [])
    : (text.match(/[^,;:]+(?:[,;:]\s?|$)/gu) ?? []);
}

function bare(clause: string): string {
  return clause.replace(/[，；。！？：,;:.!?\s]+$/u, '').trim();
}

/** Share of the words (or characters) of `part` that `whole` has too. */
function overlap(part: string, whole: string): number {
  const units = (text: string) => text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
  const known = new Set(units(whole));
  const wanted = units(part);
  return wanted.filter((unit) => known.has(unit)).length / Math.max(1, wanted.length);
}

/** Something long enough to say something, that the sentence does not say already. */
function strangeClause(
  text: string,
  strangers: readonly string[],
  random: Random,
  shortest: number,
): string | null {
  for (let turn = 0; turn < 8; turn += 1) {
    const clause = bare(pick(clausesOf(pick(strangers, random) ?? ''), random) ?? '');
    const units = clause.match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
    if (units.length >= shortest && units.length < 40 && overlap(clause, text) < 0.5) {
      return /["“”「」《》()（）]/u.test(clause) ? null : clause;
    }
  }
  return null;
}

function swapChinese(text: string, words: readonly Word[], random: Random): string | null {
  const isNoun = (word: Word | undefined) =>
    word !== undefined && /^n/u.test(word.tag) && word.text.length > 1;
  const stops = (word: Word | undefined) =>
    word === undefined || /^[，；。！？：、和与及或的]$/u.test(word.text) || word.tag === 'x';
  const found: (readonly [Word, Word])[] = [];
  words.forEach((verb, at) => {
    if (verb.tag !== 'v' || verb.text.length < 2 || SYMMETRIC.test(verb.text)) {
      return;
    }
    let left = at - 1;
    while (!stops(words[left]) && !isNoun(words[left]) && at - left < 4) left -= 1;
    let right = at + 1;
    while (!stops(words[right]) && !isNoun(words[right]) && right - at < 4) right += 1;
    const [one, other] = [words[left], words[right]];
    if (one !== undefined && other !== undefined && isNoun(one) && isNoun(other)) {
      if (!one.text.includes(other.text) && !other.text.includes(one.text)) {
        found.push([one, other]);
      }
    }
  });
  const chosen = pick(found, random);
  if (chosen === undefined) {
    return null;
  }
  const [one, other] = chosen;
  const between = text.slice(one.start + one.text.length, other.start);
  const behind = text.slice(other.start + other.text.length);
  return text.slice(0, one.start) + other.text + between + one.text + behind;
}

function swapEnglish(text: string, random: Random): string | null {
  const names = Array.from(
    text.matchAll(/(?<![.“"] )\b\p{Lu}[\p{Ll}’'-]+(?: \p{Lu}[\p{Ll}’'-]+)*/gu),
  ).filter(
    ({ 0: name }) => !/^(?:The|A|An|In|It|This|On|At|He|She|They|As|By|For|With)\b/u.test(name),
  );
  const pairs = names.flatMap((one, index) => {
    const other = names[index + 1];
    const end = one.index + one[0].length;
    const between = other === undefined ? '' : text.slice(end, other.index);
    const usable = ENGLISH_VERB.test(between) && between.length < 60 && !/[;.]/u.test(between);
    return other !== undefined && usable && one[0] !== other[0] ? [[one, other] as const] : [];
  });
  const chosen = pick(pairs, random);
  if (chosen === undefined) {
    return null;
  }
  const [one, other] = chosen;
  const between = text.slice(one.index + one[0].length, other.index);
  const behind = text.slice(other.index + other[0].length);
  return text.slice(0, one.index) + other[0] + between + one[0] + behind;
}

/** From the verb to the end of the clause: where the predicate begins, or -1. */
function predicateAt(clause: string, tokenizer: Tokenizer): number {
  if (!CHINESE.test(clause)) {
    const match = ENGLISH_VERB.exec(clause);
    return match === null || match.index === 0 ? -1 : match.index;
  }
  const words = tokenizer.words(clause);
  const verb = words.findIndex((word, at) => at > 0 && word.tag === 'v' && word.text.length > 1);
  return verb < 0 ? -1 : (words[verb] as Word).start;
}

function replacePredicate(
  text: string,
  strangers: readonly string[],
  tokenizer: Tokenizer,
  random: Random,
): string | null {
  const clauses = clausesOf(text).filter((clause) => predicateAt(clause, tokenizer) > 0);
  const clause = pick(clauses, random);
  for (let turn = 0; clause !== undefined && turn < 6; turn += 1) {
    const strange = strangeClause(text, strangers, random, CHINESE.test(text) ? 8 : 5);
    const from = strange === null ? -1 : predicateAt(strange, tokenizer);
    const predicate = strange?.slice(from) ?? '';
    const units = predicate.match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
    if (
      from > 0 &&
      units.length >= (CHINESE.test(text) ? 4 : 4) &&
      overlap(predicate, text) < 0.5
    ) {
      const at = predicateAt(clause, tokenizer);
      const mark = clause.slice(bare(clause).length);
      return text.replace(clause, () => clause.slice(0, at) + predicate + mark);
    }
  }
  return null;
}

function replaceVerb(
  text: string,
  strangers: readonly string[],
  tokenizer: Tokenizer,
  random: Random,
): string | null {
  const verbsOf = (from: string) =>
    tokenizer.words(from).filter(({ text: word, tag }) => tag === 'v' && word.length === 2);
  const verb = pick(verbsOf(text), random);
  const by = pick(
    verbsOf(strangers.join('')).filter(({ text: word }) => overlap(word, text) === 0),
    random,
  );
  return verb === undefined || by === undefined
    ? null
    : text.slice(0, verb.start) + by.text + text.slice(verb.start + verb.text.length);
}

function putClause(text: string, strangers: readonly string[], random: Random): string | null {
  const strange = strangeClause(text, strangers, random, CHINESE.test(text) ? 6 : 5);
  if (strange === null) {
    return null;
  }
  const clauses = clausesOf(text);
  const at = Math.floor(random() * clauses.length);
  const clause = clauses[at] ?? '';
  const mark = clause.slice(bare(clause).length);
  if (clauses.length > 1 && random() < 0.6) {
    return clauses.map((one, index) => (index === at ? strange + mark : one)).join('');
  }
  const end = text.replace(/[。.！!？?]$/u, '');
  return CHINESE.test(text) ? `${end}，${strange}。` : `${end}, ${strange}.`;
}

function inventQuote(text: string, strangers: readonly string[], random: Random): string | null {
  const strange = strangeClause(text, strangers, random, CHINESE.test(text) ? 6 : 4);
  const end = text.replace(/[。.！!？?]$/u, '');
  if (strange === null) {
    return null;
  }
  return CHINESE.test(text)
    ? `${end}，并称“${strange}”。`
    : `${end}, which it called “${strange}”.`;
}

/** One falsified form of each kind that the sentence has something for. */
export function falsifyContent(
  text: string,
  strangers: readonly string[],
  tokenizer: Tokenizer,
  random: Random,
): readonly FalseContent[] {
  const isChinese = CHINESE.test(text);
  const made: readonly (readonly [FalseContent['kind'], string, string | null])[] = [
    [
      'swapped',
      'subject and object',
      isChinese ? swapChinese(text, tokenizer.words(text), random) : swapEnglish(text, random),
    ],
    ['predicate', 'predicate', replacePredicate(text, strangers, tokenizer, random)],
    ['predicate', 'verb', isChinese ? replaceVerb(text, strangers, tokenizer, random) : null],
    ['clause', 'clause', putClause(text, strangers, random)],
    ['quote', 'quotation', inventQuote(text, strangers, random)],
  ];
  return made.flatMap(([kind, rule, changed]) =>
    changed === null || changed === text ? [] : [{ kind, rule, text: changed }],
  );
}
