import type { Citation } from '../../../domain/answer.js';
import { element } from './element.js';
import { placeUrl } from './place.js';
import type { Words } from './words.js';

export interface SourceListOptions {
  /** A quote that stands in it already is not shown again. */
  readonly shownText: string;
  readonly openCitation: (citation: Citation) => void;
}

/** Citations by report, each of which opens its place; empty for none. */
export function sourceList(
  citations: readonly Citation[],
  heading: string,
  words: Words,
  options: SourceListOptions,
): HTMLElement[] {
  if (citations.length === 0) return [];
  const groups = new Map<string, Citation[]>();
  for (const citation of citations) {
    groups.set(citation.documentId, [...(groups.get(citation.documentId) ?? []), citation]);
  }
  const lists = [...groups.values()].flatMap((group) => [
    element('p', { class: 'source-title' }, words.title(group[0]?.title ?? '')),
    element('ol', {}, ...group.map((citation) => sourceRow(citation, words, options))),
  ]);
  return [element('section', { class: 'sources' }, element('h3', {}, heading), ...lists)];
}

function sourceRow(
  citation: Citation,
  words: Words,
  { shownText, openCitation }: SourceListOptions,
): HTMLElement {
  const { marker, documentId, quote, paragraph, sentence, outline } = citation;
  const place = [words.place(paragraph, sentence), ...outline].join(' › ');
  const row = element(
    'button',
    { type: 'button', 'data-place': placeUrl({ documentId, at: { paragraph, sentence } }) },
    element('span', { class: 'number' }, String(marker)),
    shownText.includes(quote) ? null : element('span', { class: 'quote' }, quote),
    element('span', { class: 'where' }, place),
  );
  row.addEventListener('click', () => openCitation(citation));
  return element('li', {}, row);
}
