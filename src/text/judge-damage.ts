import { findReadings } from './find-readings.js';
import { createReadingDictionary, type ReadingDictionary } from './reading-of.js';
import { toSimplified } from './to-simplified.js';

/** How many marks of scraper damage a text bears, and the verdict. */
export interface DamageProfile {
  readonly damaged: boolean;
  /** Chinese characters. */
  readonly characters: number;
  /** Pinyin readings in brackets right behind the character that they read. */
  readonly readings: number;
  /** Those of them that stand behind a traditional character. */
  readonly readingsOnTraditional: number;
  /** Those that cut a run of Chinese characters, as a reading in a vocabulary list does not. */
  readonly readingsInRuns: number;
  /** Commas, full stops and the like in Chinese text, a doubled one counted once. */
  readonly stops: number;
  /** `,,` beside a Chinese character, which a table with empty cells has as well. */
  readonly doubledCommas: number;
  /** `,。` `,、` and the like, which no honest text has. */
  readonly doubledStops: number;
}

/** Takes a run of commas whole, whatever stands behind it: a run that is tried from each comma takes its square. */
const STOPS = /,+[，。、；：！？]?|[，。、；：！？]/gu;
const RUN_CAME_BEFORE = /\p{Script=Han}$/u;
const RUN_GOES_ON = /^\p{Script=Han}/u;

/**
 * Judges a whole file. Readings alone do not make damage (a textbook has them), nor do doubled commas (a table has
 * them), nor traditional characters; it takes two kinds of marks together, or one that honest text does not have.
 */
export function judgeDamage(
  text: string,
  dictionary: ReadingDictionary = createReadingDictionary(),
): DamageProfile {
  const groups = findReadings(text, dictionary).filter(({ match }) => match === 'exact');
  const counts = {
    characters: countChinese(text),
    readings: groups.length,
    readingsOnTraditional: groups.filter(({ character }) => toSimplified(character) !== character)
      .length,
    readingsInRuns: groups.filter(({ span }) =>
      RUN_GOES_ON.test(text.slice(span.end, span.end + 2)),
    ).length,
    ...countStops(text),
  };
  return { damaged: isDamaged(counts), ...counts };
}

function countStops(text: string): Pick<DamageProfile, 'stops' | 'doubledCommas' | 'doubledStops'> {
  const counts = { stops: 0, doubledCommas: 0, doubledStops: 0 };
  for (const { 0: stop, index } of text.matchAll(STOPS)) {
    const end = index + stop.length;
    const isCommas = stop.endsWith(',');
    const besideChinese = () =>
      RUN_CAME_BEFORE.test(text.slice(Math.max(0, index - 2), index)) ||
      RUN_GOES_ON.test(text.slice(end, end + 2));
    if (isCommas && !besideChinese()) continue;
    counts.stops += 1;
    if (stop.length === 1) continue;
    if (isCommas) counts.doubledCommas += 1;
    else counts.doubledStops += 1;
  }
  return counts;
}

/** Counts by code unit: a match for every character of a large file would fill the memory. */
function countChinese(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const isRareHan = unit >= 0xd840 && unit <= 0xd8bf;
    if (isRareHan || unit === 0x3005 || unit === 0x3007) count += 1;
    else if ((unit >= 0x3400 && unit <= 0x9fff) || (unit >= 0xf900 && unit <= 0xfaff)) count += 1;
  }
  return count;
}

function isDamaged(counts: Omit<DamageProfile, 'damaged'>): boolean {
  const doubled = counts.doubledCommas + counts.doubledStops;
  // The first report has 0.23 readings a character and 0.77 doubled stops a stop.
  const mixed =
    counts.readings > 0 &&
    doubled > 0 &&
    counts.readings + doubled >= 3 &&
    counts.readings >= 0.01 * counts.characters &&
    doubled >= 0.1 * counts.stops;
  const doubledAlone = counts.doubledStops >= 3 && doubled >= 0.2 * counts.stops;
  // A textbook reads characters of both scripts, most of a line, or words in a list.
  const readingsAlone =
    counts.readings >= 4 &&
    counts.readings >= 0.05 * counts.characters &&
    counts.readingsOnTraditional >= 0.95 * counts.readings &&
    counts.readingsInRuns >= 0.5 * counts.readings &&
    counts.characters >= 3 * counts.readings;
  return mixed || doubledAlone || readingsAlone;
}
