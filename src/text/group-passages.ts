import type { Passage, Sentence } from '../domain/report-document.js';
import type { OutlinePlace } from './find-outline.js';
import { weighText } from './text-weight.js';

/**
 * Passages aim at about 300 Chinese (600 Latin) characters: the size that the retrieval figures in docs/ARCHITECTURE.md
 * were measured with, well below the 512 tokens of the embedding model.
 */
const targetWeight = 300;
const maximumWeight = 600;
/** Keeps the search for the best breaks linear where sentences are tiny. */
const maximumSentences = 40;

/** Costs beside the squared relative distance from the target; a break between paragraphs or sections is free. */
const breakInsideParagraph = 0.3;
const breakBehindHeading = 0.6;
const crossSection = 0.08;

function samePath(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((label, index) => label === right[index]);
}

function commonPrefix(left: readonly string[], right: readonly string[]): readonly string[] {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return left.slice(0, length);
}

interface Boundary {
  /** Cost of a passage that ends here, and of one that goes on over it. */
  readonly breakCost: number;
  readonly crossCost: number;
}

function weighBoundary(
  sentences: readonly Sentence[],
  places: readonly OutlinePlace[],
  index: number,
): Boundary {
  const here = sentences[index - 1];
  const next = sentences[index];
  const section = places[index - 1]?.section ?? [];
  const nextSection = places[index]?.section ?? [];
  if (here === undefined || next === undefined) return { breakCost: 0, crossCost: 0 };
  if (!samePath(section, nextSection)) {
    const deeper = section.length > 0 && samePath(section, commonPrefix(section, nextSection));
    return { breakCost: deeper ? breakBehindHeading / 2 : 0, crossCost: crossSection };
  }
  const headed = (places[index - 1]?.above.length ?? 0) < section.length;
  if (headed) return { breakCost: breakBehindHeading, crossCost: 0 };
  return { breakCost: here.paragraph === next.paragraph ? breakInsideParagraph : 0, crossCost: 0 };
}

function weighSize(weight: number): number {
  const distance = (weight - targetWeight) / targetWeight;
  return distance * distance;
}

/** Index of the sentence that the last passage of the cheapest grouping of the first `n` sentences begins with, for each `n`. */
function findBreaks(weights: readonly number[], boundaries: readonly Boundary[]): Int32Array {
  const count = weights.length;
  const costs = new Float64Array(count + 1);
  const starts = new Int32Array(count + 1);
  for (let end = 1; end <= count; end += 1) {
    costs[end] = Number.POSITIVE_INFINITY;
    let weight = 0;
    let crossing = 0;
    for (let start = end - 1; start >= Math.max(0, end - maximumSentences); start -= 1) {
      weight += weights[start] ?? 0;
      if (weight > maximumWeight && start < end - 1) break;
      const before = (costs[start] ?? 0) + (boundaries[start]?.breakCost ?? 0);
      const cost = before + weighSize(weight) + crossing;
      if (cost < (costs[end] ?? 0)) {
        costs[end] = cost;
        starts[end] = start;
      }
      crossing += boundaries[start]?.crossCost ?? 0;
    }
  }
  return starts;
}

/**
 * Passages of a document: runs of whole sentences of about 300 characters that break rather between paragraphs and
 * sections than inside them. Every sentence is in exactly one. Linear.
 */
export function groupPassages(
  text: string,
  sentences: readonly Sentence[],
  places: readonly OutlinePlace[],
): Passage[] {
  const weights = sentences.map(({ span }) => weighText(text, span.start, span.end));
  const boundaries = sentences.map((_, index) => weighBoundary(sentences, places, index));
  const starts = findBreaks(weights, boundaries);
  const passages: Passage[] = [];
  let end = sentences.length;
  while (end > 0) {
    const firstSentence = starts[end] ?? 0;
    const first = sentences[firstSentence] as Sentence;
    const last = sentences[end - 1] as Sentence;
    const outline = places
      .slice(firstSentence, end)
      .map((place) => place.section)
      .reduce(commonPrefix);
    const span = { start: first.span.start, end: last.span.end };
    passages.push({ span, firstSentence, lastSentence: end - 1, outline });
    end = firstSentence;
  }
  return passages.reverse();
}
