import type { OffsetMap } from '../domain/offset-map.js';
import type {
  Repair,
  ReportDocument,
  Sentence,
  SourceDocument,
} from '../domain/report-document.js';
import { composeOffsets } from './compose-offsets.js';
import { readLists } from './enumerations.js';
import { findOutline } from './find-outline.js';
import { findSpeakers } from './find-speakers.js';
import { foldScript } from './fold-script.js';
import { groupPassages } from './group-passages.js';
import { mapSpan } from './map-offsets.js';
import { findMarkerChains } from './marker-chains.js';
import { splitParagraphs } from './split-paragraphs.js';
import { splitSentences } from './split-sentences.js';

/** What `repairText` gives: spans of repairs in its own result, source spans in the text that it was given. */
export interface RepairedText {
  readonly text: string;
  readonly offsets: OffsetMap;
  readonly repairs: readonly Repair[];
  readonly profile: { readonly damaged: boolean };
}

export type RepairText = (text: string) => RepairedText;

function invert(offsets: OffsetMap): OffsetMap {
  return offsets.map(({ start, end, sourceStart, sourceEnd }) => ({
    start: sourceStart,
    end: sourceEnd,
    sourceStart: start,
    sourceEnd: end,
  }));
}

/**
 * Repairs a loaded document and takes it apart: paragraphs, sentences with outline and speaker, passages. All spans are
 * UTF-16 offsets in the new text; `offsets` and the source spans of repairs lead to the decoded file. Linear in the text;
 * an empty document has no paragraphs.
 */
export function structureDocument(source: SourceDocument, repair: RepairText): ReportDocument {
  const repaired = repair(source.text);
  const layout = splitParagraphs(repaired.text);
  const offsets = composeOffsets(layout.offsets, composeOffsets(repaired.offsets, source.offsets));
  const toLayout = invert(layout.offsets);
  const repairs = repaired.repairs.map((entry) => ({
    ...entry,
    span: mapSpan(toLayout, entry.span),
    sourceSpan: mapSpan(source.offsets, entry.sourceSpan),
  }));

  const { text } = layout;
  const paragraphs = layout.paragraphs.map((span, index) => ({ number: index + 1, span }));
  const split = paragraphs.flatMap(({ number: paragraph, span }) =>
    splitSentences(text, span).map((sentence, index) => ({
      paragraph,
      number: index + 1,
      span: sentence,
    })),
  );
  const skeleton = { text, paragraphs, sentences: split };
  const folded = foldScript(text);
  const chains = findMarkerChains(skeleton, folded);
  const lists = readLists(skeleton, chains, folded);
  const places = findOutline(skeleton, chains, lists);
  const speakers = findSpeakers(skeleton, folded, [...lists.values()]);
  const sentences = split.map(
    (sentence, index): Sentence => ({
      ...sentence,
      outline: places[index]?.above ?? [],
      speaker: speakers[index] ?? null,
    }),
  );
  const passages = groupPassages(text, sentences, places);

  const { id, file, sha256, title, publisher, date, url } = source;
  const metadata = { id, file, sha256, title, publisher, date, url };
  const { damaged } = repaired.profile;
  return { ...metadata, text, offsets, damaged, repairs, paragraphs, sentences, passages };
}
