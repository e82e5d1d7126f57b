/** "What does the report say?": the report's own leading sentences, part by part. */
import type { ReportDocument } from '../domain/report-document.js';
import { findEnumerations } from '../text/enumerations.js';
import { type DraftClaim, plainWords, sentenceText } from './draft.js';

const maxClaims = 10;
/** A leading sentence longer than this says too much for one line of an overview. */
const maxSentenceChars = 160;

/** Sentences of a paragraph that may lead it: its first, or the first that is short enough for a line. */
function leadingSentence(document: ReportDocument, paragraph: number): number | null {
  let first: number | null = null;
  for (const [index, sentence] of document.sentences.entries()) {
    if (sentence.paragraph !== paragraph) continue;
    first ??= index;
    const chars = sentence.span.end - sentence.span.start;
    if (chars <= maxSentenceChars && chars >= 8) return index;
  }
  return first;
}

/** The sentences of an overview in the order of the text: openings, then what is enumerated, then each paragraph's lead. */
export function overviewSentences(document: ReportDocument): number[] {
  const chosen = new Set<number>();
  // News and minutes tell what, when and who in their first two sentences.
  for (const index of [0, 1]) if (sentenceText(document, index) !== '') chosen.add(index);
  const enumerations = findEnumerations(document);
  const [largest] = [...enumerations].sort((a, b) => b.members.length - a.members.length);
  if (largest !== undefined && largest.members.length <= maxClaims - 3) {
    if (largest.announcedIn !== null) chosen.add(largest.announcedIn);
    for (const { firstSentence } of largest.members) chosen.add(firstSentence);
  }
  const paragraphs = [...document.paragraphs].filter(({ span }) => span.end - span.start >= 60);
  for (const { number } of paragraphs) {
    if (chosen.size >= maxClaims) break;
    const lead = leadingSentence(document, number);
    if (lead !== null) chosen.add(lead);
  }
  return [...chosen].sort((a, b) => a - b).slice(0, maxClaims);
}

export function composeOverview(document: ReportDocument): DraftClaim[] {
  return overviewSentences(document).map((sentence) => ({
    text: plainWords(sentenceText(document, sentence)),
    citations: [{ document, sentence, highlight: null }],
  }));
}
