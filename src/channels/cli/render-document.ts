import { createColors } from 'picocolors';
import type { DocumentSummary, ReportDocument, Sentence } from '../../domain/report-document.js';
import { cleanText } from './clean-text.js';
import type { Messages } from './messages-english.js';
import { wrapText } from './wrap-text.js';

export interface RenderDocumentOptions {
  readonly messages: Messages;
  readonly colours: boolean;
  /** In columns; `Infinity` wraps nothing. */
  readonly width: number;
}

type Described = Pick<
  DocumentSummary,
  'id' | 'title' | 'publisher' | 'date' | 'url' | 'file' | 'damaged'
>;

/** The repaired text, each sentence with the number that citations call it by. */
export function renderDocument(document: ReportDocument, options: RenderDocumentOptions): string {
  const paint = createColors(options.colours);
  const numberWidth =
    String(Math.max(1, ...document.sentences.map(({ number }) => number))).length + 2;
  const sentences = byParagraph(document);
  const paragraphs = document.paragraphs.map(({ number, span }) => {
    const lines = (sentences.get(number) ?? []).map((sentence) => {
      const label = String(sentence.number).padStart(numberWidth);
      const text = textAt(document, sentence.span);
      return wrapText(`${paint.cyan(label)}  ${text}`, {
        width: options.width,
        indent: ' '.repeat(numberWidth + 2),
      });
    });
    if (lines.length === 0) lines.push(`  ${textAt(document, span)}`);
    return [paint.bold(`¶${number}`), ...lines].join('\n');
  });
  return `${[header(document, sizeOf(document, options), options), ...paragraphs].join('\n\n')}\n`;
}

/** The runs of sentences that are searched. */
export function renderPassages(document: ReportDocument, options: RenderDocumentOptions): string {
  const { messages, width, colours } = options;
  const paint = createColors(colours);
  const passages = document.passages.map((passage, index) => {
    const range = [passage.firstSentence, passage.lastSentence]
      .map((at) => sentenceLabel(document.sentences[at]))
      .filter((label, position, labels) => label !== labels[position - 1])
      .join('–');
    const outline =
      passage.outline.length > 0 ? ` · ${passage.outline.map(cleanText).join(' › ')}` : '';
    return [
      wrapText(`${paint.bold(messages.show.passage(index + 1))}  ${paint.cyan(range)}${outline}`, {
        width,
        indent: '  ',
      }),
      `  ${wrapText(textAt(document, passage.span), { width: width - 2, indent: '  ' })}`,
    ].join('\n');
  });
  return `${[header(document, sizeOf(document, options), options), ...passages].join('\n\n')}\n`;
}

/** One block a document. */
export function renderDocumentList(
  documents: readonly DocumentSummary[],
  options: RenderDocumentOptions,
): string {
  const blocks = documents.map((document) => {
    const { show } = options.messages;
    const size = show.size(document.characters, document.paragraphs, document.sentences);
    return header(document, size, options);
  });
  return `${blocks.join('\n\n')}\n`;
}

/** Title, then what else is known of a document. */
export function header(
  document: Described,
  size: string | null,
  { messages, colours, width }: RenderDocumentOptions,
): string {
  const { show, colon } = messages;
  const paint = createColors(colours);
  const facts = [
    `${show.id}${colon}${document.id}`,
    `${show.file}${colon}${document.file}`,
    document.publisher && `${show.publisher}${colon}${document.publisher}`,
    document.date && `${show.date}${colon}${document.date}`,
    document.url && `${show.url}${colon}${document.url}`,
    size,
    document.damaged && show.damaged,
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '');
  return [
    wrapText(paint.bold(cleanText(document.title)), { width }),
    wrapText(paint.dim(cleanText(facts.join(' · '))), { width }),
  ].join('\n');
}

function sizeOf(document: ReportDocument, { messages }: RenderDocumentOptions): string {
  return messages.show.size(
    document.text.length,
    document.paragraphs.length,
    document.sentences.length,
  );
}

function byParagraph(document: ReportDocument): Map<number, Sentence[]> {
  const sentences = new Map<number, Sentence[]>();
  for (const sentence of document.sentences) {
    const group = sentences.get(sentence.paragraph);
    if (group === undefined) sentences.set(sentence.paragraph, [sentence]);
    else group.push(sentence);
  }
  return sentences;
}

function sentenceLabel(sentence: Sentence | undefined): string {
  return sentence === undefined ? '' : `${sentence.paragraph}.${sentence.number}`;
}

function textAt(document: ReportDocument, { start, end }: { start: number; end: number }): string {
  return cleanText(document.text.slice(start, end)).trim();
}
