import { element } from './element.js';
import { findQuote, type Quoted } from './find-quote.js';
import { markText } from './mark-text.js';
import type { Report, ReportParagraph, ReportSentence } from './page-data.js';
import { type SentencePlace, sentenceId } from './place.js';
import type { Words } from './words.js';

/** Long reports are built bit by bit: so many paragraphs at once, and no longer than this in one go. */
const paragraphsPerPart = 24;
const buildMs = 8;

/** A report on the page. `close` ends what is still being built. */
export class ReportView {
  readonly node: HTMLElement;
  readonly #report: Report;
  readonly #parts: readonly (readonly ReportParagraph[])[];
  readonly #nodes: readonly HTMLElement[];
  #built = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #marked: HTMLElement[] = [];

  constructor(report: Report, words: Words) {
    this.#report = report;
    this.#parts = cutIntoParts(report.paragraphs);
    this.#nodes = this.#parts.map(() => element('div', { class: 'part' }));
    const text = element('div', { class: 'text', lang: languageOf(report) }, ...this.#nodes);
    this.node = element('article', { class: 'sheet' }, ...reportHead(report, words), text);
    this.#buildMore();
  }

  /** Marks the sentence, with the answer's words in it if `quoted` tells them, and scrolls to it. False when it is not there. */
  reveal(at: SentencePlace, quoted: Quoted | null): boolean {
    this.#unmark();
    const all = locate(this.#parts);
    const named = all.find(({ sentence }) => sentence.id === sentenceId(at));
    const whole = named === undefined ? null : { quote: named.sentence.span, words: null };
    const marks = quoted === null ? whole : findQuote(this.#report.text, quoted);
    if (marks === null) return false;
    const { start, end } = marks.quote;
    const touched = all.filter(({ sentence: { span } }) => span.end > start && span.start < end);
    for (const place of touched) this.#mark(place, marks);
    goTo(this.#marked[0]);
    return this.#marked.length > 0;
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #mark({ sentence, part }: Located, marks: Parameters<typeof markText>[2]): void {
    this.#build(part);
    const node = this.#nodes[part]?.querySelector<HTMLElement>(`#${sentence.id}`) ?? null;
    if (node === null) return;
    const pieces = markText(this.#report.text, sentence.span, marks);
    node.replaceChildren(
      ...pieces.map(({ text, mark }) =>
        mark === 'none' ? text : element('mark', { class: mark }, text),
      ),
    );
    node.setAttribute('aria-current', 'true');
    this.#marked.push(node);
  }

  #unmark(): void {
    for (const node of this.#marked) {
      node.replaceChildren(node.textContent ?? '');
      node.removeAttribute('aria-current');
    }
    this.#marked = [];
  }

  #build(index: number): void {
    const node = this.#nodes[index];
    if (node === undefined || node.hasChildNodes()) return;
    const paragraphs = this.#parts[index] ?? [];
    node.append(...paragraphs.map((paragraph) => renderParagraph(this.#report, paragraph)));
  }

  #buildMore(): void {
    const until = performance.now() + buildMs;
    while (this.#built < this.#parts.length && performance.now() < until) {
      this.#build(this.#built);
      this.#built += 1;
    }
    if (this.#built < this.#parts.length) this.#timer = setTimeout(() => this.#buildMore());
  }
}

interface Located {
  readonly sentence: ReportSentence;
  readonly part: number;
}

function locate(parts: readonly (readonly ReportParagraph[])[]): Located[] {
  return parts.flatMap((paragraphs, part) =>
    paragraphs.flatMap(({ sentences }) => sentences.map((sentence) => ({ sentence, part }))),
  );
}

function cutIntoParts(paragraphs: readonly ReportParagraph[]): ReportParagraph[][] {
  const parts: ReportParagraph[][] = [];
  for (let start = 0; start < paragraphs.length; start += paragraphsPerPart) {
    parts.push(paragraphs.slice(start, start + paragraphsPerPart));
  }
  return parts;
}

function renderParagraph({ text }: Report, paragraph: ReportParagraph): HTMLElement {
  const { id, number, span, sentences } = paragraph;
  const made = element('p', { id, 'data-number': number });
  let end = span.start;
  for (const sentence of sentences) {
    made.append(
      text.slice(end, sentence.span.start),
      element(
        'span',
        { id: sentence.id, tabindex: -1 },
        text.slice(sentence.span.start, sentence.span.end),
      ),
    );
    end = sentence.span.end;
  }
  made.append(text.slice(end, span.end));
  return made;
}

function reportHead(report: Report, words: Words): HTMLElement[] {
  const { title, publisher, date, url, damaged } = report;
  const facts = [publisher, date].filter((fact) => fact !== null && fact !== '').join(' · ');
  const line = element('p', { class: 'facts' }, facts);
  if (url !== null && /^https?:\/\//iu.test(url)) {
    if (facts !== '') line.append(' · ');
    const link = { href: url, target: '_blank', rel: 'noopener noreferrer' };
    line.append(element('a', link, words.original));
  }
  return [
    element('header', {}, element('h2', { lang: languageOf(report) }, title), line),
    ...(damaged ? [element('p', { class: 'remark' }, words.repaired)] : []),
  ];
}

/** Browsers choose glyphs by it. A repaired text is in simplified characters. */
function languageOf({ damaged, text }: Report): string | null {
  if (damaged) return 'zh-Hans';
  return /\p{Script=Han}/u.test(text.slice(0, 2000)) ? 'zh' : null;
}

function goTo(sentence: HTMLElement | undefined): void {
  if (sentence === undefined) return;
  sentence.focus({ preventScroll: true });
  const distance = Math.abs(sentence.getBoundingClientRect().top);
  const near = distance < 3 * window.innerHeight;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  sentence.scrollIntoView({ block: 'center', behavior: near && !calm ? 'smooth' : 'auto' });
  // Parts far away get their true height only when they are shown.
  if (!near) requestAnimationFrame(() => sentence.scrollIntoView({ block: 'center' }));
}
