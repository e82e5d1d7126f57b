import { describe, expect, it } from 'vitest';
import { verifyAnswer } from '../../src/answer/verify-answer.js';
import type { Citation } from '../../src/domain/answer.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { openClaimLexicon } from '../support/claim-lexicon.js';

const SENTENCES = [
  '5月20日，推进会在太原召开。',
  '省长蓝佛安主持会议。',
  '林武在讲话中指出，就业是民生之本。',
  '要抓好重点群体就业。',
  '要强化督导考核。',
];
const SPEAKERS = [null, null, { name: '林武', namedIn: 2 }, { name: '林武', namedIn: 2 }, null];

function createDocument(): ReportDocument {
  let start = 0;
  const sentences = SENTENCES.map((sentence, index) => {
    const span = { start, end: start + sentence.length };
    start = span.end;
    return {
      paragraph: 1,
      number: index + 1,
      span,
      outline: index === 4 ? ['五是压实责任'] : [],
      speaker: SPEAKERS[index] ?? null,
    };
  });
  const text = SENTENCES.join('');
  return {
    id: 'meeting',
    file: 'meeting.txt',
    sha256: 'aa',
    title: 'Meeting',
    publisher: null,
    date: null,
    url: null,
    text,
    offsets: [],
    damaged: false,
    repairs: [],
    paragraphs: [{ number: 1, span: { start: 0, end: text.length } }],
    sentences,
    passages: [],
  };
}

const DOCUMENT = createDocument();

function cite(marker: number, sentence: number, changes: Partial<Citation> = {}): Citation {
  const { span, paragraph, number, outline } = DOCUMENT.sentences[
    sentence
  ] as ReportDocument['sentences'][number];
  const quote = SENTENCES[sentence] ?? '';
  return {
    marker,
    documentId: 'meeting',
    title: 'Meeting',
    file: 'meeting.txt',
    sha256: 'aa',
    quote,
    highlight: null,
    paragraph,
    sentence: number,
    outline,
    span,
    sourceSpan: span,
    ...changes,
  };
}

function verify(
  claims: readonly (readonly [string, ...number[]])[],
  citations: readonly Citation[],
) {
  return verifyAnswer({
    claims: claims.map(([text, ...markers]) => ({ text, markers })),
    citations,
    documentOf: (id) => (id === 'meeting' ? DOCUMENT : null),
  });
}

describe('verifyAnswer', () => {
  it('keeps true claims, numbers citations by first use and leaves unused ones out', () => {
    const result = verify(
      [
        ['省长蓝佛安主持会议', 7],
        ['5月20日在太原召开', 2, 2],
      ],
      [cite(2, 0), cite(5, 3), cite(7, 1)],
    );
    expect(result.claims.map(({ markers }) => markers)).toEqual([[1], [2]]);
    expect(result.citations.map(({ marker, quote }) => [marker, quote])).toEqual([
      [1, SENTENCES[1]],
      [2, SENTENCES[0]],
    ]);
    expect(result.verification).toEqual({ claims: 2, verified: 2, dropped: [] });
  });

  it.each<[string, readonly [string, ...number[]], readonly Citation[], RegExp]>([
    ['without a citation', ['推进会在太原召开'], [cite(1, 0)], /cites nothing/u],
    ['that is empty', [' ', 1], [cite(1, 0)], /empty/u],
    ['with a marker that nobody gave', ['推进会在太原召开', 1, 4], [cite(1, 0)], /no citation 4/u],
    [
      'with an altered quote',
      ['推进会在太原召开', 1],
      [cite(1, 0, { quote: '5月20日，推进会在大同召开。' })],
      /quote of citation 1/u,
    ],
    [
      'with a quote from elsewhere',
      ['推进会在太原召开', 1],
      [cite(1, 0, { span: { start: 1, end: 17 } })],
      /quote of citation 1/u,
    ],
    [
      'of an unknown document',
      ['推进会在太原召开', 1],
      [cite(1, 0, { documentId: 'other' })],
      /not there/u,
    ],
    [
      'of another version of the file',
      ['推进会在太原召开', 1],
      [cite(1, 0, { sha256: 'bb' })],
      /another version/u,
    ],
    ['with another number', ['5月21日在太原召开', 1], [cite(1, 0)], /date/u],
    [
      'with a heading made up',
      ['七是压实责任', 1],
      [cite(1, 4, { outline: ['七是压实责任'] })],
      /number/u,
    ],
  ])('drops a claim %s and says why', (_, claim, citations, reason) => {
    const result = verify([claim], citations);
    expect(result.claims).toEqual([]);
    expect(result.citations).toEqual([]);
    expect(result.verification).toMatchObject({
      claims: 1,
      verified: 0,
      dropped: [{ text: claim[0] }],
    });
    expect(result.verification.dropped[0]?.reason).toMatch(reason);
  });

  it('takes headings from the document', () => {
    expect(verify([['五是压实责任：要强化督导考核', 1]], [cite(1, 4)]).claims).toHaveLength(1);
  });

  it('counts a speaker who is carried on only with the sentence that names him', () => {
    const claim = '林武强调，要抓好重点群体就业';
    expect(verify([[claim, 1]], [cite(1, 3)]).claims).toEqual([]);
    expect(verify([[claim, 1, 2]], [cite(1, 3), cite(2, 2)]).claims).toHaveLength(1);
  });

  it('does not let words be given to somebody who is only cited beside them', () => {
    const result = verify([['蓝佛安强调，要抓好重点群体就业', 1, 2]], [cite(1, 3), cite(2, 1)]);
    expect(result.claims).toEqual([]);
    expect(result.verification.dropped[0]?.reason).toMatch(/somebody else/u);
  });

  it('holds English attributions against the speaker of the report', () => {
    const lexicon = openClaimLexicon();
    const check = (text: string, ...sentences: readonly number[]) =>
      verifyAnswer({
        claims: [{ text, markers: sentences.map((_, index) => index + 1) }],
        citations: sentences.map((sentence, index) => cite(index + 1, sentence)),
        documentOf: () => DOCUMENT,
        lexicon,
      }).verification.dropped;
    expect(check('Lin Wu said that employment of key groups must be grasped.', 3, 2)).toEqual([]);
    expect(
      check("Lan Fo'an said that employment of key groups must be grasped.", 3, 1)[0]?.reason,
    ).toMatch(/somebody else/u);
  });

  it('drops what no quote says', () => {
    const result = verifyAnswer({
      claims: [{ text: '要给企业减税', markers: [1] }],
      citations: [cite(1, 3)],
      documentOf: () => DOCUMENT,
      lexicon: openClaimLexicon(),
    });
    expect(result.verification.dropped[0]?.reason).toMatch(/^content/u);
  });
});
