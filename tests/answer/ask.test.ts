import { describe, expect, it } from 'vitest';
import { phrasesFor } from '../../src/answer/phrases.js';
import type { Answer } from '../../src/domain/answer.js';
import { AppError } from '../../src/domain/app-error.js';
import { createFakeAsk, type FakeAskOptions, type FakeFinding } from '../support/fake-ask.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const MEETING = structurePlainText(
  '5月20日，推进会在太原召开。省长蓝佛安主持会议。于英杰通报情况。\n林武指出，就业是民生之本。要做好根治欠薪工作。',
);
const TRADITIONAL = structurePlainText('主任林曉雲公布，人群在台中聚集。');

const claiming =
  (...holding: string[]): FakeFinding =>
  () => ({ claims: holding.map((part) => ({ text: part })) });

async function answerTo(
  question: string,
  find: FakeFinding,
  options: Partial<FakeAskOptions> = {},
): Promise<Answer> {
  return await createFakeAsk({ document: MEETING, find, ...options }).ask({ question });
}

describe('ask', () => {
  it('gives a verified answer with numbered citations', async () => {
    const { ask } = createFakeAsk({
      document: MEETING,
      find: claiming('省长蓝佛安主持会议。', '于英杰通报情况。'),
    });
    expect(await ask({ question: ' 谁主持？\u200b', id: 'q1' })).toMatchObject({
      ...{ id: 'id-1', questionId: 'q1', question: ' 谁主持？\u200b', understoodAs: null },
      ...{ status: 'answered', language: 'zh-Hans', mode: 'extractive', incomplete: false },
      answer: '省长蓝佛安主持会议。[1]\n于英杰通报情况。[2]',
      claims: [{ markers: [1] }, { markers: [2] }],
      citations: [
        { marker: 1, quote: '省长蓝佛安主持会议。', paragraph: 1, sentence: 2 },
        { marker: 2, quote: '于英杰通报情况。', paragraph: 1, sentence: 3 },
      ],
      ...{ nearest: [], notices: [], usage: null, generation: 1 },
      verification: { claims: 2, verified: 2, dropped: [] },
    });
  });

  it('cites a sentence once that carries two claims', async () => {
    const answer = await answerTo('谁？', claiming('省长蓝佛安主持会议。', '蓝佛安主持会议'));
    expect(answer.answer).toBe('省长蓝佛安主持会议。[1]\n蓝佛安主持会议[1]');
    expect(answer.citations).toHaveLength(1);
  });

  it('says so when the report does not, with what comes closest', async () => {
    const nothing = { claims: [], nearest: ['要做好根治欠薪工作。', '要做好根治欠薪工作。'] };
    const answer = await answerTo('会议花了多少钱？', () => nothing);
    expect(answer).toMatchObject({
      status: 'not_found',
      answer: phrasesFor('zh-Hans').notFound,
      citations: [],
      nearest: [{ marker: 1, quote: '要做好根治欠薪工作。' }],
    });
  });

  it('says that no report speaks of it when nothing of it stands there', async () => {
    const answer = await answerTo('How is the weather?', () => ({ claims: [], offTopic: true }));
    expect(answer.answer).toBe(phrasesFor('en').offTopic);
  });

  it.each([
    ['你好！', 'zh-Hans', 'greeting'],
    ['谢谢你！', 'zh-Hans', 'greeting'],
    ['謝謝您', 'zh-Hant', 'greeting'],
    ['Hello there!', 'en', 'greeting'],
    ['你是谁？', 'zh-Hans', 'aboutBot'],
    ['你會做什麼？', 'zh-Hant', 'aboutBot'],
    ['Who are you?', 'en', 'aboutBot'],
  ] as const)('answers %s without looking anything up', async (question, language, phrase) => {
    const { ask, requests } = createFakeAsk({ document: MEETING, find: claiming() });
    const answer = await ask({ question });
    expect(requests).toEqual([]);
    expect(answer).toMatchObject({ status: 'not_found', claims: [], citations: [], nearest: [] });
    expect(answer.answer).toBe(phrasesFor(language)[phrase]);
  });

  it('hands on what was asked for: documents, how many are near, the signal', async () => {
    const { ask, requests } = createFakeAsk({ document: MEETING, find: claiming() });
    const { signal } = new AbortController();
    await ask({ question: '谁主持？', documents: ['report'] }, { top: 7, signal });
    await ask({ question: '谁主持？', documents: [] });
    expect(requests).toMatchObject([{ documentIds: ['report'], nearest: 7, signal }, {}]);
    expect(requests[1]).not.toHaveProperty('documentIds');
  });

  it('explains every part', async () => {
    const { ask } = createFakeAsk({ document: MEETING, find: claiming() });
    const seen: string[] = [];
    const onExplain = ({ question }: { question: string }) => void seen.push(question);
    await ask({ question: '谁主持会议，谁通报情况？' }, { onExplain });
    expect(seen).toEqual(['谁主持会议', '谁通报情况']);
  });

  it('repairs the question that is looked up and repeats it as it was asked', async () => {
    const { ask, requests } = createFakeAsk({ document: MEETING, find: claiming() });
    const { question } = await ask({ question: '誰主(zhǔ)持,,？' });
    expect(question).toBe('誰主(zhǔ)持,,？');
    expect(requests[0]?.text).toBe('谁主持?');
  });
});

