import { createRequire } from 'node:module';
import type { DictionaryFile } from '../text/dictionary-file.js';
import type { NameTagger } from '../text/read-names.js';
import type { Tokenizer, Word } from '../text/tokenizer.js';

/** What is known of words when a claim is held against its quotes. All of it is synchronous. */
export interface ClaimLexicon extends NameTagger {
  words(text: string): readonly Word[];
  /** English stems of a Chinese word in simplified characters; none for a word that the dictionary lacks. */
  glossesOf(word: string): readonly string[];
  /** Whether many words are glossed by the stem, as names are not. */
  isCommon(stem: string): boolean;
  /** English stem to the stems that gloss some plain Chinese word together with it (`wage` -> `salari`). */
  kindredOf(stem: string): ReadonlySet<string>;
  /** Syllables of a Chinese text without tones, one for each character. */
  romanise(text: string): readonly string[];
}

export interface ClaimLexiconOptions {
  readonly tokenizer: Tokenizer;
  readonly dictionary: DictionaryFile;
}

/** So many words are remembered; then all are forgotten at once. */
const MAX_REMEMBERED = 20_000;
/** A word with more stems than this has several meanings, and its stems little to do with each other. */
const MAX_PLAIN_STEMS = 4;
const MAX_KINDRED = 60;
const MAX_TEXTS = 200;
const COMMON_FROM = 40;

function remember<Value>(
  find: (key: string) => Value,
  limit: number = MAX_REMEMBERED,
): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = find(key);
      if (known.size >= limit) {
        known.clear();
      }
      known.set(key, value);
    }
    return value;
  };
}

interface Kindred {
  readonly sets: ReadonlyMap<string, ReadonlySet<string>>;
  readonly counts: ReadonlyMap<string, number>;
}

function readKindred(dictionary: DictionaryFile): Kindred {
  const kindred = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const [word, stems] of dictionary.entries()) {
    for (const stem of stems) {
      counts.set(stem, (counts.get(stem) ?? 0) + 1);
    }
    if (stems.length > MAX_PLAIN_STEMS || word.length > 4) {
      continue;
    }
    for (const stem of stems) {
      const others = kindred.get(stem) ?? new Set();
      for (const other of stems) {
        others.add(other);
      }
      kindred.set(stem, others);
    }
  }
  return { sets: kindred, counts };
}

/** Reads nothing before the first use: jieba takes some 100 ms then, pinyin 60 ms, the kindred words 150 ms. */
export function createClaimLexicon({ tokenizer, dictionary }: ClaimLexiconOptions): ClaimLexicon {
  let kindred: Kindred | undefined;
  let pinyinPro: typeof import('pinyin-pro') | undefined;
  const nothing: ReadonlySet<string> = new Set();
  return {
    words: remember((text) => tokenizer.words(text), MAX_TEXTS),
    isCommon(stem) {
      kindred ??= readKindred(dictionary);
      return (kindred.counts.get(stem) ?? 0) >= COMMON_FROM;
    },
    glossesOf: remember((word) => dictionary.lookUp(word) ?? []),
    kindredOf(stem) {
      kindred ??= readKindred(dictionary);
      const found = kindred.sets.get(stem) ?? nothing;
      return found.size > MAX_KINDRED ? nothing : found;
    },
    romanise(text) {
      pinyinPro ??= createRequire(import.meta.url)('pinyin-pro') as typeof import('pinyin-pro');
      return pinyinPro
        .pinyin(text, { toneType: 'none', type: 'array', v: true })
        .map((syllable) => syllable.replaceAll('v', 'u').toLowerCase());
    },
  };
}
