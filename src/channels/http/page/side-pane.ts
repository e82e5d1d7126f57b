import type { DocumentSummary } from '../../../domain/report-document.js';
import type { Api } from './api.js';
import { ApiError } from './api-error.js';
import { button, element } from './element.js';
import { failureNote } from './failure-note.js';
import type { Quoted } from './find-quote.js';
import { icon } from './icon.js';
import { createLibraryView } from './library-view.js';
import type { Report } from './page-data.js';
import { type Place, readSentence } from './place.js';
import { ReportView } from './report-view.js';
import type { Scope } from './scope.js';
import type { Words } from './words.js';

/** A place in a report, with the quote that led there and the report it was taken from. */
export interface Target extends Place {
  readonly quoted: (Quoted & { readonly sha256: string }) | null;
}

export interface SidePaneOptions {
  readonly api: Api;
  readonly node: HTMLElement;
  readonly scope: Scope;
  readonly documents: () => readonly DocumentSummary[];
  /** Goes there as a link would. */
  readonly open: (place: Place) => void;
  readonly onClose: () => void;
}

/** What stands beside the conversation: the list of reports, or one of them. */
export class SidePane {
  readonly #options: SidePaneOptions;
  readonly #reports = new Map<string, Report>();
  readonly #bar = element('div', { class: 'bar' });
  readonly #note = element('p', { class: 'remark', role: 'status' });
  readonly #content = element('div', { class: 'content', tabindex: 0 });
  #words: Words;
  #shown: Target | 'library' | null = null;
  #view: { readonly report: Report; readonly view: ReportView } | null = null;

  constructor(options: SidePaneOptions, words: Words) {
    this.#options = options;
    this.#words = words;
    options.node.append(this.#bar, this.#note, this.#content);
  }

  focus(): void {
    this.#content.focus({ preventScroll: true });
  }

  hide(): void {
    this.#options.node.hidden = true;
  }

  /** Builds what is shown anew, in these words. */
  speak(words: Words): void {
    this.#words = words;
    this.#options.node.setAttribute('aria-label', words.report);
    this.#view = null;
    if (this.#options.node.hidden || this.#shown === null) return;
    if (this.#shown === 'library') this.showLibrary();
    else void this.show(this.#shown);
  }

  /** What is ticked follows what is asked. */
  showScope(): void {
    const { node, scope } = this.#options;
    for (const box of node.querySelectorAll<HTMLInputElement>('[data-report]')) {
      box.checked = scope.has(box.dataset.report ?? '');
    }
  }

  showLibrary(): void {
    const { documents, scope, open } = this.#options;
    this.#begin('library');
    this.#put(
      createLibraryView({
        documents: documents(),
        words: this.#words,
        scope,
        open: (documentId) => open({ documentId, at: null }),
      }),
    );
  }

  /** Resolves when the report is shown, or why it is not. */
  async show(target: Target): Promise<void> {
    this.#begin(target);
    if (this.#view?.report.id !== target.documentId) {
      this.#put(element('p', { class: 'loading', role: 'status' }, this.#words.loadingReport));
    }
    try {
      const report = await this.#load(target);
      if (this.#shown === target) this.#showReport(report, target);
    } catch (error) {
      if (this.#shown !== target) return;
      this.#put(failureNote(ApiError.of(error), this.#words, () => void this.show(target)));
    }
  }

  #begin(shown: Target | 'library'): void {
    this.#shown = shown;
    this.#options.node.hidden = false;
    this.#note.textContent = '';
    this.#fillBar(null);
  }

  async #load({ documentId, quoted }: Target): Promise<Report> {
    const known = this.#reports.get(documentId);
    const stale = quoted !== null && quoted.sha256 !== known?.sha256;
    if (known !== undefined && !stale) return known;
    const report = await this.#options.api.document(documentId);
    this.#reports.set(documentId, report);
    return report;
  }

  #showReport(report: Report, { at, quoted }: Target): void {
    if (this.#view?.report !== report) {
      const view = new ReportView(report, this.#words);
      this.#put(view.node);
      this.#view = { report, view };
    }
    this.#fillBar(report);
    if (at === null || this.#view.view.reveal(at, quoted)) return;
    this.#note.textContent = quoted === null ? this.#words.sentenceGone : this.#words.changed;
  }

  #put(child: HTMLElement): void {
    this.#view?.view.close();
    this.#view = null;
    this.#content.replaceChildren(child);
    this.#content.scrollTop = 0;
  }

  #title(): string {
    return this.#shown === 'library' ? this.#words.reports : this.#words.report;
  }

  #fillBar(report: Report | null): void {
    const { documents, onClose, open, scope } = this.#options;
    const several = documents().length > 1 && this.#shown !== 'library';
    const back = button('', () => this.showLibrary(), { class: 'quiet' });
    back.append(icon('back'), this.#words.allReports);
    const close = button('', onClose, {
      class: 'quiet close',
      'aria-label': this.#words.closeReport,
    });
    close.append(icon('close'));
    this.#bar.replaceChildren(
      several ? back : element('h2', {}, this.#title()),
      ...(report === null ? [] : outlineMenu(report, this.#words, open)),
      ...(several && report !== null ? [onlyThis(report, scope, this.#words)] : []),
      close,
    );
  }
}

function onlyThis({ id }: Report, scope: Scope, words: Words): HTMLElement {
  const box = element('input', { type: 'checkbox', 'data-report': id });
  box.checked = scope.has(id);
  box.addEventListener('change', () => scope.set(id, box.checked));
  return element('label', { class: 'only' }, box, words.askOnly);
}

/** Headings beyond that are reached by scrolling. */
const headingsListed = 500;

function outlineMenu(
  { id, outline }: Report,
  words: Words,
  open: (place: Place) => void,
): HTMLElement[] {
  if (outline.length < 2) return [];
  const menu = element(
    'select',
    { 'aria-label': words.outline },
    element('option', { value: '' }, words.outline),
    ...outline
      .slice(0, headingsListed)
      .map(({ path, sentence }) =>
        element('option', { value: sentence }, '\u3000'.repeat(path.length - 1) + path.at(-1)),
      ),
  );
  menu.addEventListener('change', () => {
    const at = readSentence(`#${menu.value}`);
    menu.value = '';
    if (at !== null) open({ documentId: id, at });
  });
  return [menu];
}
