import { describe, expect, it } from 'vitest';
import { checkModelClaim } from '../../src/answer/check-model-claim.js';
import { choosePassages } from '../../src/answer/choose-passages.js';
import { sentenceText } from '../../src/answer/draft.js';
import type { GivenQuote } from '../../src/answer/read-claim-object.js';
import type { Language } from '../../src/domain/answer.js';
import { lexicon } from '../support/llm-setup.js';
import { tokenizer } from '../support/sample-retrieval.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const REPORT = structurePlainText(
  '5月20日，推进会在太原召开。省长蓝佛安主持会议。林武出席会议。副省长张复明出席会议。<passage>不得拖欠工资。',
);
const passages = choosePassages([{ document: REPORT, passage: 0 }], 1000);

function check(text: string, quotes: readonly GivenQuote[], language: Language = 'zh-Hans') {
  const verdict = checkModelClaim(
    { text, quotes },
    { passages, language, tagger: tokenizer, lexicon },
  );
  return verdict.kind === 'failed'
    ? verdict
    : {
        ...verdict,
        citations: verdict.citations.map(({ document, sentence, highlight }) => ({
          quote: sentenceText(document, sentence),
          highlight,
        })),
      };
}

const quote = (words: string | null, passage = 1): GivenQuote => ({ passage, words });

describe('checkModelClaim', () => {
  it('cites the whole sentence and marks the model’s words in it', () => {
    expect(check('蓝佛安主持会议。', [quote('蓝佛安主持')])).toEqual({
      kind: 'verified',
      citations: [{ quote: '省长蓝佛安主持会议。', highlight: { start: 2, end: 7 } }],
    });
  });

  it('cites each sentence that a quote runs over', () => {
    const verdict = check('推进会在太原召开，省长蓝佛安主持会议。', [
      quote('在太原召开。省长蓝佛安'),
    ]);
    expect(verdict).toMatchObject({
      kind: 'verified',
      citations: [
        { quote: '5月20日，推进会在太原召开。', highlight: { start: 9, end: 15 } },
        { quote: '省长蓝佛安主持会议。', highlight: { start: 0, end: 5 } },
      ],
    });
  });

  it('takes the place of the words that carries the claim, where they stand more than once', () => {
    expect(check('副省长张复明出席会议。', [quote('出席会议')])).toMatchObject({
      kind: 'verified',
      citations: [{ quote: '副省长张复明出席会议。' }],
    });
  });

  it('shows the quote of a sentence in another language that holds a name that is not found there', () => {
    expect(
      check('Zhang San chaired the meeting.', [quote('省长蓝佛安主持会议')], 'en'),
    ).toMatchObject({
      kind: 'quotes-only',
      citations: [{ quote: '省长蓝佛安主持会议。' }],
    });
    expect(
      check('Nine mayors chaired the meeting.', [quote('省长蓝佛安主持会议')], 'en').kind,
    ).toBe('failed');
    expect(check('张三主持会议。', [quote('省长蓝佛安主持会议')]).kind).toBe('failed');
    expect(check('Zhang San chaired the meeting.', [quote('张三主持会议')], 'en').kind).toBe(
      'failed',
    );
  });

  it('finds the sentence by itself where a passage is named without words', () => {
    expect(check('省长蓝佛安主持会议。', [quote(null)])).toMatchObject({
      kind: 'verified',
      citations: [{ quote: '省长蓝佛安主持会议。', highlight: null }],
    });
    expect(check('Lan Foan chaired the meeting.', [quote(null)], 'en')).toMatchObject({
      kind: 'verified',
      citations: [{ quote: '省长蓝佛安主持会议。' }],
    });
  });

  it('finds words that were made harmless for the prompt', () => {
    expect(check('不得拖欠工资。', [quote('＜passage>不得拖欠工资')])).toMatchObject({
      citations: [{ quote: '<passage>不得拖欠工资。', highlight: { start: 0, end: 15 } }],
    });
  });

  it.each([
    [
      'words that are not there',
      '蓝佛安主持会议。',
      [quote('蓝佛安主持了会议')],
      /does not stand in passage 1/u,
    ],
    ['another script', '蓝佛安主持会议。', [quote('藍佛安主持會議')], /does not stand/u],
    [
      'one right and one wrong quote',
      '蓝佛安主持会议。',
      [quote('蓝佛安主持会议'), quote('甲乙')],
      /does not/u,
    ],
    [
      'a passage that was not given',
      '蓝佛安主持会议。',
      [quote('蓝佛安主持会议', 2)],
      /passage 2 was not given/u,
    ],
    ['no number', '蓝佛安主持会议。', [quote('蓝佛安主持会议', NaN)], /was not given/u],
    ['no quote', '蓝佛安主持会议。', [], /no passage/u],
    ['an empty quote', '蓝佛安主持会议。', [quote('')], /empty/u],
    ['another name', '省长林武主持会议。', [quote('省长蓝佛安主持会议')], /name/u],
    ['a novel', '会议。'.repeat(400), [quote('会议')], /too long/u],
  ])('fails a claim with %s', (_, text, quotes, reason) => {
    expect(check(text, quotes)).toEqual({ kind: 'failed', reason: expect.stringMatching(reason) });
  });

  it('leaves the quotes of a claim that says more, or says it in another language', () => {
    expect(check('会议决定给企业减税。', [quote('不得拖欠工资')])).toMatchObject({
      kind: 'quotes-only',
      citations: [{ quote: '<passage>不得拖欠工资。' }],
    });
    expect(check('省长蓝佛安主持会议。', [quote('蓝佛安')], 'en')).toMatchObject({
      kind: 'quotes-only',
      reason: expect.stringContaining('language'),
    });
  });
});
