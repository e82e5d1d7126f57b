/** What the quotes of a claim carry: their words, and the words of like meaning in either language. */
import type { ClaimLexicon } from './claim-lexicon.js';
import type { ClaimReading } from './claim-reading.js';
import { type ContentWord, stemOf } from './content-words.js';
import { soundsLike, transliteratedRuns } from './transliteration.js';

/** Stems that gloss too many words to tell of any two that they mean the same. */
const GENERAL = new Set(
  (
    'have make name person take time level go get all good oneself peopl new gener place do back look long great give other hand first high year head word put wai live about power life without written come after set turn same through like close end feel thing form line side can show awai between fall order small pass part well leav chang hold call write sound plai around talk full keep mind hard short move bodi term run becom cut common number break act you stand two against start own appear clear kind second follow under but cover matter posit mean complet dure stop anoth caus die more carri made extrem onli even situat big return self present low differ each past bring lead bear sai rais special four bad known just last noth mani whole befor if case late your one on in of it be to not by for from someth sb sth esp etc lit fig used abbr also old ' +
    'citi counti district taiwan china chines prefectur autonom dynasti provinc pr river mountain state capit charact classifi'
  ).split(' '),
);
const CLAUSE = /[^，。；：！？,;:!?|\n]+/gu;
const HAN = /\p{Script=Han}/u;
const CAPITALISED = /\p{Lu}[\p{Script=Latin}\p{M}'’-]+/gu;
const HAN_RUN = /\p{Script=Han}+/gu;
const LONGEST_INNER = 4;
const MAX_NAMES = 100;
const MAX_QUOTED_WORDS = 500;
/** Two words that mean but little besides may share a general word. */
const MAX_PLAIN_STEMS = 3;
const MAX_INNER = 4000;

export interface QuoteContent {
  carries(word: ContentWord): boolean;
  /** A word of a name in letters against Chinese quotes, or a Chinese name against English ones: by dictionary or by sound. */
  carriesName(word: string): boolean;
}

/** Like `armenia` and `armenian`, `econom` and `economi`. */
function areAkin(one: string, other: string): boolean {
  const shortest = Math.min(one.length, other.length);
  if (shortest < 4) {
    return one === other;
  }
  let shared = 0;
  while (shared < shortest && one[shared] === other[shared]) {
    shared += 1;
  }
  return (
    shared >= 4 &&
    one.length - shared <= 3 &&
    other.length - shared <= 3 &&
    shared * 3 >= shortest * 2
  );
}

function byHead(stems: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const heads = new Map<string, string[]>();
  for (const stem of stems) {
    const head = stem.slice(0, 4);
    const group = heads.get(head) ?? [];
    group.push(stem);
    heads.set(head, group);
  }
  return heads;
}

/** Dictionary words inside a word that the dictionary lacks. */
function innerGlosses(word: string, lexicon: ClaimLexicon): string[] {
  const stems: string[] = [];
  for (let start = 0; start + 2 <= word.length; start += 1) {
    stems.push(...lexicon.glossesOf(word.slice(start, start + 2)));
  }
  return stems;
}

function glosses(word: string, lexicon: ClaimLexicon): readonly string[] {
  const known = lexicon.glossesOf(word);
  return known.length > 0 ? known : innerGlosses(word, lexicon);
}

function lazily<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}

interface QuotedWord {
  readonly text: string;
  readonly stems: ReadonlySet<string>;
  readonly isVerb: boolean;
}

/** The quotes' Chinese words with their glosses: for another Chinese word of like meaning. */
function readQuotedWords(quotes: ClaimReading, lexicon: ClaimLexicon): readonly QuotedWord[] {
  const words = new Map<string, QuotedWord>();
  for (const { text, tag } of lexicon.words(quotes.text)) {
    if (HAN.test(text) && !words.has(text) && words.size < MAX_QUOTED_WORDS) {
      words.set(text, { text, stems: new Set(glosses(text, lexicon)), isVerb: tag === 'v' });
    }
  }
  return [...words.values()];
}

/** Two Chinese words with a gloss in common, or with a character in common and kindred glosses. */
function areLike(
  word: ContentWord,
  stems: readonly string[],
  kindred: () => ReadonlySet<string>,
  other: QuotedWord,
): boolean {
  if (other.isVerb && word.tag === 'n') {
    return false;
  }
  const plain = stems.length <= MAX_PLAIN_STEMS && other.stems.size <= MAX_PLAIN_STEMS;
  if (stems.some((stem) => other.stems.has(stem) && (plain || !GENERAL.has(stem)))) {
    return true;
  }
  return (
    [...word.text].some((character) => other.text.includes(character)) &&
    [...other.stems].some((stem) => !GENERAL.has(stem) && kindred().has(stem))
  );
}

