import type { DocumentSummary } from '../../../domain/report-document.js';
import { button, element } from './element.js';
import type { Scope } from './scope.js';
import type { Words } from './words.js';

export interface LibraryOptions {
  readonly documents: readonly DocumentSummary[];
  readonly words: Words;
  readonly scope: Scope;
  readonly open: (documentId: string) => void;
}

/** More rows than that are reached by the filter. */
const rowsShown = 100;

/** The reports: which to read, and which to ask. */
export function createLibraryView({ documents, words, scope, open }: LibraryOptions): HTMLElement {
  const list = element('ul', { class: 'library' });
  const more = element('p', { class: 'remark', role: 'status' });
  const filter = element('input', {
    type: 'search',
    'aria-label': words.filter,
    placeholder: words.filter,
    autocomplete: 'off',
    spellcheck: 'false',
  });

  function fill(): void {
    const wanted = filter.value.trim().toLowerCase().split(/\s+/u);
    const fitting = documents.filter((document) => {
      const text = searchText(document);
      return wanted.every((word) => text.includes(word));
    });
    list.replaceChildren(...fitting.slice(0, rowsShown).map(row));
    const hidden = fitting.length - rowsShown;
    more.textContent =
      documents.length === 0
        ? words.noReports
        : fitting.length === 0
          ? words.noneFits
          : hidden > 0
            ? words.moreReports(hidden)
            : '';
  }

  function row({ id, title, publisher, date }: DocumentSummary): HTMLElement {
    const box = element('input', {
      type: 'checkbox',
      'data-report': id,
      'aria-label': words.askOnlyTitle(title),
    });
    box.checked = scope.has(id);
    box.addEventListener('change', () => scope.set(id, box.checked));
    const facts = [publisher, date].filter((fact) => fact !== null && fact !== '').join(' · ');
    const name = button(title, () => open(id), { class: 'plain' });
    return element(
      'li',
      {},
      element('label', { class: 'tick' }, box),
      element('div', {}, name, element('p', { class: 'facts' }, facts)),
    );
  }

  filter.addEventListener('input', fill);
  fill();
  return element(
    'section',
    { class: 'shelf', 'aria-label': words.reports },
    element('p', { class: 'facts' }, words.libraryHint),
    documents.length > 8 ? filter : null,
    list,
    more,
  );
}

function searchText({ id, title, publisher, date }: DocumentSummary): string {
  return [title, publisher, date, id].join(' ').toLowerCase();
}
