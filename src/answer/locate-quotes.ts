/** From the passages and words that a model names to sentences of the reports. */
import type { Span } from '../domain/span.js';
import { toSimplified } from '../text/to-simplified.js';
import type { GivenPassage } from './choose-passages.js';
import type { DraftCitation } from './draft.js';
import { sentenceText } from './draft.js';
import { asPromptData } from './prompt-template.js';
import type { GivenQuote } from './read-claim-object.js';

export type LocatedQuotes =
  /** Ways to read the quotes, the likeliest first; each is a set of sentences that the claim may rest on. */
  | { readonly ok: true; readonly readings: readonly (readonly DraftCitation[])[] }
  | { readonly ok: false; readonly reason: string };

/** More places of the same words are not tried. */
const maxPlaces = 3;
const maxReadings = 8;

function sentencesAt(passage: GivenPassage, { start, end }: Span): DraftCitation[] {
  const { document } = passage;
  const citations: DraftCitation[] = [];
  for (let sentence = passage.firstSentence; sentence <= passage.lastSentence; sentence += 1) {
    const span = document.sentences[sentence]?.span;
    if (span === undefined || span.end <= start || span.start >= end) continue;
    const highlight = {
      start: Math.max(start, span.start) - span.start,
      end: Math.min(end, span.end) - span.start,
    };
    citations.push({ document, sentence, highlight });
  }
  return citations;
}

/** Every place where the words stand in the passage exactly as they are given. */
function placesOf(words: string, passage: GivenPassage): DraftCitation[][] {
  const shown = asPromptData(passage.text);
  const places: DraftCitation[][] = [];
  let from = shown.indexOf(words);
  while (from >= 0 && places.length < maxPlaces) {
    const start = passage.start + from;
    const cited = sentencesAt(passage, { start, end: start + words.length });
    if (cited.length > 0) places.push(cited);
    from = shown.indexOf(words, from + words.length);
  }
  return places;
}

function pairsOf(text: string): Set<string> {
  const units = Array.from(toSimplified(text.toLowerCase()).replace(/[^\p{L}\p{N}]+/gu, ''));
  return new Set(units.map((unit, index) => unit + (units[index + 1] ?? '')));
}

/** For a passage without words: its sentences, those first that share most with the claim. */
function alignedSentences(claim: string, passage: GivenPassage): DraftCitation[][] {
  const wanted = pairsOf(claim);
  const scored: { readonly cited: DraftCitation; readonly score: number }[] = [];
  for (let sentence = passage.firstSentence; sentence <= passage.lastSentence; sentence += 1) {
    const pairs = pairsOf(sentenceText(passage.document, sentence));
    const shared = [...pairs].filter((pair) => wanted.has(pair)).length;
    scored.push({
      cited: { document: passage.document, sentence, highlight: null },
      score: shared / Math.sqrt(pairs.size + 1),
    });
  }
  const [first, second, ...others] = scored
    .sort((a, b) => b.score - a.score)
    .map(({ cited }) => cited);
  if (first === undefined) return [];
  if (second === undefined) return [[first]];
  return [[first], [second], [first, second], ...others.map((cited) => [cited])];
}

function distinct(citations: readonly DraftCitation[]): DraftCitation[] {
  return citations.filter(
    ({ document, sentence }, position) =>
      citations.findIndex(
        (other) => other.document.id === document.id && other.sentence === sentence,
      ) === position,
  );
}

/** The words of each quote are looked for exactly as they are; nothing near them counts. */
export function locateQuotes(
  claim: string,
  quotes: readonly GivenQuote[],
  passages: readonly GivenPassage[],
): LocatedQuotes {
  const places: DraftCitation[][][] = [];
  for (const { passage: number, words } of quotes) {
    const passage = passages.find((one) => one.number === number);
    if (passage === undefined) {
      return { ok: false, reason: `passage ${number} was not given` };
    }
    if (words === '') return { ok: false, reason: 'the quote is empty' };
    const found = words === null ? alignedSentences(claim, passage) : placesOf(words, passage);
    if (found.length === 0) {
      return { ok: false, reason: `the quote does not stand in passage ${number} as it is given` };
    }
    places.push(found);
  }
  if (places.length === 0) return { ok: false, reason: 'no passage is named' };
  const likeliest = places.map(([first]) => first ?? []);
  const others = places.flatMap((ways, position) =>
    ways.slice(1).map((way) => likeliest.map((first, index) => (index === position ? way : first))),
  );
  const readings = [likeliest, ...others].map((reading) => distinct(reading.flat()));
  return { ok: true, readings: readings.slice(0, maxReadings) };
}
