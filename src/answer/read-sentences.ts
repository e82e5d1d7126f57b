import type { Reader, WindowReading } from '../domain/reader.js';
import type { RetrievedSentence } from '../domain/retriever.js';
import type { Span } from '../domain/span.js';
import { normalizeText } from '../text/normalize-text.js';
import { cutWindows, type ReadingWindow } from './cut-windows.js';

/** The best span that begins in a sentence. */
export interface SentenceReading {
  /** Span score minus the score of "not here". */
  readonly odds: number;
  /** In the sentence's own text; null where normalising moved the words. */
  readonly span: Span | null;
}

export interface ReadSentencesOptions {
  readonly reader: Reader;
  readonly question: string;
  readonly candidates: readonly RetrievedSentence[];
  /** What is known of a sentence before it is read; windows with the likeliest sentences are read first. */
  readonly prior: (candidate: RetrievedSentence) => number;
  readonly signal?: AbortSignal;
}

/** The session runs one after the other anyway, and the first may settle the question. */
const windowsAtOnce = 1;
/** About 60 ms each on one core; with six, as many open questions were answered right. */
const maxWindows = 4;
/** A plain answer stands at +4 to +12 (the reader's README); one as plain as this settles the question. */
const settledOdds = 5;

/** Readings by sentence id, of those sentences that were read. */
export async function readSentences(
  options: ReadSentencesOptions,
): Promise<Map<number, SentenceReading>> {
  const { reader, candidates, prior, signal } = options;
  const question = normalizeText(options.question);
  const ranked = cutWindows(candidates)
    .map((window) => ({
      window,
      prior: Math.max(...window.sentences.map(({ candidate }) => prior(candidate))),
    }))
    .sort((a, b) => b.prior - a.prior)
    .slice(0, maxWindows)
    .map(({ window }) => window);
  const readings = new Map<number, SentenceReading>();
  for (let start = 0; start < ranked.length; start += windowsAtOnce) {
    const batch = ranked.slice(start, start + windowsAtOnce);
    const results = await reader.read(
      question,
      batch.map(({ text }) => text),
      signal === undefined ? {} : { signal },
    );
    let best = Number.NEGATIVE_INFINITY;
    for (const [position, window] of batch.entries()) {
      best = Math.max(best, collect(window, results[position] as WindowReading, readings));
    }
    if (best >= settledOdds) break;
  }
  return readings;
}

/** Notes the best span of each sentence of the window; returns the window's best odds. */
function collect(
  window: ReadingWindow,
  reading: WindowReading,
  readings: Map<number, SentenceReading>,
): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const span of reading.spans) {
    const place = window.sentences.findLast(({ start }) => start <= span.start);
    if (place === undefined) continue;
    const odds = span.score - reading.nullScore;
    best = Math.max(best, odds);
    const { id, text } = place.candidate.sentence;
    if (odds > (readings.get(id)?.odds ?? Number.NEGATIVE_INFINITY)) {
      const words = window.text.slice(span.start, span.end);
      readings.set(id, { odds, span: locate(text, words, span.start - place.start) });
    }
  }
  return best;
}

/** Normalising mostly keeps lengths, so the words stand where they stood; else they are looked for. */
function locate(text: string, words: string, expected: number): Span | null {
  const there = text.slice(expected, expected + words.length);
  if (normalizeText(there) === words) return { start: expected, end: expected + there.length };
  const found = text.indexOf(words);
  return found < 0 ? null : { start: found, end: found + words.length };
}
