import type { Span } from '../domain/span.js';
import { SYLLABLE } from './pinyin-syllable.js';
import type { ReadingDictionary, ReadingMatch } from './reading-of.js';

/** A pinyin syllable in brackets right behind a Chinese character. */
export interface ReadingGroup {
  readonly character: string;
  /** Character and group together; further groups right behind it belong to it while they are its readings too. */
  readonly span: Span;
  readonly match: ReadingMatch;
  /** The first syllable, as written. */
  readonly written: string;
}

const GROUPS = new RegExp(`(\\p{Script=Han})((?:[(（]${SYLLABLE}[)）])+)`, 'gu');
const SYLLABLES = new RegExp(SYLLABLE, 'gu');

/** Finds the bracket groups that look like readings, and says whether they are the character's own. */
export function findReadings(text: string, dictionary: ReadingDictionary): ReadingGroup[] {
  return Array.from(text.matchAll(GROUPS), (found) => {
    const character = found[1] as string;
    const written = (found[2] as string).match(SYLLABLES) ?? [];
    const matches = written.map((syllable) => dictionary.match(character, syllable));
    const foreign = matches.indexOf('none');
    const own = written.slice(0, foreign === 0 ? 1 : foreign < 0 ? written.length : foreign);
    const length = own.reduce((sum, syllable) => sum + syllable.length + 2, character.length);
    return {
      character,
      span: { start: found.index, end: found.index + length },
      match: matches[0] ?? 'none',
      written: own[0] ?? '',
    };
  });
}
