import type { Answer, Citation } from '../../domain/answer.js';
import { citationPlace } from './citation-place.js';
import { cleanLine, cleanText } from './clean-text.js';
import type { Messages } from './messages-english.js';
import { pageLink } from './page-link.js';
import { claimJoint, renderClaims, renderUnderstoodAs } from './render-claims.js';
import { concat, joinTexts, linked, type RichPart, type RichText, styled } from './rich-text.js';
import { shorten } from './shorten.js';
import { messageLimits, splitText } from './split-text.js';

export interface RenderAnswerOptions {
  readonly messages: Messages;
  /** Where the web page is; null for none. */
  readonly publicUrl: string | null;
  /** Names the report even when all sources are of one; several are always named. */
  readonly nameReport: boolean;
}

const maxTitleUnits = 60;
/** Of a quote beside its place; the whole of it is a tap away. */
const maxQuoteUnits = 300;
/** More sources than these are folded together. */
const maxOpenSources = 6;

/** An answer as messages, at most 4,096 UTF-16 units and 100 entities each; the sources are in the last one. */
export function renderAnswer(answer: Answer, options: RenderAnswerOptions): RichText[] {
  const { messages } = options;
  const body = joinTexts(
    [renderUnderstoodAs(answer.understoodAs, messages), answerText(answer, messages)],
    '\n\n',
  );
  const tail = joinTexts([renderSources(answer, options), notes(answer, messages)], '\n\n');
  const whole = splitText(joinTexts([body, tail], '\n\n'));
  if (whole.length === 1) return whole;
  return joinWhereItFits(splitText(body), splitText(tail));
}

/** The sources go under the end of the answer when they fit there whole. */
function joinWhereItFits(body: readonly RichText[], tail: readonly RichText[]): RichText[] {
  const [end, only] = [body.at(-1), tail[0]];
  if (end === undefined || only === undefined || tail.length > 1) return [...body, ...tail];
  const joined = concat(end, '\n\n', only);
  const fits =
    joined.text.length <= messageLimits.units && joined.entities.length <= messageLimits.entities;
  return fits ? [...body.slice(0, -1), joined] : [...body, ...tail];
}

function answerText(answer: Answer, messages: Messages): RichPart {
  if (answer.claims.length === 0) return cleanText(answer.answer);
  return renderClaims(answer.claims, claimJoint(answer, messages));
}

function renderSources(answer: Answer, options: RenderAnswerOptions): RichText {
  const { messages } = options;
  const answered = answer.status === 'answered';
  const citations = answered ? answer.citations : answer.nearest;
  const [first] = citations;
  if (first === undefined) return concat();
  const several = citations.some(({ documentId }) => documentId !== first.documentId);
  const heading = answered ? messages.answer.sources : messages.answer.nearest;
  const title = options.nameReport && !several ? ` · ${titleText(first, messages)}` : '';
  const lines = citations.map((citation) => {
    const line = sourceLine(citation, several, options);
    return answered ? line : joinTexts([line, styled('blockquote', quoteText(citation))], '\n');
  });
  const list = joinTexts(lines, '\n');
  const folded = answered && citations.length > maxOpenSources;
  return concat(
    styled('bold', heading),
    title,
    '\n',
    folded ? styled('expandable_blockquote', list) : list,
  );
}

function sourceLine(citation: Citation, named: boolean, options: RenderAnswerOptions): RichText {
  const { messages, publicUrl } = options;
  const { place, heading } = citationPlace(citation, messages);
  return joinTexts(
    [
      concat(
        `[${citation.marker}] `,
        named ? `${titleText(citation, messages)} ` : '',
        linked(place, pageLink(publicUrl, citation)),
      ),
      heading,
    ],
    ' · ',
  );
}

function titleText({ title }: Citation, { titleMarks }: Messages): string {
  const [opening, closing] = titleMarks;
  return `${opening}${shorten(cleanLine(title), maxTitleUnits)}${closing}`;
}

function quoteText({ quote }: Citation): string {
  return shorten(cleanLine(quote), maxQuoteUnits);
}

/** What the reader of an answer must know besides it. */
function notes(answer: Answer, messages: Messages): RichText {
  const dropped = answer.verification.dropped.length;
  const texts = [
    ...(answer.incomplete ? [messages.answer.incomplete] : []),
    ...(dropped > 0 ? [messages.answer.dropped(dropped)] : []),
    ...answer.notices.map(cleanLine),
  ];
  return joinTexts(
    texts.map((text) => styled('italic', `${messages.answer.note}${messages.colon}${text}`)),
    '\n',
  );
}
