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

/** What stands between a sentence and the next one. */
function gapBehind(piece: Piece | undefined): string {
  return piece !== undefined && endsLatin.test(piece.text) ? ' ' : '';
}

function toWindow(pieces: readonly Piece[]): ReadingWindow {
  let text = '';
  const sentences = pieces.map((piece, position) => {
    text += gapBehind(pieces[position - 1]);
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

/** The beginning that fits into a window, without half a character at its end. */
function cutOff(text: string): string {
  return text.slice(0, maxWindowChars).replace(/\p{Cs}$/u, '');
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
      const text = cutOff(normalizeText(candidate.sentence.text));
      const last = pieces.at(-1);
      const gap = gapBehind(last).length;
      if (last !== undefined && length + gap + text.length > maxWindowChars) {
        windows.push(toWindow(pieces));
        const joins = last.text.length + gap + text.length <= maxWindowChars;
        pieces = joins ? [last] : [];
        length = joins ? last.text.length : 0;
      }
      length += gapBehind(pieces.at(-1)).length + text.length;
      pieces.push({ candidate, text });
    }
    windows.push(toWindow(pieces));
  }
  return windows;
}
