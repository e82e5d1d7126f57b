import type { RetrievedSentence } from '../domain/retriever.js';
import { normalizeText } from '../text/normalize-text.js';

/** The reader was trained on windows of 60 to 220 characters. */
const maxWindowChars = 220;

/** Sentences of an alphabetic script were parted by a space that their spans do not hold. */
const endsLatin = /[\p{Script=Latin}\p{N}][.!?]?["')\]]?$/u;

/** A run of whole sentences as the reader sees it. */
export interface ReadingWindow {
  readonly text: string;
  /** Each sentence with the offset where its normalised text begins in `text`. */
  readonly sentences: readonly { readonly candidate: RetrievedSentence; readonly start: number }[];
}

interface Piece {
  readonly candidate: RetrievedSentence;
  readonly text: string;
}

function toWindow(pieces: readonly Piece[]): ReadingWindow {
  let text = '';
  const sentences = pieces.map((piece) => {
    if (endsLatin.test(text)) text += ' ';
    const start = text.length;
    text += piece.text;
    return { candidate: piece.candidate, start };
  });
  return { text, sentences };
}

/** Candidates that follow one another in their document, in the order of the text. */
function consecutiveRuns(candidates: readonly RetrievedSentence[]): RetrievedSentence[][] {
  const ordered = [...candidates].sort(
    (a, b) =>
      a.sentence.documentId.localeCompare(b.sentence.documentId) ||
      a.sentence.index - b.sentence.index,
  );
  const runs: RetrievedSentence[][] = [];
  for (const candidate of ordered) {
    const run = runs.at(-1);
    const last = run?.at(-1)?.sentence;
    const follows =
      last?.documentId === candidate.sentence.documentId &&
      last.index + 1 === candidate.sentence.index;
    if (run !== undefined && follows) run.push(candidate);
    else runs.push([candidate]);
  }
  return runs;
}

/**
 * Cuts candidate sentences into windows of at most 220 characters; the next window of a run begins with the last
 * sentence of the one before, so that every sentence is read with what stands before it. A longer sentence is a
 * window of its own, cut off at the limit.
 */
export function cutWindows(candidates: readonly RetrievedSentence[]): ReadingWindow[] {
  const windows: ReadingWindow[] = [];
  for (const run of consecutiveRuns(candidates)) {
    let pieces: Piece[] = [];
    let length = 0;
    for (const candidate of run) {
      const text = normalizeText(candidate.sentence.text).slice(0, maxWindowChars);
      if (pieces.length > 0 && length + text.length > maxWindowChars) {
        windows.push(toWindow(pieces));
        const last = pieces.at(-1) as Piece;
        pieces = last.text.length + text.length <= maxWindowChars ? [last] : [];
        length = pieces.length > 0 ? last.text.length : 0;
      }
      pieces.push({ candidate, text });
      length += text.length;
    }
    windows.push(toWindow(pieces));
  }
  return windows;
}
