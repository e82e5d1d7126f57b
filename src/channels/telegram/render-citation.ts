import type { Citation } from '../../domain/answer.js';
import type { FoundAnswer } from '../../domain/app.js';
import type { CitedParagraph } from '../../domain/kept-answer.js';
import type { ReportDocument } from '../../domain/report-document.js';
import type { Span } from '../../domain/span.js';
import { citationPlace } from './citation-place.js';
import { cleanLine } from './clean-text.js';
import { cutAround } from './cut-around.js';
import type { Messages } from './messages-english.js';
import { pageLink } from './page-link.js';
import { concat, joinTexts, linked, type RichText, styled } from './rich-text.js';
import { shorten } from './shorten.js';

export interface RenderCitationOptions {
  readonly messages: Messages;
  readonly publicUrl: string | null;
}

const maxTitleUnits = 200;
/** Of a paragraph: under two screens of a phone. Longer ones are cut around the quote. */
const maxParagraphUnits = 1200;

/** The citation, or what came nearest, that carries `marker`. */
export function findCitation({ answer }: FoundAnswer, marker: number): Citation | null {
  const all = [...answer.citations, ...answer.nearest];
  return all.find((citation) => citation.marker === marker) ?? null;
}

/** A citation in its paragraph as it was when the answer was given; null when the answer has no such citation. */
export function renderCitation(
  found: FoundAnswer,
  marker: number,
  options: RenderCitationOptions,
): RichText | null {
  const citation = findCitation(found, marker);
  if (citation === null) return null;
  const { messages } = options;
  const changed = found.changedSince.includes(marker);
  const paragraph = found.paragraphs.find((kept) => kept.marker === marker) ?? alone(citation);
  const { place, heading } = citationPlace(citation, messages);
  return joinTexts(
    [
      joinTexts([titleLine(citation, messages), joinTexts([place, heading], ' · ')], '\n'),
      changed ? styled('italic', `⚠️ ${messages.citation.changed}`) : '',
      quotedParagraph(paragraph, citation),
      changed ? '' : openLine(citation, citation.sentence, options),
    ],
    '\n',
  );
}

export interface NeighbourParagraph {
  readonly document: ReportDocument;
  /** From 1. */
  readonly number: number;
  /** The citation that the reader started from. */
  readonly citation: Citation;
}

/** Another paragraph of the report as it is now; null when it has no such paragraph. */
export function renderNeighbour(
  { document, number, citation }: NeighbourParagraph,
  options: RenderCitationOptions,
): RichText | null {
  const paragraph = document.paragraphs.find((one) => one.number === number);
  if (paragraph === undefined) return null;
  const { messages } = options;
  const text = document.text.slice(paragraph.span.start, paragraph.span.end);
  const place = messages.citation.paragraph(number, document.paragraphs.length);
  return joinTexts(
    [
      joinTexts([titleLine(citation, messages), place], '\n'),
      styled('italic', messages.citation.neighbour),
      styled('blockquote', cutText(text, { start: 0, end: 0 }, null)),
      openLine({ documentId: document.id, paragraph: number }, undefined, options),
    ],
    '\n',
  );
}

function titleLine({ marker, title }: Citation, { titleMarks }: Messages): RichText {
  const [opening, closing] = titleMarks;
  const name = shorten(cleanLine(title), maxTitleUnits);
  return styled('bold', `[${marker}] ${opening}${name}${closing}`);
}

/** For an answer that was kept without its paragraphs. */
function alone({ marker, quote }: Citation): CitedParagraph {
  return { marker, text: quote, quote: { start: 0, end: quote.length } };
}

function quotedParagraph({ text, quote }: CitedParagraph, citation: Citation): RichText {
  const { highlight } = citation;
  const words =
    highlight === null
      ? null
      : { start: quote.start + highlight.start, end: quote.start + highlight.end };
  return styled('blockquote', cutText(text, quote, words));
}

/** `quote` bold, the words that answer underlined too; all of the quote when they are not known. */
function cutText(text: string, quote: Span, words: Span | null): RichText {
  const { shown, cutBefore, cutAfter } = cutAround(text, quote, maxParagraphUnits);
  const piece = (start: number, end: number): string =>
    text.slice(Math.max(start, shown.start), Math.max(Math.min(end, shown.end), shown.start));
  const marked = words ?? quote;
  return concat(
    cutBefore ? '…' : '',
    piece(shown.start, quote.start).trimStart(),
    styled(
      'bold',
      concat(
        piece(quote.start, marked.start),
        styled('underline', piece(marked.start, marked.end)),
        piece(marked.end, quote.end),
      ),
    ),
    piece(quote.end, shown.end).trimEnd(),
    cutAfter ? '…' : '',
  );
}

function openLine(
  target: { readonly documentId: string; readonly paragraph: number },
  sentence: number | undefined,
  { messages, publicUrl }: RenderCitationOptions,
): RichText {
  const place = sentence === undefined ? target : { ...target, sentence };
  const url = pageLink(publicUrl, place);
  return url === null ? concat() : linked(messages.citation.openPage, url);
}