/** Stems of all English words and of every Chinese word that can be read in the quotes: for the other language. */
function readStems(quotes: ClaimReading, lexicon: ClaimLexicon): ReadonlySet<string> {
  const stems = new Set<string>();
  for (const [word] of quotes.text.matchAll(/[\p{Script=Latin}\p{M}]+/gu)) {
    stems.add(stemOf(word));
  }
  let looked = 0;
  for (const [run] of quotes.text.matchAll(HAN_RUN)) {
    for (let start = 0; start < run.length && looked < MAX_INNER; start += 1) {
      for (let length = 1; length <= LONGEST_INNER && start + length <= run.length; length += 1) {
        looked += 1;
        for (const stem of lexicon.glossesOf(run.slice(start, start + length))) {
          stems.add(stem);
        }
      }
    }
  }
  return stems;
}

interface NamesBySound {
  /** A word in letters sounds like a stretch of the Chinese quotes. */
  latin(word: string): boolean;
  /** A Chinese name is one that the English quotes write in letters. */
  chinese(word: string): boolean;
}

function readNamesBySound(
  quotes: ClaimReading,
  claim: ClaimReading,
  lexicon: ClaimLexicon,
): NamesBySound {
  const runs = lazily(() => transliteratedRuns(quotes.text).map((run) => lexicon.romanise(run)));
  const names = lazily(() => (quotes.text.match(CAPITALISED) ?? []).slice(0, MAX_NAMES));
  /** Of 玛丽·麦特琳 only a piece is asked for. */
  const heldRuns = lazily(() =>
    transliteratedRuns(claim.text).filter((run) => {
      const syllables = [lexicon.romanise(run)];
      return names().some((name) => soundsLike(name, syllables));
    }),
  );
  return {
    latin: (word) => soundsLike(word, runs()),
    chinese(word) {
      const syllables = lexicon.romanise(word);
      const joined = syllables.join('');
      return (
        heldRuns().some((run) => run.includes(word)) ||
        names().some((name) => stemless(name) === joined || soundsLike(name, [syllables], 'whole'))
      );
    },
  };
}

function readStemMatch(quotes: ClaimReading, lexicon: ClaimLexicon) {
  const stems = lazily(() => readStems(quotes, lexicon));
  const heads = lazily(() => byHead(stems()));
  return {
    has: (stem: string): boolean =>
      stems().has(stem) ||
      (heads().get(stem.slice(0, 4)) ?? []).some((other) => areAkin(stem, other)),
    hasAny: (others: Iterable<string>): boolean => [...others].some((other) => stems().has(other)),
  };
}

/** Whether the quotes have the word itself, or its characters in one clause, or its halves. */
function holdsCharacters(word: string, quotes: string, clauses: readonly string[]): boolean {
  if (quotes.includes(word)) {
    return true;
  }
  const middle = Math.ceil(word.length / 2);
  return (
    (word.length > 1 &&
      clauses.some((clause) => [...word].every((character) => clause.includes(character)))) ||
    (word.length > 2 &&
      [word.slice(0, middle), word.slice(middle)].every((part) => quotes.includes(part)))
  );
}

/** Reads of the quotes what is asked for, when it is first asked for. */
export function readQuoteContent(
  quotes: ClaimReading,
  claim: ClaimReading,
  lexicon: ClaimLexicon,
): QuoteContent {
  const isChinese = quotes.hanCharacters >= quotes.latinWords;
  const clauses = lazily(() => quotes.text.match(CLAUSE) ?? []);
  const lower = lazily(() => quotes.text.toLowerCase());
  const quotedWords = lazily(() => readQuotedWords(quotes, lexicon));
  const stems = readStemMatch(quotes, lexicon);
  const sounds = readNamesBySound(quotes, claim, lexicon);
  const isGlossed = (own: readonly string[]): boolean =>
    own.some((stem) => !GENERAL.has(stem) && stems.has(stem));

  function carriesChinese(word: ContentWord): boolean {
    if (holdsCharacters(word.key, quotes.text, clauses())) {
      return true;
    }
    const own = glosses(word.key, lexicon);
    if (!isChinese) {
      return isGlossed(own) || sounds.chinese(word.key);
    }
    const telling = own.filter((stem) => !GENERAL.has(stem));
    const kindred = lazily(() => new Set(telling.flatMap((stem) => [...lexicon.kindredOf(stem)])));
    return quotedWords().some((other) => areLike(word, own, kindred, other));
  }

  return {
    carries(word) {
      if (word.tag !== 'en') {
        return carriesChinese(word);
      }
      return (
        lower().includes(word.text.toLowerCase()) ||
        stems.has(word.key) ||
        (!isChinese && stems.hasAny(lexicon.kindredOf(word.key)))
      );
    },
    carriesName: (word) =>
      HAN.test(word)
        ? isGlossed(glosses(word, lexicon)) || sounds.chinese(word)
        : stems.has(stemOf(word)) || sounds.latin(word),
  };
}

function stemless(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();
}
