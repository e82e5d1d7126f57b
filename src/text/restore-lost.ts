import type { Replacement } from './apply-replacements.js';
import { chooseCharacter, WORD_MAX_CHARS } from './choose-character.js';
import { createPhraseDictionary, type PhraseDictionary } from './phrase-dictionary.js';
import { parseSyllable } from './pinyin-syllable.js';
import type { ReadingDictionary } from './reading-of.js';
import { straddledCharacters } from './straddled-characters.js';
import { toSimplified } from './to-simplified.js';

/** A lost character in the text that it is to be restored in. */
export interface LostPlace {
  /** Of the placeholder. */
  readonly start: number;
  readonly end: number;
  readonly reading: string;
  /** What the source has in its stead, put back where it cannot be restored. */
  readonly remains: string;
  /** The character before it in the source, in its source form; empty if anything else stands there. */
  readonly sourceBefore: string;
}

/**
 * Decides every lost character of a simplified text (`places` in ascending order): restored where one candidate is
 * left, else its remains are put back. The word lists are read when the first character is lost (~200 ms), and kept.
 */
export type RestoreLost = (text: string, places: readonly LostPlace[]) => Replacement[];

export function createLostRestorer(dictionary: ReadingDictionary): RestoreLost {
  let lists: Omit<Words, 'chosen'> | undefined;
  return (text, places) => {
    if (places.length === 0) return [];
    lists ??= readWords(dictionary);
    return decideAll(text, toGaps(places, dictionary), { ...lists, chosen: new Map() });
  };
}

interface Words {
  readonly phrases: PhraseDictionary;
  readonly homophones: ReadonlyMap<string, readonly string[]>;
  /** What was chosen before, in the same text; repeated text repeats its damage. */
  readonly chosen: Map<string, string | null>;
}

interface Gap {
  readonly start: number;
  readonly end: number;
  readonly remains: string;
  /** Of the lost character; two, if it is open whether one broke in two or two are lost. */
  readonly readings: readonly string[];
  /** What stood there if one broke in two. */
  readonly straddled: readonly string[];
  restored: string | null;
}

/** Two units at most a character. */
const CONTEXT_MAX_UNITS = 2 * WORD_MAX_CHARS;
const CHINESE_AT_END = /\p{Script=Han}*$/u;
const CHINESE_AT_START = /^\p{Script=Han}*/u;

function readWords(dictionary: ReadingDictionary): Omit<Words, 'chosen'> {
  const phrases = createPhraseDictionary();
  const homophones = new Map<string, string[]>();
  const simplified = toSimplified(phrases.characters.join('\n')).split('\n');
  for (const [index, character] of phrases.characters.entries()) {
    if (simplified[index] !== character) continue;
    for (const reading of dictionary.readingsOf(character)) {
      const alike = homophones.get(reading);
      if (alike === undefined) homophones.set(reading, [character]);
      else alike.push(character);
    }
  }
  return { phrases, homophones };
}

function toGaps(places: readonly LostPlace[], dictionary: ReadingDictionary): Gap[] {
  const gaps: Gap[] = [];
  const known = new Map<string, readonly string[]>();
  const straddle = (first: LostPlace, second: LostPlace) => {
    const key = `${first.sourceBefore}|${first.reading}|${second.reading}`;
    const found =
      known.get(key) ??
      straddledCharacters(first.sourceBefore, first.reading, second.reading, dictionary);
    known.set(key, found);
    return found;
  };
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] as LostPlace;
    const next = places[index + 1];
    const isPair =
      next !== undefined && next.start === place.end && places[index + 2]?.start !== next.end;
    const straddled = isPair ? straddle(place, next) : [];
    const parts = isPair && straddled.length > 0 ? [place, next] : [place];
    index += parts.length - 1;
    gaps.push({
      start: place.start,
      end: (parts.at(-1) as LostPlace).end,
      remains: parts.map(({ remains }) => remains).join(''),
      readings: parts.map(({ reading }) => parseSyllable(reading).exact),
      straddled: [...new Set(straddled.map(toSimplified))],
      restored: null,
    });
  }
  return gaps;
}

function decideAll(text: string, gaps: readonly Gap[], words: Words): Replacement[] {
  const waiting = gaps.map((_, index) => index);
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const gap = gaps[index] as Gap;
    if (gap.restored !== null) continue;
    gap.restored = decide(
      gap,
      contextLeft(text, gaps, index),
      contextRight(text, gaps, index),
      words,
    );
    // A restored character is context for those around it that were left: they get another try.
    if (gap.restored !== null) waiting.push(...unrestoredNear(gaps, index));
  }
  return gaps.map(({ start, end, remains, restored }) =>
    restored === null
      ? { kind: 'left', start, end, after: remains }
      : { kind: 'restored', start, end, after: restored },
  );
}

function decide(gap: Gap, left: string, right: string, words: Words): string | null {
  const [first, second] = gap.readings as [string, string?];
  const choose = (before: string, after: string, candidates: readonly string[]) => {
    if (before === '' && after === '') return null;
    const key = `${before}|${after}|${candidates.join('')}`;
    let chosen = words.chosen.get(key);
    if (chosen === undefined) {
      chosen = chooseCharacter(before, after, candidates, words.phrases);
      words.chosen.set(key, chosen);
    }
    return chosen;
  };
  const alike = (reading: string) => words.homophones.get(reading) ?? [];
  if (second === undefined) return choose(left, right, alike(first));
  const asTwo =
    choose(left, '', alike(first)) !== null && choose('', right, alike(second)) !== null;
  return asTwo ? null : choose(left, right, gap.straddled);
}

/** The Chinese characters before a gap, through gaps that are restored, up to a break. */
function contextLeft(text: string, gaps: readonly Gap[], index: number): string {
  let context = '';
  for (let at = index; context.length < CONTEXT_MAX_UNITS; at -= 1) {
    const { start } = gaps[at] as Gap;
    const previous = gaps[at - 1];
    const from = Math.max(previous?.end ?? 0, start - CONTEXT_MAX_UNITS);
    const between = text.slice(from, start);
    const chinese = CHINESE_AT_END.exec(between)?.[0] ?? '';
    context = chinese + context;
    if (chinese !== between || from !== previous?.end || previous.restored === null) break;
    context = previous.restored + context;
  }
  return context;
}

function contextRight(text: string, gaps: readonly Gap[], index: number): string {
  let context = '';
  for (let at = index; context.length < CONTEXT_MAX_UNITS; at += 1) {
    const { end } = gaps[at] as Gap;
    const next = gaps[at + 1];
    const to = Math.min(next?.start ?? text.length, end + CONTEXT_MAX_UNITS);
    const between = text.slice(end, to);
    const chinese = CHINESE_AT_START.exec(between)?.[0] ?? '';
    context += chinese;
    if (chinese !== between || to !== next?.start || next.restored === null) break;
    context += next.restored;
  }
  return context;
}

/** Gaps whose context a gap is part of, without those that are restored. */
function unrestoredNear(gaps: readonly Gap[], index: number): number[] {
  const { start, end } = gaps[index] as Gap;
  const isNear = (gap: Gap | undefined): gap is Gap =>
    gap !== undefined &&
    start - gap.end <= CONTEXT_MAX_UNITS &&
    gap.start - end <= CONTEXT_MAX_UNITS;
  const near: number[] = [];
  for (let at = index - 1; isNear(gaps[at]); at -= 1) near.push(at);
  for (let at = index + 1; isNear(gaps[at]); at += 1) near.push(at);
  return near.filter((at) => gaps[at]?.restored === null);
}
