/** Which passages a model is shown, within a budget of tokens. */
import type { ReportDocument } from '../domain/report-document.js';
import { estimateTokens } from './estimate-tokens.js';

/** A passage that may answer. */
export interface CandidatePassage {
  readonly document: ReportDocument;
  /** Index into the document's passages. */
  readonly passage: number;
}

/** A passage, or its beginning, as the model is given it. */
export interface GivenPassage {
  /** From 1. */
  readonly number: number;
  /** Title and headings. */
  readonly source: string;
  /** As it stands in the document, from `start`. */
  readonly text: string;
  readonly start: number;
  readonly document: ReportDocument;
  /** Indexes into the document's sentences, the last one included. */
  readonly firstSentence: number;
  readonly lastSentence: number;
}

/** So many passages before and after the best one are added where there is room: a list may run on. */
const neighbours = 3;
const maxSourceChars = 160;
/** For what stands around a passage in the prompt. */
const frameTokens = 25;

function withNeighbours(candidates: readonly CandidatePassage[]): CandidatePassage[] {
  const [best] = candidates;
  if (best === undefined) return [];
  const added: CandidatePassage[] = [];
  for (let distance = 1; distance <= neighbours; distance += 1) {
    for (const passage of [best.passage + distance, best.passage - distance]) {
      if (best.document.passages[passage] !== undefined) {
        added.push({ document: best.document, passage });
      }
    }
  }
  const seen = new Set<string>();
  return [...candidates, ...added].filter(({ document, passage }) => {
    const key = `${document.id}\n${passage}`;
    return !seen.has(key) && seen.add(key);
  });
}

type Unnumbered = Omit<GivenPassage, 'number'> & { readonly tokens: number };

function takeUp({ document, passage: index }: CandidatePassage): Unnumbered | null {
  const passage = document.passages[index];
  if (passage === undefined) return null;
  const text = document.text.slice(passage.span.start, passage.span.end);
  const source = [document.title, ...passage.outline]
    .join(' › ')
    .replace(/\s+/gu, ' ')
    .replaceAll('"', '”')
    .slice(0, maxSourceChars);
  return {
    ...{ source, text, document, start: passage.span.start },
    ...{ firstSentence: passage.firstSentence, lastSentence: passage.lastSentence },
    tokens: estimateTokens(text) + estimateTokens(source) + frameTokens,
  };
}

/** Its first sentences, at least one. */
function cutToFit(whole: Unnumbered, maxTokens: number): Unnumbered {
  const { document, start, firstSentence } = whole;
  let cut = whole;
  for (let last = whole.lastSentence; last >= firstSentence; last -= 1) {
    const end = document.sentences[last]?.span.end ?? start;
    const text = document.text.slice(start, end);
    const tokens = estimateTokens(text) + estimateTokens(whole.source) + frameTokens;
    cut = { ...whole, text, lastSentence: last, tokens };
    if (tokens <= maxTokens) break;
  }
  return cut;
}

/**
 * The best candidates that fit into `maxTokens` (by `estimateTokens`), then the neighbours of the best one. At least the first sentence of the
 * best is given, whatever the budget. Documents come in the order of their best passage, passages of one in the order of its text, so that
 * a list which runs over several is read as one.
 */
export function choosePassages(
  candidates: readonly CandidatePassage[],
  maxTokens: number,
): readonly GivenPassage[] {
  const chosen: Unnumbered[] = [];
  let left = maxTokens;
  for (const candidate of withNeighbours(candidates)) {
    const whole = takeUp(candidate);
    if (whole === null) continue;
    const taken = chosen.length === 0 ? cutToFit(whole, maxTokens) : whole;
    if (chosen.length > 0 && taken.tokens > left) continue;
    chosen.push(taken);
    left -= taken.tokens;
  }
  const order = [...new Set(chosen.map(({ document }) => document.id))];
  return chosen
    .sort(
      (a, b) => order.indexOf(a.document.id) - order.indexOf(b.document.id) || a.start - b.start,
    )
    .map(({ tokens: _, ...passage }, position) => ({ ...passage, number: position + 1 }));
}
