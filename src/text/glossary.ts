/** Words of the other language for the words of a text, so that a question in one finds a report in the other. */
import { pinyin } from 'pinyin-pro';
import { stemmer } from 'stemmer';
import type { DictionaryFile } from './dictionary-file.js';
import { RecentMap } from './recent-map.js';
import type { Tokenizer, Word } from './tokenizer.js';

export interface Glossary {
  /**
   * Search tokens in the other language for normalised text: English stems for Chinese words, Chinese words for English
   * ones, and the syllables of Chinese names, singly and joined (`lin`, `wu`, `linwu`). Stop words are left out. With a
   * blank between them.
   */
  glosses(text: string): string;
  /** The same, each word glossed once. */
  distinctGlosses(text: string): string;
}

/** A stem that so many words are glossed by says little about any of them. */
const maxWordsOfStem = 40;
/** A word with more stems than this has several meanings; only plain ones are looked up backwards. */
const maxStemsBackwards = 4;
const maxChineseForStem = 6;
/** At most twice as many names, and other words, in 10 MB. */
const rememberedWords = 20_000;
const nameTag = /^(?:nr|ns|nt|nz)/u;
const han = /^\p{Script=Han}+$/u;
const latin = /^\p{Script=Latin}{2,}$/u;

/** English stem to the Chinese words that it glosses plainly, the shortest glosses first. */
function turnAround(dictionary: DictionaryFile): Map<string, readonly string[]> {
  const words = new Map<string, { word: string; rank: number }[]>();
  for (const [word, stems] of dictionary.entries()) {
    if (stems.length > maxStemsBackwards || word.length < 2 || word.length > 4) continue;
    for (const stem of stems) {
      const list = words.get(stem) ?? [];
      list.push({ word, rank: stems.length * 10 + word.length });
      words.set(stem, list);
    }
  }
  const turned = new Map<string, readonly string[]>();
  for (const [stem, list] of words) {
    if (list.length > maxWordsOfStem) continue;
    const best = list.sort((a, b) => a.rank - b.rank).slice(0, maxChineseForStem);
    turned.set(
      stem,
      best.map(({ word }) => word),
    );
  }
  return turned;
}

function syllables(name: string): string[] {
  const parts = pinyin(name, { toneType: 'none', type: 'array', v: true });
  // A surname and what follows it, as Latin script writes Chinese names: Lan Fo'an, Lan Foan.
  const given = parts.slice(1).join('');
  return [...parts, parts.join(''), ...(parts.length > 2 ? [given] : [])];
}

type GlossedWord = Pick<Word, 'text' | 'tag'>;

export function createGlossary(dictionary: DictionaryFile, tokenizer: Tokenizer): Glossary {
  let backwards: Map<string, readonly string[]> | undefined;

  const names = new RecentMap<string, string>(rememberedWords);
  const others = new RecentMap<string, string>(rememberedWords);

  function glossChinese({ text, tag }: GlossedWord): string {
    const isName = nameTag.test(tag);
    const remembered = isName ? names : others;
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const found = lookUp(text, isName).join(' ');
    remembered.set(text, found);
    return found;
  }

  /** A word that the dictionary lacks is glossed by the words inside it. */
  function lookUp(text: string, isName: boolean): readonly string[] {
    const known = dictionary.lookUp(text);
    const name = isName || known === undefined ? syllables(text) : [];
    if (known !== undefined) return [...known, ...name];
    const inner = [];
    for (let start = 0; start + 2 <= text.length; start += 1) {
      inner.push(...(dictionary.lookUp(text.slice(start, start + 2)) ?? []));
    }
    return [...inner, ...name];
  }

  function glossEnglish(word: string): string {
    backwards ??= turnAround(dictionary);
    const words = backwards.get(stemmer(word.toLowerCase())) ?? [];
    return words.map((chinese) => `_${chinese}`).join(' ');
  }

  function glossAll(words: readonly GlossedWord[]): string {
    const isChineseWord = words.map((word) => han.test(word.text));
    const characters = isChineseWord.filter(Boolean).length;
    const isChinese = characters * 2 >= words.length / 2;
    const glosses: string[] = [];
    for (const [index, word] of words.entries()) {
      let found = '';
      if (isChineseWord[index] === true) found = glossChinese(word);
      else if (!isChinese && latin.test(word.text)) found = glossEnglish(word.text);
      if (found !== '') glosses.push(found);
    }
    return glosses.join(' ');
  }

  return {
    glosses: (text) => glossAll(tokenizer.words(text)),
    distinctGlosses: (text) => glossAll([...tokenizer.vocabulary(text)]),
  };
}
