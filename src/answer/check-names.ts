import type { Span } from '../domain/span.js';
import { isSyllable, parseSyllable } from '../text/pinyin-syllable.js';
import { placeNames } from '../text/place-names.js';
import { beginsWithSurname, type NameMention } from '../text/read-names.js';
import type { AlignmentGap, ClaimToken } from './align-claim.js';
import type { ClaimFault, ClaimReading } from './claim-reading.js';
import { isEnglishFunctionWord, isFramingWord, stemOf } from './content-words.js';

const MAX_FAULTS = 20;
/** English words that begin sentences or belong to offices and bodies; they name nobody. */
const COMMON = new Set(
  'the a an in on at of for and but or to by from with as he she it they we his her its their this that these those there all each both some any no not one two according after before during when while where who what which how if since because although also however moreover first second third finally report meeting article document passage text says said mr mrs ms dr i you party committee provincial province city municipal county district government secretary governor deputy vice department bureau ministry office minister president chairman chair director general state council people national central communist congress commission administration human resources social security education rural revitalization revitalisation revitalization civil affairs finance development reform republic university college company corporation group chinese january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday'.split(
    ' ',
  ),
);
const STAND_IN =
  /^(?:他|她|其|它|该|本|该省|该市|全省|全市|我省|我市|会议|报告|省里|省|市|他们|文中|有关|相关|等)/u;

/** Names in letters against Chinese quotes. */
export interface NameComparison {
  /** Syllables of a Chinese text without tones, one for each character (`林武` -> `lin`, `wu`). */
  readonly romanise?: ((text: string) => readonly string[]) | undefined;
  /** Whether the quotes hold a name written in another script, as far as a dictionary knows. */
  readonly sameName?: ((name: string, quotes: string) => boolean) | undefined;
  /** Whether the quotes hold one word of a name in the other language. */
  readonly carriesName?: ((word: string) => boolean) | undefined;
  /** Whether an English stem is a common word's, so that a title's word is not taken for a name (Academy Award). */
  readonly isCommonWord?: ((stem: string) => boolean) | undefined;
}

const ENGLISH_PLACES: ReadonlyMap<string, string> = new Map(
  [...placeNames].flatMap(([chinese, names]) =>
    names.map((name) => [name.toLowerCase(), chinese] as const),
  ),
);

/** Letters and numbers only, lower case: what is left when spelling and spacing do not count. */
export function compact(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) {
    at += character === part.charAt(at) ? 1 : 0;
  }
  return at >= part.length;
}

/** 省人社厅 is short for 省人力资源和社会保障厅. */
function isShortForm(name: string, quotes: ClaimReading): boolean {
  const last = name.at(-1) ?? '';
  return quotes.text
    .split(/[，。；：！？、\n]/u)
    .some(
      (clause) =>
        clause.includes(last) && isSubsequence(name, clause.slice(0, clause.lastIndexOf(last) + 1)),
    );
}

/** Every run of one to four syllables, written together. */
function syllableRuns(syllables: readonly string[]): ReadonlySet<string> {
  const runs = new Set<string>();
  for (let start = 0; start < syllables.length; start += 1) {
    for (let length = 1, run = ''; length <= 4 && start + length <= syllables.length; length += 1) {
      run += syllables[start + length - 1];
      runs.add(run);
    }
  }
  return runs;
}

interface Holder {
  readonly text: string;
  readonly words: ReadonlySet<string>;
  readonly runs: ReadonlySet<string>;
}

