import { createRequire } from 'node:module';
import { parseSyllable } from './pinyin-syllable.js';
import { toSimplified } from './to-simplified.js';

/** `exact`: a dictionary reading; `toneless`: one with another tone (績 is jī or jì, by dictionary); `none`: no reading. */
export type ReadingMatch = 'exact' | 'toneless' | 'none';

export interface ReadingDictionary {
  /** Every reading of one character, traditional or simplified, with tone marks. */
  readingsOf(character: string): ReadonlySet<string>;
  /** Whether `written` is a reading of the character. A single letter without tone, like a list label, must be exact. */
  match(character: string, written: string): ReadingMatch;
}

/** Looks readings up in pinyin-pro, which is loaded at the first lookup. */
export function createReadingDictionary(): ReadingDictionary {
  const known = new Map<string, ReadonlySet<string>>();
  const knownToneless = new Map<string, ReadonlySet<string>>();
  const verdicts = new Map<string, ReadingMatch>();
  let pinyinPro: typeof import('pinyin-pro') | undefined;

  function lookUp(character: string): readonly string[] {
    // ~60 ms to load, and only damaged or annotated files need it.
    pinyinPro ??= createRequire(import.meta.url)('pinyin-pro') as typeof import('pinyin-pro');
    // A character that it does not know comes back as itself.
    return pinyinPro
      .pinyin(character, { multiple: true, type: 'array' })
      .filter((reading) => reading !== '' && reading !== character);
  }

  function readingsOf(character: string): ReadonlySet<string> {
    let readings = known.get(character);
    if (readings === undefined) {
      const simplified = toSimplified(character);
      readings = new Set(lookUp(character));
      if (simplified !== character) readings = new Set([...readings, ...lookUp(simplified)]);
      known.set(character, readings);
    }
    return readings;
  }

  function tonelessReadingsOf(character: string): ReadonlySet<string> {
    let readings = knownToneless.get(character);
    if (readings === undefined) {
      readings = new Set(
        Array.from(readingsOf(character), (reading) => parseSyllable(reading).toneless),
      );
      knownToneless.set(character, readings);
    }
    return readings;
  }

  function match(character: string, written: string): ReadingMatch {
    const key = `${character}${written}`;
    let verdict = verdicts.get(key);
    if (verdict === undefined) {
      verdict = compare(character, written);
      if (verdict !== 'none') verdicts.set(key, verdict);
    }
    return verdict;
  }

  function compare(character: string, written: string): ReadingMatch {
    const syllable = parseSyllable(written);
    if (readingsOf(character).has(syllable.exact)) return 'exact';
    if (!syllable.hasTone && syllable.toneless.length < 2) return 'none';
    return tonelessReadingsOf(character).has(syllable.toneless) ? 'toneless' : 'none';
  }

  return { readingsOf, match };
}
