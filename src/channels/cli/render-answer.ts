import { createColors } from 'picocolors';
import type { Answer, Citation, Claim, Language } from '../../domain/answer.js';
import { cleanText } from './clean-text.js';
import { displayWidth } from './display-width.js';
import { messagesIn } from './messages.js';
import type { Messages } from './messages-english.js';
import { wrapText } from './wrap-text.js';

export interface RenderAnswerOptions {
  readonly colours: boolean;
  /** In columns; `Infinity` wraps nothing. */
  readonly width: number;
  /** `short` names the place of each source and leaves its quote out. */
  readonly sources: 'full' | 'short';
}

interface Style extends RenderAnswerOptions {
  readonly messages: Messages;
  readonly paint: ReturnType<typeof createColors>;
}

/** The answer for a terminal, in the language of its question; ends with a line break. */
export function renderAnswer(answer: Answer, options: RenderAnswerOptions): string {
  const style = styleOf(answer.language, options);
  return joinBlocks([
    understoodText(answer.understoodAs, style),
    answerText(answer, style),
    renderCitations(answer, style),
    notes(answer, style),
  ]);
}

/** What stands before the sentences of an answer that is written while it is made. */
export function renderBeginning(
  understoodAs: string | null,
  language: Language,
  options: RenderAnswerOptions,
): string {
  const text = understoodText(understoodAs, styleOf(language, options));
  return text === '' ? '' : `${text}\n\n`;
}

export function renderClaim(
  claim: Claim,
  language: Language,
  options: RenderAnswerOptions,
): string {
  return `${wrapText(claimText(claim, styleOf(language, options)), { width: options.width })}\n`;
}

/** What follows the sentences: sources and notes. */
export function renderRest(answer: Answer, options: RenderAnswerOptions): string {
  const style = styleOf(answer.language, options);
  const rest = joinBlocks([renderCitations(answer, style), notes(answer, style)]);
  return rest === '' ? '' : `\n${rest}`;
}

function joinBlocks(blocks: readonly string[]): string {
  const text = blocks.filter((block) => block !== '').join('\n\n');
  return text === '' ? '' : `${text}\n`;
}

/** The sources alone, as `/sources` shows them; empty when there are none. */
export function renderSources(answer: Answer, options: RenderAnswerOptions): string {
  const block = renderCitations(answer, styleOf(answer.language, options));
  return block === '' ? '' : `${block}\n`;
}

function styleOf(language: Language, options: RenderAnswerOptions): Style {
  return {
    ...options,
    messages: messagesIn(language),
    paint: createColors(options.colours),
  };
}

function understoodText(understoodAs: string | null, { messages, paint, width }: Style): string {
  if (understoodAs === null) return '';
  const text = `${messages.answer.understoodAs}${messages.colon}${cleanText(understoodAs)}`;
  return wrapText(paint.dim(text), { width });
}

function answerText(answer: Answer, style: Style): string {
  if (answer.claims.length === 0) return wrapText(cleanText(answer.answer), { width: style.width });
  const claims = answer.claims.map((claim) => claimText(claim, style));
  // A model writes running text; the report's own sentences stand one under the other.
  const joint =
    answer.mode === 'llm' && !answer.answer.includes('\n') ? style.messages.sentenceGap : '\n';
  return claims
    .join(joint)
    .split('\n')
    .map((line) => wrapText(line, { width: style.width, indent: claims.length > 1 ? '  ' : '' }))
    .join('\n');
}

function claimText(claim: Claim, { paint }: Style): string {
  const markers = claim.markers.map((marker) => `[${marker}]`).join('');
  return `${cleanText(claim.text)}${markers === '' ? '' : paint.cyan(markers)}`;
}

function renderCitations(answer: Answer, style: Style): string {
  const { messages, paint } = style;
  const [citations, heading] =
    answer.status === 'answered'
      ? [answer.citations, messages.answer.sources]
      : [answer.nearest, messages.answer.nearest];
  if (citations.length === 0) return '';
  return [paint.bold(heading), ...citations.map((citation) => citationText(citation, style))].join(
    '\n',
  );
}

function citationText(citation: Citation, style: Style): string {
  const { messages, paint, width } = style;
  const label = `[${citation.marker}] `;
  const indent = ' '.repeat(displayWidth(label));
  const place = citationPlace(citation, messages);
  if (style.sources === 'short') return wrapText(`${paint.cyan(label)}${place}`, { width, indent });
  const [opening, closing] = messages.quoteMarks;
  const quote = wrapText(`${paint.cyan(label)}${opening}${quoteText(citation, style)}${closing}`, {
    width,
    indent,
  });
  const source = wrapText(paint.dim(`— ${place}`), {
    width: width - indent.length,
    indent: `${indent}  `,
  });
  return `${quote}\n${indent}${source}`;
}

function quoteText({ quote, highlight }: Citation, { paint }: Style): string {
  if (highlight === null) return cleanText(quote);
  return [
    cleanText(quote.slice(0, highlight.start)),
    paint.bold(cleanText(quote.slice(highlight.start, highlight.end))),
    cleanText(quote.slice(highlight.end)),
  ].join('');
}

/** Title, paragraph and sentence, and the headings above the quote. */
export function citationPlace(citation: Citation, messages: Messages): string {
  const place = messages.answer.place(citation.paragraph, citation.sentence);
  const outline = citation.outline.length > 0 ? ` · ${citation.outline.join(' › ')}` : '';
  return oneLine(`${citation.title}${messages.comma}${place}${outline}`);
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\s*\n\s*/gu, ' ');
}

function notes(answer: Answer, style: Style): string {
  const { messages, paint, width } = style;
  return answerNotes(answer, messages)
    .map((note) =>
      wrapText(`${paint.yellow(messages.note)}${messages.colon}${note}`, { width, indent: '  ' }),
    )
    .join('\n');
}

/** What the reader of an answer must know besides it. */
export function answerNotes(answer: Answer, messages: Messages): string[] {
  const dropped = answer.verification.dropped.length;
  return [
    ...(answer.incomplete ? [messages.answer.incomplete] : []),
    ...(dropped > 0 ? [messages.answer.dropped(dropped)] : []),
    ...answer.notices.map(oneLine),
  ];
}
