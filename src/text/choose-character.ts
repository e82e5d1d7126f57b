import { COUNTED_WORDS, type PhraseDictionary } from './phrase-dictionary.js';

/** Longest word looked for; jieba's longer ones are names of companies and sayings. */
export const WORD_MAX_CHARS = 8;

/**
 * How many times likelier the text has to be with the chosen character than with any other. On 16,755 characters lost
 * from news: 1,000 restores 8,135, 8 of them wrong (names that sound like words); 10,000 restores 4,988, 2 of them
 * wrong; 100,000 restores 2,676, 1 of them wrong. Measured with `bench/repair-rates.ts`.
 */
const LIKELIER = 10_000;

/**
 * The one candidate that makes a word with its neighbours and leaves all others far behind; null where there is none.
 * `left` and `right` are the Chinese text beside the character, as far as it goes without a break.
 */
export function chooseCharacter(
  left: string,
  right: string,
  candidates: readonly string[],
  phrases: PhraseDictionary,
): string | null {
  const before = Array.from(left).slice(-WORD_MAX_CHARS);
  const after = Array.from(right).slice(0, WORD_MAX_CHARS);
  const starts = wordEnds(before, scoreSplits(before, phrases));
  const ends = wordStarts(after, phrases);
  let best = { character: '', score: Number.NEGATIVE_INFINITY, inWord: false };
  let second = Number.NEGATIVE_INFINITY;
  for (const character of candidates) {
    const scored = scoreCharacter(character, starts, ends, phrases);
    if (scored.score > best.score) {
      second = best.score;
      best = scored;
    } else if (scored.score > second) second = scored.score;
  }
  return best.inWord && best.score - second >= Math.log(LIKELIER) ? best.character : null;
}

/** Part of the word that holds the character, on one side of it, and the score of all that is beyond it. */
interface Side {
  readonly part: string;
  readonly score: number;
}

const UNSEEN = -Math.log(COUNTED_WORDS);

function scoreWord(word: string, phrases: PhraseDictionary): number | null {
  const frequency = phrases.frequency(word);
  if (frequency > 0) return Math.log(frequency / COUNTED_WORDS);
  return Array.from(word).length > 1 ? null : UNSEEN;
}

/** Logarithm of the likelihood of the best split into words of the first 0, 1, 2, … characters. */
function scoreSplits(characters: readonly string[], phrases: PhraseDictionary): number[] {
  const scores = [0];
  for (let end = 1; end <= characters.length; end += 1) {
    let best = Number.NEGATIVE_INFINITY;
    for (let start = 0; start < end; start += 1) {
      const word = scoreWord(characters.slice(start, end).join(''), phrases);
      if (word !== null) best = Math.max(best, (scores[start] as number) + word);
    }
    scores.push(best);
  }
  return scores;
}

function wordEnds(before: readonly string[], scores: readonly number[]): Side[] {
  return scores.map((score, start) => ({ part: before.slice(start).join(''), score }));
}

function wordStarts(after: readonly string[], phrases: PhraseDictionary): Side[] {
  const sides: Side[] = [{ part: after.join(''), score: 0 }];
  const scores: number[] = [];
  scores[after.length] = 0;
  for (let start = after.length - 1; start >= 0; start -= 1) {
    let best = Number.NEGATIVE_INFINITY;
    for (let end = start + 1; end <= after.length; end += 1) {
      const word = scoreWord(after.slice(start, end).join(''), phrases);
      if (word !== null) best = Math.max(best, word + (scores[end] as number));
    }
    scores[start] = best;
    sides.push({ part: after.slice(0, start).join(''), score: best });
  }
  return sides;
}

function scoreCharacter(
  character: string,
  starts: readonly Side[],
  ends: readonly Side[],
  phrases: PhraseDictionary,
): { readonly character: string; readonly score: number; readonly inWord: boolean } {
  let score = Number.NEGATIVE_INFINITY;
  let inWord = false;
  for (const start of starts) {
    for (const end of ends) {
      if (start.score + end.score <= score) continue;
      const word = scoreWord(start.part + character + end.part, phrases);
      if (word === null || start.score + word + end.score <= score) continue;
      score = start.score + word + end.score;
      inWord = start.part !== '' || end.part !== '';
    }
  }
  return { character, score, inWord };
}
