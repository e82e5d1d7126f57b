import { createColors } from 'picocolors';
import type { Answer } from '../../domain/answer.js';
import type { CandidateScore, Explanation } from '../../domain/explanation.js';
import { cleanText } from './clean-text.js';
import { displayWidth } from './display-width.js';
import type { Messages } from './messages-english.js';
import { wrapText } from './wrap-text.js';

export interface RenderExplanationOptions {
  readonly messages: Messages;
  readonly colours: boolean;
  readonly width: number;
}

/** How the question was read and every candidate's scores; ends with a line break. */
export function renderExplanation(
  explanation: Explanation,
  answer: Answer | null,
  options: RenderExplanationOptions,
): string {
  const { messages } = options;
  const { explain, colon } = messages;
  const terms = explanation.terms.length > 0 ? explanation.terms.join(' ') : explain.none;
  const head = [
    `${explain.kind}${colon}${explanation.kind}`,
    `${explain.terms}${colon}${terms}`,
    `${explain.confidence}${colon}${number(explanation.confidence)}${messages.comma}${explain.threshold(number(explanation.threshold))}`,
    ...explanation.notes,
    ...(answer?.verification.dropped ?? []).map(
      ({ text, reason }) => `${explain.dropped}${colon}${text} — ${reason}`,
    ),
  ].map((line) => wrapText(cleanText(line), { width: options.width, indent: '  ' }));
  return [
    ...head,
    ...candidateTable(explain.passages, explanation.passages, options),
    ...candidateTable(explain.sentences, explanation.sentences, options),
    '',
  ].join('\n');
}

function candidateTable(
  title: string,
  candidates: readonly CandidateScore[],
  { messages, colours, width }: RenderExplanationOptions,
): string[] {
  const paint = createColors(colours);
  if (candidates.length === 0)
    return ['', `${paint.bold(title)}${messages.colon}${messages.explain.none}`];
  const sources = [...new Set(candidates.flatMap(({ sources }) => Object.keys(sources)))];
  const severalDocuments = new Set(candidates.map(({ documentId }) => documentId)).size > 1;
  const rows = [
    ['#', messages.explain.score, ...sources, messages.explain.place],
    ...candidates.map((candidate, index) => [
      String(index + 1),
      number(candidate.score),
      ...sources.map((source) => number(candidate.sources[source])),
      `${severalDocuments ? `${cleanText(candidate.documentId)} ` : ''}${candidate.paragraph}.${candidate.sentence}`,
    ]),
  ];
  const [header = '', ...lines] = alignColumns(rows);
  return [
    '',
    paint.bold(title),
    paint.dim(header),
    ...lines.flatMap((line, index) => [
      line,
      `    ${wrapText(paint.dim(excerpt(candidates[index]?.text ?? '')), { width: width - 4, indent: '    ' })}`,
    ]),
  ];
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)));
        return column === row.length - 1 ? cell : space + cell;
      })
      .join('  '),
  );
}

function number(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(3);
}

const EXCERPT_CHARACTERS = 120;

function excerpt(text: string): string {
  const characters = [...cleanText(text).replace(/\s+/gu, ' ')];
  return characters.length <= EXCERPT_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, EXCERPT_CHARACTERS - 1).join('')}…`;
}
