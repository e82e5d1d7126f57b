import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkup } from '../../src/eval/escape-markup.js';
import { markPassage } from '../../src/eval/mark-passage.js';
import { renderPage } from '../../src/eval/render-page.js';
import { sampleCitation, sampleRefusal } from '../support/sample-answer.js';
import { sampleDocument } from '../support/sample-document.js';
import { sampleGraded } from '../support/sample-question.js';

const document = sampleDocument();
const documents = new Map([[document.id, document]]);
const cite = (start: number, end: number, changes = {}) =>
  sampleCitation({
    quote: document.text.slice(start, end),
    span: { start, end },
    highlight: null,
    ...changes,
  });
const plain = (html: string) =>
  html.replace(/\u2060<sup>\d+<\/sup>/gu, '').replace(/<[^>]*>/gu, '');

describe('escapeMarkup', () => {
  it('leaves nothing that could open a tag or end an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        expect(escapeMarkup(text)).not.toMatch(/[<>"']/u);
      }),
      { numRuns: 200 },
    );
  });

  it('replaces what XML cannot hold', () => {
    expect(escapeMarkup('a\u0000b\uD800c\n')).toBe('a\uFFFDb\uFFFDc\n');
  });
});

describe('markPassage', () => {
  it('marks the quote and the answer words inside their paragraph', () => {
    const html = markPassage(document, [cite(13, 24, { highlight: { start: 0, end: 2 } })]);
    expect(html).toBe(
      '全省稳就业工作推进会召开。<mark><strong>林武</strong></mark><mark>强调，一是稳就业。</mark>\u2060<sup>1</sup>',
    );
  });

  it('keeps the text whatever overlaps', () => {
    const span = fc
      .tuple(fc.nat(23), fc.nat(23))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1]);
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 4 }), (spans) => {
        const citations = spans.map(([start = 0, end = 1], index) =>
          cite(start, end, { marker: index + 1 }),
        );
        const html = markPassage(document, citations);
        expect(plain(html)).toBe(document.text.slice(0, 24));
        expect(html.match(/<sup>/gu)).toHaveLength(citations.length);
      }),
      { numRuns: 200 },
    );
  });

  it('cuts a long paragraph around the quote, never inside a character', () => {
    const text = `${'𠮷'.repeat(300)}林武强调。${'𠮷'.repeat(300)}`;
    const paragraphs = [{ number: 1, span: { start: 0, end: text.length } }];
    const at = text.indexOf('林');
    const citation = cite(at + 1, at + 5);
    const html = markPassage(sampleDocument({ text, paragraphs }), [citation]);
    expect(html.startsWith('…𠮷')).toBe(true);
    expect(html.endsWith('𠮷…')).toBe(true);
    expect(html).not.toContain('\uFFFD');
    expect(html.length).toBeLessThan(600);
  });
});

describe('renderPage', () => {
  const attack = '<script>alert("1")</script><img src=x onerror=1>';

  it('escapes every text that comes from questions, answers and reports', () => {
    const hostile = sampleDocument({
      title: attack,
      text: attack,
      paragraphs: [{ number: 1, span: { start: 0, end: attack.length } }],
    });
    const citation = cite(0, 8, { title: attack, outline: [attack], quote: attack.slice(0, 8) });
    const entry = sampleGraded({
      question: {
        ...{ id: attack, kind: attack, question: attack, note: attack },
        ...{ must: [[attack]], must_not: [attack], support: [attack] },
        history: [{ question: attack }],
      },
      answer: { answer: attack, understoodAs: attack, citations: [citation], nearest: [citation] },
      grade: { right: false, fault: attack },
    });
    const page = renderPage({ graded: [entry], documents: new Map([[hostile.id, hostile]]) });
    expect(page.match(/<script/gu)).toHaveLength(1);
    expect(page).not.toMatch(/<img/u);
    expect(page.match(/&lt;script/gu)?.length).toBeGreaterThan(10);
  });

  it('loads nothing from elsewhere', () => {
    const page = renderPage({ graded: [sampleGraded()], documents });
    expect(page).not.toMatch(/https?:|url\(|@import|<link|\ssrc=/u);
    expect(page).toContain("default-src 'none'");
  });

  it('shows verdict, fault and what was expected', () => {
    const entry = sampleGraded({ grade: { right: false }, question: { must: [['甲', '乙']] } });
    const page = renderPage({ graded: [entry], documents });
    expect(page).toContain('data-kind="who" data-verdict="wrong"');
    expect(page).toContain('wrong: lacks 蓝佛安');
    expect(page).toContain('has <code>甲</code> or <code>乙</code>');
  });

  it('shows what comes closest to a refused question', () => {
    const entry = sampleGraded({
      question: { answerable: false, must: [], support: [] },
      answer: sampleRefusal({ nearest: [cite(13, 24)] }),
      confidence: null,
    });
    const page = renderPage({ graded: [entry], documents });
    expect(page).toContain('What comes closest');
    expect(page).toContain('refused: the report does not say');
    expect(page).not.toContain('confidence ');
  });
});
