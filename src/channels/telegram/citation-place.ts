import type { Citation } from '../../domain/answer.js';
import { cleanLine } from './clean-text.js';
import type { Messages } from './messages-english.js';
import { shorten } from './shorten.js';

const maxHeadingUnits = 40;

export interface CitationPlace {
  /** Paragraph and sentence. */
  readonly place: string;
  /** The nearest heading above the quote; empty when there is none, or when it is what is quoted. */
  readonly heading: string;
}

/** Where a citation stands, for one line. */
export function citationPlace(citation: Citation, messages: Messages): CitationPlace {
  const heading = citation.outline.map(cleanLine).at(-1) ?? '';
  const quoted = cleanLine(citation.quote).startsWith(heading);
  return {
    place: messages.answer.place(citation.paragraph, citation.sentence),
    heading: quoted ? '' : shorten(heading, maxHeadingUnits),
  };
}
