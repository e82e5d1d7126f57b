import type { Replacement } from './apply-replacements.js';
import { findReadings } from './find-readings.js';
import { isSyllable, parseSyllable, SYLLABLE } from './pinyin-syllable.js';
import type { ReadingDictionary } from './reading-of.js';

/** Stands for a lost character until it is restored or left; it counts as a Chinese character. */
export const LOST_PLACEHOLDER = '\ufffc';

/** A character that is gone while its reading is still there: `?jiǎng)`, `?(jiǎng)`. */
export interface LostCharacter {
  /** In the text that was searched. */
  readonly start: number;
  readonly end: number;
  readonly reading: string;
}

const LOST = new RegExp(`[?？□\\ufffd][(（]?(${SYLLABLE})[)）]`, 'gu');

export interface StrippedReadings {
  readonly replacements: readonly Replacement[];
  readonly lost: readonly LostCharacter[];
}

/**
 * Finds what the brackets of a damaged text say: readings to take out, lost characters (a placeholder goes in), and
 * readings that do not belong to the character before them, which stay and are named.
 */
export function stripReadings(text: string, dictionary: ReadingDictionary): StrippedReadings {
  const replacements: Replacement[] = findReadings(text, dictionary)
    .filter(({ match, written }) => match !== 'none' || parseSyllable(written).hasTone)
    .map(({ character, span, match }) =>
      match === 'none'
        ? { kind: 'left', ...span, after: text.slice(span.start, span.end) }
        : { kind: 'reading', ...span, after: character },
    );
  const lost = Array.from(text.matchAll(LOST), (found) => ({
    start: found.index,
    end: found.index + found[0].length,
    reading: found[1] as string,
  })).filter(({ reading }) => isSyllable(parseSyllable(reading)));
  for (const { start, end } of lost) {
    replacements.push({ kind: 'left', start, end, after: LOST_PLACEHOLDER });
  }
  replacements.sort((a, b) => a.start - b.start);
  return { replacements, lost };
}
