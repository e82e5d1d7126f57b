import type { Citation } from '../domain/answer.js';
import { mapSpan } from '../text/map-offsets.js';
import type { DraftCitation } from './draft.js';

/** The coordinates of a cited sentence, read off the document that holds it. */
export function buildCitation(draft: DraftCitation, marker: number): Citation {
  const { document, highlight } = draft;
  const sentence = document.sentences[draft.sentence];
  if (sentence === undefined)
    throw new RangeError(`${document.id} has no sentence ${draft.sentence}`);
  const { span } = sentence;
  return {
    marker,
    documentId: document.id,
    title: document.title,
    file: document.file,
    sha256: document.sha256,
    quote: document.text.slice(span.start, span.end),
    highlight,
    paragraph: sentence.paragraph,
    sentence: sentence.number,
    outline: sentence.outline,
    span,
    sourceSpan: mapSpan(document.offsets, span),
  };
}