describe('ask, when something is wrong', () => {
  it.each(['', '😀', '问'.repeat(2001)])(
    'refuses the question %j before all else',
    async (text) => {
      const { ask, index } = createFakeAsk({ document: MEETING, find: claiming() });
      await expect(ask({ question: text })).rejects.toMatchObject({ code: 'question_invalid' });
      expect(index.reads).toBe(0);
    },
  );

  it('names the documents that the index does not hold', async () => {
    const { ask, requests } = createFakeAsk({ document: MEETING, find: claiming() });
    const asked = ask({ question: '谁主持？', documents: ['report', 'budget', '预算'] });
    await expect(asked).rejects.toMatchObject({
      code: 'document_unknown',
      message: expect.stringMatching(/“budget”.*“预算”/u),
    });
    await expect(asked).rejects.not.toMatchObject({ message: expect.stringContaining('“report”') });
    expect(requests).toEqual([]);
  });

  it('asks again when the index moves under the question', async () => {
    const { ask, requests, index } = createFakeAsk({
      document: MEETING,
      find() {
        if (index.current < 2) index.current += 1;
        return { claims: [{ text: '于英杰通报情况。' }] };
      },
    });
    expect(await ask({ question: '谁通报？' })).toMatchObject({
      generation: 2,
      status: 'answered',
    });
    expect(requests).toHaveLength(2);
  });

  it('asks again when a report is removed before it could be read, and gives up in the end', async () => {
    const removed = new AppError('There is no document.', { code: 'document_unknown', hint: '…' });
    let failures = 1;
    const { ask } = createFakeAsk({
      document: MEETING,
      find() {
        failures -= 1;
        if (failures >= 0) throw removed;
        return { claims: [{ text: '于英杰通报情况。' }] };
      },
    });
    expect(await ask({ question: '谁通报？' })).toMatchObject({ status: 'answered' });
    failures = 99;
    await expect(ask({ question: '谁通报？' })).rejects.toBe(removed);
  });

  it('answers from the last try when the index never stands still', async () => {
    const { ask, requests, index } = createFakeAsk({
      document: MEETING,
      find() {
        index.current += 1;
        return { claims: [{ text: '于英杰通报情况。' }] };
      },
    });
    expect((await ask({ question: '谁通报？' })).status).toBe('answered');
    expect(requests).toHaveLength(3);
  });

  it('drops claims that do not verify and says which', async () => {
    const answer = await answerTo('谁？', () => ({
      claims: [
        { text: '省长林武主持会议。', of: '省长蓝佛安主持会议。' },
        { text: '5月21日在太原召开', of: '推进会在太原召开' },
        { text: '于英杰通报情况。' },
      ],
    }));
    expect(answer.answer).toBe('于英杰通报情况。[1]');
    expect(answer.citations.map(({ quote }) => quote)).toEqual(['于英杰通报情况。']);
    expect(answer.verification).toMatchObject({
      ...{ claims: 3, verified: 1 },
      dropped: [{ text: '省长林武主持会议。' }, { text: '5月21日在太原召开' }],
    });
  });

  it('finds nothing when no claim verifies', async () => {
    const answer = await answerTo('谁主持？', () => ({
      claims: [{ text: '省长林武主持会议。', of: '蓝佛安' }],
      nearest: ['省长蓝佛安主持会议。'],
    }));
    expect(answer).toMatchObject({
      status: 'not_found',
      nearest: [{ quote: '省长蓝佛安主持会议。' }],
      verification: { claims: 1, verified: 0, dropped: [{ text: '省长林武主持会议。' }] },
    });
  });

  it('says the sentence where what was made of it does not verify', async () => {
    const answer = await answerTo('谁主持？', () => ({
      claims: [{ text: '省长林武主持会议。', of: '蓝佛安', fallback: '省长蓝佛安主持会议。' }],
    }));
    expect(answer.answer).toBe('省长蓝佛安主持会议。[1]');
  });
});