function holderOf(quotes: ClaimReading, comparison: NameComparison, foreign: boolean): Holder {
  return {
    text: compact(quotes.text),
    words: new Set(quotes.text.toLowerCase().match(/[\p{Script=Latin}\p{N}'’-]+/gu) ?? []),
    runs:
      foreign && comparison.romanise !== undefined
        ? syllableRuns(comparison.romanise(quotes.text))
        : new Set(),
  };
}

function latinWordHeld(word: string, holder: Holder): boolean {
  const lower = word.toLowerCase();
  const plain = lower.replace(/['’]s$/u, '');
  return (
    COMMON.has(plain) ||
    isEnglishFunctionWord(plain) ||
    holder.words.has(lower) ||
    holder.words.has(plain) ||
    holder.words.has(`${plain}'s`) ||
    holder.text.includes(compact(plain))
  );
}

/** A common word in capitals, not a place and not a syllable of a Chinese name. */
function isTitleWord(word: string, isCommonWord: (stem: string) => boolean): boolean {
  const lower = word.toLowerCase().replace(/['’]s?$/u, '');
  return (
    !ENGLISH_PLACES.has(lower) && !isSyllable(parseSyllable(lower)) && isCommonWord(stemOf(lower))
  );
}

function latinHeld(
  mention: NameMention,
  claim: ClaimReading,
  quotes: ClaimReading,
  holder: Holder,
  comparison: NameComparison,
): boolean {
  const chinese = ENGLISH_PLACES.get(mention.text.toLowerCase());
  if (chinese !== undefined && quotes.text.includes(chinese)) {
    return true;
  }
  const inQuantity = claim.quantities.some(
    (quantity) =>
      quantity.span.start <= mention.span.start && quantity.span.end >= mention.span.end,
  );
  const words = mention.text
    .split(/[\s-]+/u)
    .filter(
      (word) =>
        !latinWordHeld(word, holder) &&
        comparison.carriesName?.(word) !== true &&
        !(comparison.isCommonWord !== undefined && isTitleWord(word, comparison.isCommonWord)),
    );
  if (inQuantity || words.length === 0) {
    return true;
  }
  const places = words.every((word) =>
    quotes.text.includes(ENGLISH_PLACES.get(word.toLowerCase()) ?? '\u0000'),
  );
  const joined = compact(words.join(''));
  const reversed = compact([...words].reverse().join(''));
  return (
    places ||
    holder.runs.has(joined) ||
    holder.runs.has(reversed) ||
    (words.length > 1 && comparison.carriesName?.(words.join('')) === true) ||
    comparison.sameName?.(mention.text, quotes.text) === true
  );
}

/** A single capitalised word that only begins a sentence. */
function beginsSentence(mention: NameMention, text: string): boolean {
  const before = text.slice(0, mention.span.start).trimEnd();
  return (
    !/\s/u.test(mention.text) &&
    /(?:^|[.!?:;“"])$/u.test(before.slice(-1)) &&
    !ENGLISH_PLACES.has(mention.text.toLowerCase())
  );
}

function chineseHeld(
  mention: NameMention,
  quotes: ClaimReading,
  holder: Holder,
  comparison: NameComparison,
): boolean {
  if (isFramingWord(mention.text) || comparison.carriesName?.(mention.text) === true) {
    return true;
  }
  if (holder.text.includes(compact(mention.text))) {
    return true;
  }
  const english = placeNames.get(mention.text) ?? [];
  if (english.some((name) => quotes.text.includes(name))) {
    return true;
  }
  if (
    mention.kind === 'place' &&
    holder.text.includes(mention.text.replace(/[省市县镇乡]$/u, ''))
  ) {
    return true;
  }
  // A tagger takes neighbouring characters for a foreign name: 开发热 in 要开发热门诊.
  const guessed = mention.kind === 'person' || mention.kind === 'other';
  if (guessed && mention.text.length > 2 && !beginsWithSurname(mention.text)) {
    return isSubsequence(mention.text, quotes.text);
  }
  return mention.kind === 'organisation' && isShortForm(mention.text.slice(-6), quotes);
}

const LABEL = /^\s*(\p{Script=Han}{2,4})\s?[:：](?!\d)/u;

/** 林武：… gives what follows to somebody, without any word by which a name could be told. */
function labelFault(claim: ClaimReading, holder: Holder): readonly ClaimFault[] {
  const label = LABEL.exec(claim.text)?.[1];
  return label === undefined ||
    !beginsWithSurname(label) ||
    isFramingWord(label) ||
    holder.text.includes(label)
    ? []
    : [{ kind: 'name', text: label, reason: 'the name is not in the quotes' }];
}

/** Every name of the claim must stand in the quotes. */
export function checkNames(
  claim: ClaimReading,
  quotes: ClaimReading,
  comparison: NameComparison,
): readonly ClaimFault[] {
  const holder = holderOf(quotes, comparison, claim.latinWords > 0);
  const faults: ClaimFault[] = [...(quotes.hanCharacters > 0 ? labelFault(claim, holder) : [])];
  for (const mention of claim.names) {
    if (faults.length >= MAX_FAULTS) {
      break;
    }
    const held =
      mention.kind === 'latin'
        ? latinHeld(mention, claim, quotes, holder, comparison) ||
          beginsSentence(mention, claim.text)
        : chineseHeld(mention, quotes, holder, comparison);
    if (!held) {
      faults.push({ kind: 'name', text: mention.text, reason: 'the name is not in the quotes' });
    }
  }
  return faults;
}

function textOf(reading: ClaimReading, span: Span): string {
  const first: ClaimToken | undefined = reading.tokens[span.start];
  const last: ClaimToken | undefined = reading.tokens[span.end - 1];
  return first === undefined || last === undefined || span.end <= span.start
    ? ''
    : reading.text.slice(first.span.start, last.span.end);
}

function namesIn(reading: ClaimReading, span: Span): readonly NameMention[] {
  const start = reading.tokens[span.start]?.span.start ?? 0;
  const end = reading.tokens[span.end - 1]?.span.end ?? 0;
  return reading.names.filter(
    (name) =>
      name.span.start < end && name.span.end > start && !COMMON.has(name.text.toLowerCase()),
  );
}

/** The gap is in the middle of a name: 中文大学 and 中文中学. */
function cutsName(quotes: ClaimReading, gap: Span, names: readonly NameMention[]): boolean {
  const start = quotes.tokens[gap.start]?.span.start ?? 0;
  const end = quotes.tokens[gap.end - 1]?.span.end ?? 0;
  return names.some(({ span }) => span.start < start || span.end > end);
}

/** Another word where the quotes have a name: somebody else's deed, some other place. */
export function checkNamePlaces(
  claim: ClaimReading,
  quotes: ClaimReading,
  gaps: readonly AlignmentGap[],
): readonly ClaimFault[] {
  const faults: ClaimFault[] = [];
  const quoted = compact(quotes.text);
  for (const gap of gaps) {
    const said = textOf(claim, gap.claim);
    if (said === '' || gap.quote.end === gap.quote.start || faults.length >= MAX_FAULTS) {
      continue;
    }
    const given = namesIn(quotes, gap.quote);
    const ours = namesIn(claim, gap.claim);
    const brief = gap.claim.end - gap.claim.start <= 4 && gap.quote.end - gap.quote.start <= 5;
    const foreignWord =
      brief &&
      !STAND_IN.test(said) &&
      /\p{Script=Han}/u.test(said) &&
      !quoted.includes(compact(said));
    const short = ours.filter(
      (name) => isShortForm(name.text.slice(-6), quotes) && name.kind === 'organisation',
    );
    const strange = ours.filter(
      (name) =>
        !short.includes(name) &&
        !given.some((other) => other.text.includes(name.text) || name.text.includes(other.text)),
    );
    const cut = short.length === 0 && cutsName(quotes, gap.quote, given) && !STAND_IN.test(said);
    if (given.length > 0 && (strange.length > 0 || cut || (foreignWord && ours.length === 0))) {
      faults.push({
        kind: 'name',
        text: strange[0]?.text ?? said,
        reason: 'the quotes have another name in this place',
      });
    }
  }
  return faults;
}
