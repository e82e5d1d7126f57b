import { describe, expect, it } from 'vitest';
import { openConversations } from '../src/compose-conversations.js';
import type { Question } from '../src/domain/question.js';
import type { ReportDocument } from '../src/domain/report-document.js';
import type { ReportIndex } from '../src/domain/report-index.js';
import { openSqliteState } from '../src/store/sqlite-state.js';
import { sampleAnswer, sampleCitation } from './support/sample-answer.js';
import { sampleDocument } from './support/sample-document.js';
import { temporaryFolder } from './support/temporary-folder.js';

/** Conversations over one document, which the test may change or take away. */
function setUp() {
  const report: { document: ReportDocument | null } = { document: sampleDocument() };
  const asked: Question[] = [];
  const { document } = report;
  const [sentence] = document?.sentences.slice(1) ?? [];
  const quote = document?.text.slice(sentence?.span.start, sentence?.span.end) ?? '';
  const citation = sampleCitation({
    documentId: document?.id ?? '',
    sha256: document?.sha256 ?? '',
    quote,
    span: sentence?.span ?? { start: 0, end: 0 },
  });
  let answers = 0;
  const conversations = openConversations({
    index: { document: async () => report.document } as unknown as ReportIndex,
    state: openSqliteState({ folder: temporaryFolder() }),
    now: () => new Date('2026-05-06T07:08:09Z'),
    async ask(question) {
      asked.push(question);
      answers += 1;
      return sampleAnswer({
        id: `answer-${answers}`,
        question: question.question,
        answer: `${question.question} answered`,
        citations: [citation],
      });
    },
  });
  return { report, asked, conversations, quote };
}

describe('openConversations', () => {
  it('goes on from what was said in the same conversation, and in no other', async () => {
    const { asked, conversations } = setUp();
    await conversations.ask({ question: 'one', conversationId: 'a' });
    await conversations.ask({ question: 'two', conversationId: 'a' });
    await conversations.ask({ question: 'three', conversationId: 'b' });
    expect(asked.map(({ history }) => history)).toEqual([
      [],
      [{ question: 'one', answer: 'one answered' }],
      [],
    ]);
  });

  it('takes the history that comes with the question', async () => {
    const { asked, conversations } = setUp();
    await conversations.ask({ question: 'one', conversationId: 'a' });
    await conversations.ask({ question: 'two', conversationId: 'a', history: [{ question: 'x' }] });
    expect(asked[1]?.history).toEqual([{ question: 'x' }]);
  });

  it('keeps nothing of a question that belongs to no conversation, unless told to', async () => {
    const { conversations } = setUp();
    await conversations.ask({ question: 'one' });
    await conversations.ask({ question: 'two' }, { keep: true });
    expect(await conversations.answer('answer-1')).toBeNull();
    expect((await conversations.answer('answer-2'))?.at).toBe('2026-05-06T07:08:09.000Z');
  });

  it('keeps the paragraph of a citation with the place of the quote in it', async () => {
    const { conversations, quote } = setUp();
    await conversations.ask({ question: 'one' }, { keep: true });
    const [paragraph] = (await conversations.answer('answer-1'))?.paragraphs ?? [];
    expect(paragraph?.text.length).toBeGreaterThan(quote.length);
    expect(paragraph?.text.slice(paragraph.quote.start, paragraph.quote.end)).toBe(quote);
  });

  it('tells which citations do not stand any more, and shows them as they were', async () => {
    const { report, conversations, quote } = setUp();
    await conversations.ask({ question: 'one' }, { keep: true });
    expect((await conversations.answer('answer-1'))?.changedSince).toEqual([]);
    report.document = { ...sampleDocument(), sha256: 'another' };
    expect((await conversations.answer('answer-1'))?.changedSince).toEqual([1]);
    report.document = null;
    const found = await conversations.answer('answer-1');
    expect(found?.changedSince).toEqual([1]);
    expect(found?.paragraphs[0]?.text).toContain(quote);
  });

  it('forgets a conversation whole', async () => {
    const { asked, conversations } = setUp();
    await conversations.ask({ question: 'one', conversationId: 'a' });
    await conversations.setPreference('a', 'language', 'en');
    expect(await conversations.forgetConversation('a')).toBe(1);
    expect(await conversations.answer('answer-1')).toBeNull();
    expect(await conversations.preferences('a')).toEqual({});
    await conversations.ask({ question: 'two', conversationId: 'a' });
    expect(asked[1]?.history).toEqual([]);
  });
});
