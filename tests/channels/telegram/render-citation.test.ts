import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { citationKeyboard } from '../../../src/channels/telegram/citation-keyboard.js';
import { cutAround } from '../../../src/channels/telegram/cut-around.js';
import { messagesIn } from '../../../src/channels/telegram/messages.js';
import { renderCitation, renderNeighbour } from '../../../src/channels/telegram/render-citation.js';
import type { RichText } from '../../../src/channels/telegram/rich-text.js';
import { foundAnswer, longAnswer } from '../../support/long-answer.js';
import { sampleAnswer, sampleCitation, sampleRefusal } from '../../support/sample-answer.js';
import { sampleDocument } from '../../support/sample-document.js';
import { checkContent } from '../../support/telegram/check-content.js';

const options = { messages: messagesIn('zh-Hans'), publicUrl: null };

function valid(rich: RichText | null): RichText {
  if (rich === null) throw new Error('nothing rendered');
  expect(checkContent({ ...rich }, 'text')).toEqual(rich);
  return rich;
}

const marked = ({ text, entities }: RichText, type: string): string[] =>
  entities
    .filter((entity) => entity.type === type)
    .map(({ offset, length }) => text.slice(offset, offset + length));

describe('a citation', () => {
  test('stands highlighted in its paragraph, under title and place', () => {
    const rich = valid(renderCitation(foundAnswer(sampleAnswer()), 1, options));
    expect(rich.text).toBe(
      '[1] 《全省稳就业工作推进会召开》\n第1段第4句\n会议在武汉召开。省委副书记、省长蓝佛安主持会议。各市州参加会议。',
    );
    expect(marked(rich, 'blockquote')).toEqual([
      '会议在武汉召开。省委副书记、省长蓝佛安主持会议。各市州参加会议。',
    ]);
    expect(marked(rich, 'bold').at(-1)).toBe('省委副书记、省长蓝佛安主持会议。');
    expect(marked(rich, 'underline')).toEqual(['蓝佛安']);
  });

  test('without known words is underlined whole', () => {
    const rich = valid(renderCitation(foundAnswer(sampleRefusal()), 1, options));
    expect(marked(rich, 'underline')).toEqual(['省委副书记、省长蓝佛安主持会议。']);
  });

  test('of a report that has changed says so and leads nowhere', () => {
    const found = foundAnswer(sampleAnswer(), { changedSince: [1] });
    const withPage = { ...options, publicUrl: 'https://qa.example.org' };
    const rich = valid(renderCitation(found, 1, withPage));
    expect(rich.text).toContain('报告后来有改动');
    expect(marked(rich, 'text_link')).toEqual([]);
    const fresh = valid(renderCitation(foundAnswer(sampleAnswer()), 1, withPage));
    expect(fresh.entities.at(-1)).toMatchObject({
      type: 'text_link',
      url: 'https://qa.example.org/r/employment-meeting#p1s4',
    });
  });

  test('of an answer that has no such number is nothing', () => {
    expect(renderCitation(foundAnswer(sampleAnswer()), 2, options)).toBeNull();
  });

  test('whose paragraph was not kept shows its quote', () => {
    const rich = valid(renderCitation(foundAnswer(sampleAnswer(), { paragraphs: [] }), 1, options));
    expect(marked(rich, 'blockquote')).toEqual(['省委副书记、省长蓝佛安主持会议。']);
  });

  test('in a long paragraph is cut around the quote, at sentence ends', () => {
    const { quote } = sampleCitation();
    const before = '前面的话很长，说了又说。'.repeat(300);
    const text = `${before}${quote}${'后面的话也长。'.repeat(300)}`;
    const span = { start: before.length, end: before.length + quote.length };
    const paragraphs = [{ marker: 1, text, quote: span }];
    const rich = valid(renderCitation(foundAnswer(sampleAnswer(), { paragraphs }), 1, options));
    expect(rich.text.length).toBeLessThan(1300);
    expect(marked(rich, 'blockquote')[0]).toMatch(/^…前面的话.*后面的话也长。…$/u);
    expect(marked(rich, 'bold').at(-1)).toBe(quote);
  });

  test('that is itself too long is shown from its beginning', () => {
    const citation = sampleCitation({
      quote: '长'.repeat(5000),
      highlight: { start: 4900, end: 4910 },
    });
    const found = foundAnswer(sampleAnswer({ citations: [citation] }));
    const rich = valid(renderCitation(found, 1, options));
    expect(marked(rich, 'blockquote')[0]).toMatch(/^…长{1200}…$/u);
    expect(marked(rich, 'underline')).toEqual([]);
  });

  test('with characters that Telegram takes out keeps its marks in place', () => {
    const quote = '甲\u202E乙丙丁。';
    const citation = sampleCitation({ quote, highlight: { start: 3, end: 5 } });
    const found = foundAnswer(sampleAnswer({ citations: [citation] }));
    const rich = valid(renderCitation(found, 1, options));
    expect(marked(rich, 'bold').at(-1)).toBe('甲乙丙丁。');
    expect(marked(rich, 'underline')).toEqual(['丙丁']);
  });
});

