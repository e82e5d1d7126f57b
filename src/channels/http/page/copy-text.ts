import type { Answer, Citation } from '../../../domain/answer.js';
import { placeUrl } from './place.js';
import type { Words } from './words.js';

export interface CopiedAnswer {
  readonly plain: string;
  readonly html: string;
}

/** An answer with its citations, for pasting elsewhere; `origin` is put before the links. */
export function copyText(answer: Answer, words: Words, origin: string): CopiedAnswer {
  const cited = answer.status === 'answered';
  const citations = cited ? answer.citations : answer.nearest;
  const listTitle = cited ? words.sources : words.nearest;
  const numbers = ({ marker }: Citation) => (cited ? `[${marker}] ` : '');
  const plain = [
    answer.question,
    '',
    answer.answer,
    ...(citations.length === 0 ? [] : ['', listTitle]),
    ...citations.map(
      (citation) =>
        `${numbers(citation)}${words.quoted(citation.quote)} — ${place(citation, words)}\n    ${link(citation, origin)}`,
    ),
  ].join('\n');
  const html = [
    `<p><strong>${escapeHtml(answer.question)}</strong></p>`,
    `<p>${escapeHtml(answer.answer).replaceAll('\n', '<br>')}</p>`,
    ...(citations.length === 0 ? [] : [`<p>${escapeHtml(listTitle)}</p>`]),
    ...citations.map(
      (citation) =>
        `<p>${escapeHtml(numbers(citation) + words.quoted(citation.quote))} — <a href="${escapeHtml(link(citation, origin))}">${escapeHtml(place(citation, words))}</a></p>`,
    ),
  ].join('\n');
  return { plain, html };
}

function place(citation: Citation, words: Words): string {
  const { title, paragraph, sentence, outline } = citation;
  return [words.title(title), words.place(paragraph, sentence), ...outline].join(' · ');
}

function link({ documentId, paragraph, sentence }: Citation, origin: string): string {
  return origin + placeUrl({ documentId, at: { paragraph, sentence } });
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}