describe('ask, in parts and in turn', () => {
  const only =
    (word: string): FakeFinding =>
    ({ text }) => ({
      claims: text.includes(word) ? [{ text: '省长蓝佛安主持会议。' }] : [],
      nearest: ['于英杰通报情况。'],
    });

  it('names the part that the report does not answer', async () => {
    const answer = await answerTo('谁主持会议，谁拍摄照片？', only('主持'));
    expect(answer.answer).toBe('省长蓝佛安主持会议。[1]');
    expect(answer.notices).toEqual([phrasesFor('zh-Hans').partNotFound('谁拍摄照片')]);
  });

  it('has no notice where no part, or every part, is answered', async () => {
    const neither = await answerTo('谁拍摄照片，谁支付费用？', only('主持'));
    expect(neither).toMatchObject({ status: 'not_found', notices: [] });
    const both = await answerTo('谁主持会议，谁在主持？', only('主持'));
    expect(both).toMatchObject({ answer: '省长蓝佛安主持会议。[1]', notices: [] });
  });

  it('works out the answer that a pronoun points into', async () => {
    const { ask, requests } = createFakeAsk({ document: MEETING, find: only('谁主持') });
    const answer = await ask({ question: '他说了什么？', history: [{ question: '谁主持会议？' }] });
    expect(requests.map(({ text }) => text)).toEqual(['谁主持会议?', '蓝佛安说了什么?']);
    expect(answer.understoodAs).toBe('蓝佛安说了什么?');
  });

  it('takes the answer that it is told, and works out the last one only', async () => {
    const told = createFakeAsk({ document: MEETING, find: only('谁主持') });
    const history = [{ question: '谁主持会议？', answer: '林武主持会议。' }];
    await told.ask({ question: '他说了什么？', history });
    expect(told.requests.map(({ text }) => text)).toEqual(['林武说了什么?']);
    const long = createFakeAsk({ document: MEETING, find: only('谁主持') });
    const questions = ['何时召开？', '在哪里召开？', '谁主持会议？'];
    await long.ask({
      question: '他说了什么？',
      history: questions.map((question) => ({ question })),
    });
    expect(long.requests).toHaveLength(2);
  });

  it('leaves out what was shown when more is asked for', async () => {
    const { ask, requests } = createFakeAsk({ document: MEETING, find: claiming() });
    const answer = '省长蓝佛安主持会议。[1]';
    await ask({ question: '还有吗？', history: [{ question: '谁主持会议？', answer }] });
    expect(requests[0]?.shown).toContain('省长蓝佛安主持会议。');
    await ask({ question: '谁通报情况？', history: [{ question: '谁主持会议？', answer }] });
    expect(requests[1]?.shown).toBe('');
  });
});

describe('ask, across languages and scripts', () => {
  it('answers a traditional question in traditional characters and quotes as it stands', async () => {
    const answer = await answerTo('誰主持會議？', claiming('省长蓝佛安主持会议。'));
    expect(answer).toMatchObject({
      ...{ language: 'zh-Hant', answer: '省長藍佛安主持會議。[1]' },
      claims: [{ text: '省長藍佛安主持會議。' }],
      citations: [{ quote: '省长蓝佛安主持会议。' }],
    });
  });

  it('tells in traditional characters how a follow-up was understood', async () => {
    const { ask } = createFakeAsk({ document: MEETING, find: claiming('于英杰通报情况。') });
    const history = [{ question: '對畢業生有什麼要求？', answer: '' }];
    const { understoodAs } = await ask({ question: '那退役軍人呢？', history });
    expect(understoodAs).toBe('對退役軍人有什麼要求?');
  });

  it('answers a simplified question in simplified characters', async () => {
    const answer = await answerTo('人群在哪里聚集？', claiming(TRADITIONAL.text), {
      document: TRADITIONAL,
    });
    expect(answer.claims[0]?.text).toBe('主任林晓云公布，人群在台中聚集。');
    expect(answer.citations[0]?.quote).toBe(TRADITIONAL.text);
  });

  it('leaves the words of a traditional report as they stand', async () => {
    const answer = await answerTo('人群在哪裡聚集？', claiming(TRADITIONAL.text), {
      document: TRADITIONAL,
    });
    expect(answer.claims[0]?.text).toBe(TRADITIONAL.text);
  });

  it('frames the report’s words for a question in another language', async () => {
    const found = claiming('省长蓝佛安主持会议。', '于英杰通报情况。');
    const { quoted, quotedNext } = phrasesFor('en');
    const answer = await answerTo('Who chaired the meeting?', found);
    expect(answer).toMatchObject({
      language: 'en',
      claims: [{ text: quoted('省长蓝佛安主持会议。') }, { text: quotedNext('于英杰通报情况。') }],
    });
    const english = structurePlainText('Anna Howe chaired the meeting.');
    const other = await answerTo('谁主持会议？', claiming(english.text), { document: english });
    expect(other.claims[0]?.text).toBe(phrasesFor('zh-Hans').quoted(english.text));
    const same = await answerTo('Who chaired it?', claiming(english.text), { document: english });
    expect(same.claims[0]?.text).toBe(english.text);
  });
});