describe('a neighbouring paragraph', () => {
  const document = sampleDocument();

  test('is shown as the report has it now, said to be uncited', () => {
    const citation = sampleCitation({ documentId: document.id });
    const rich = valid(renderNeighbour({ document, number: 1, citation }, options));
    const { start, end } = document.paragraphs[0]?.span ?? { start: 0, end: 0 };
    expect(marked(rich, 'blockquote')).toEqual([document.text.slice(start, end)]);
    expect(rich.text).toContain(`第1段（共${document.paragraphs.length}段）`);
    expect(rich.text).toContain('回答没有引用');
  });

  test('beyond the end is nothing', () => {
    expect(
      renderNeighbour({ document, number: 99, citation: sampleCitation() }, options),
    ).toBeNull();
  });
});

describe('the buttons of a citation', () => {
  const labels = (paragraph: number, lastParagraph: number | null) =>
    citationKeyboard(
      { answerId: sampleAnswer().id, marker: 1, paragraph, citedParagraph: 2, lastParagraph },
      options.messages,
    ).map((row) => row.map(({ text }) => text));

  test('lead to the paragraphs that there are, and back', () => {
    expect(labels(2, 3)).toEqual([['‹ 1', '3 ›'], ['↩ 返回回答']]);
    expect(labels(1, 3)).toEqual([['2 ›'], ['↩ 返回回答']]);
    expect(labels(3, 3)).toEqual([['‹ 2'], ['↩ 返回回答']]);
    expect(labels(2, null)).toEqual([['↩ 返回回答']]);
  });

  test('lead to the citation where its paragraph comes next', () => {
    const view = {
      answerId: sampleAnswer().id,
      marker: 1,
      paragraph: 3,
      citedParagraph: 2,
      lastParagraph: 4,
    };
    const [arrows] = citationKeyboard(view, options.messages);
    expect(arrows?.map(({ callback_data: data }) => data)).toEqual([
      `1:c:${view.answerId}:1`,
      `1:p:${view.answerId}:1:4`,
    ]);
  });
});

test('a text is cut around its focus within the limit, and the focus is in it', () => {
  const texts = fc.array(fc.constantFrom('甲乙。', 'ab. ', '😀', '丙丁戊己庚', '\n'), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(
      texts,
      fc.nat(),
      fc.nat(20),
      fc.integer({ min: 10, max: 60 }),
      (pieces, at, length, units) => {
        const text = pieces.join('');
        const start = text.length === 0 ? 0 : at % text.length;
        const focus = { start, end: Math.min(text.length, start + length) };
        const { shown, cutBefore, cutAfter } = cutAround(text, focus, units);
        expect(shown.end - shown.start).toBeLessThanOrEqual(
          Math.max(units, text.length <= units ? units : 0),
        );
        expect(shown.start).toBeLessThanOrEqual(focus.start);
        if (focus.end - focus.start < units) expect(shown.end).toBeGreaterThanOrEqual(focus.end);
        expect([cutBefore, cutAfter]).toEqual([shown.start > 0, shown.end < text.length]);
      },
    ),
    { numRuns: 200 },
  );
});

test('every citation of a long answer can be shown', () => {
  const found = foundAnswer(longAnswer({ sentences: 30 }));
  for (const { marker, quote } of found.answer.citations) {
    expect(marked(valid(renderCitation(found, marker, options)), 'bold').at(-1)).toBe(quote);
  }
});
