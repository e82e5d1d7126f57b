import type { Answer, Citation } from '../../domain/answer.js';
import { cleanText } from './clean-text.js';
import { messagesIn } from './messages.js';
import type { Messages } from './messages-english.js';
import { answerNotes, citationPlace } from './render-answer.js';

/** The answer as Markdown (CommonMark), quotes as block quotes in a numbered list; ends with a line break. */
export function renderAnswerMarkdown(answer: Answer): string {
  const messages = messagesIn(answer.language);
  const { colon } = messages;
  const [citations, heading] =
    answer.status === 'answered'
      ? [answer.citations, messages.answer.sources]
      : [answer.nearest, messages.answer.nearest];
  const blocks = [
    answer.understoodAs === null
      ? ''
      : `*${messages.answer.understoodAs}${colon}${escapeInline(answer.understoodAs)}*`,
    answerText(answer),
    citations.length === 0 ? '' : `**${heading}**`,
    ...citations.map((citation) => citationItem(citation, messages)),
    ...answerNotes(answer, messages).map(
      (note) => `> **${messages.note}**${colon}${escapeInline(note)}`,
    ),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function answerText(answer: Answer): string {
  if (answer.claims.length === 0) return escapeBlock(answer.answer);
  const claims = answer.claims.map(
    (claim) => `${escapeBlock(claim.text)}${claim.markers.map((marker) => `[${marker}]`).join('')}`,
  );
  if (claims.length === 1) return claims.join('');
  if (answer.mode === 'llm' && !answer.answer.includes('\n')) {
    return claims.join(messagesIn(answer.language).sentenceGap);
  }
  return claims.map((claim) => `- ${claim.replace(/\n/gu, '\n  ')}`).join('\n');
}

function citationItem(citation: Citation, messages: Messages): string {
  const label = `${citation.marker}. `;
  const indent = ' '.repeat(label.length);
  const quote = quoteText(citation)
    .split('\n')
    .map((line) => `${indent}> ${line}`);
  return `${label}${escapeInline(citationPlace(citation, messages))}\n\n${quote.join('\n')}`;
}

function quoteText({ quote, highlight }: Citation): string {
  const marked = highlight === null ? '' : quote.slice(highlight.start, highlight.end);
  // Emphasis that begins or ends with a mark does not work beside a character: `**“a”**b` is not bold.
  if (highlight === null || !/^[^\p{P}\p{S}\s](?:[^\n]*[^\p{P}\p{S}\s])?$/u.test(marked)) {
    return escapeBlock(quote);
  }
  const before = escapeInline(quote.slice(0, highlight.start));
  const after = escapeInline(quote.slice(highlight.end));
  return escapeLineStarts(`${before}**${escapeInline(marked)}**${after}`);
}

function escapeBlock(text: string): string {
  return escapeLineStarts(escapeInline(text));
}

function escapeInline(text: string): string {
  return cleanText(text).replace(/[\\`*_[\]<>|~&$]/gu, '\\$&');
}

/** What makes a heading, a list, a rule or code of a line that is neither. */
function escapeLineStarts(text: string): string {
  return text
    .replace(/^[ \t]+/gmu, '')
    .replace(/^(#|\+|-|=)/gmu, '\\$1')
    .replace(/^(\d+)([.)])/gmu, '$1\\$2');
}
