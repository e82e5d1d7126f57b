import { describe, expect, it } from 'vitest';
import { phrasesFor } from '../../src/answer/phrases.js';
import type { AnswerEvent } from '../../src/domain/answer-event.js';
import { createFakeAsk } from '../support/fake-ask.js';
import { createTestLlm, type LlmSetup, MemoryLedger, saying } from '../support/llm-setup.js';
import { type ChatScript, ScriptedChat } from '../support/scripted-chat.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const CHAIR = '省长蓝佛安主持会议。';
const MEETING = structurePlainText(`推进会在太原召开。${CHAIR}于英杰通报有关情况。`);
const GOOD = saying('会议由省长蓝佛安主持。', '省长蓝佛安主持会议');
const phrases = phrasesFor('zh-Hans');

function setUp(script: ChatScript, setup: LlmSetup = {}) {
  const chat = new ScriptedChat(...script);
  const { llm, failures } = createTestLlm(chat, setup);
  const find = () => ({ claims: [{ text: CHAIR }], nearest: [CHAIR] });
  return { chat, failures, ...createFakeAsk({ document: MEETING, find, llm }) };
}

describe('ask, counting tokens', () => {
  it('adds up what all requests for an answer took', async () => {
    const ledger = new MemoryLedger();
    const wrong = saying('会议由省长林武主持。', CHAIR);
    const usage = { inputTokens: 100, outputTokens: 20 };
    const { ask } = setUp(
      [
        { chunks: [wrong], usage },
        { chunks: [GOOD], usage },
      ],
      {
        ledger,
        now: () => new Date('2026-03-04T23:59:00Z'),
      },
    );
    const answer = await ask({ question: '谁主持？' }, { user: 'telegram:42' });
    expect(answer.usage).toEqual({ inputTokens: 200, outputTokens: 40 });
    const entry = { day: '2026-03-04', user: 'telegram:42', tokens: 120 };
    expect(ledger.entries).toEqual([entry, entry]);
  });

  it('estimates what the server does not tell', async () => {
    const { ask } = setUp([GOOD]);
    const { usage } = await ask({ question: '谁主持？' });
    expect(usage?.inputTokens).toBeGreaterThan(500);
    expect(usage?.outputTokens).toBeGreaterThan(10);
  });

  it.each([
    ['of everybody', { daily: 100, dailyPerUser: 0 }, 'other', phrases.limitForAll],
    ['of a user', { daily: 0, dailyPerUser: 100 }, 'me', phrases.limitForUser],
  ])('asks nothing more when the tokens %s are used up', async (_, limits, user, notice) => {
    const ledger = new MemoryLedger();
    const { ask, chat } = setUp([GOOD], { ledger, limits });
    const today = new Date().toISOString().slice(0, 10);
    await ledger.add(today, user, 99);
    expect((await ask({ question: '谁主持？' }, { user: 'me' })).mode).toBe('llm');
    const answer = await ask({ question: '谁主持？' }, { user: 'me' });
    expect(answer).toMatchObject({ mode: 'extractive', usage: null, notices: [notice] });
    expect(answer.answer).toBe(`${CHAIR}[1]`);
    expect(chat.requests).toHaveLength(1);
  });

  it('asks for others, and the next day, when the tokens of one are used up', async () => {
    const ledger = new MemoryLedger();
    let day = '2026-03-04T10:00:00Z';
    const limits = { daily: 0, dailyPerUser: 10 };
    const { ask } = setUp([GOOD], { ledger, limits, now: () => new Date(day) });
    const modeFor = async (user: string) => (await ask({ question: '谁？' }, { user })).mode;
    expect([await modeFor('a'), await modeFor('a'), await modeFor('b')]).toEqual([
      'llm',
      'extractive',
      'llm',
    ]);
    day = '2026-03-05T10:00:00Z';
    expect(await modeFor('a')).toBe('llm');
  });

  it('asks nothing when it cannot count and has to, and answers all the same', async () => {
    const broken = {
      used: () => Promise.reject(new Error('locked')),
      add: () => Promise.reject(new Error('locked')),
    };
    const limited = setUp([GOOD], { ledger: broken, limits: { daily: 9, dailyPerUser: 0 } });
    expect((await limited.ask({ question: '谁？' })).mode).toBe('extractive');
    expect(limited.failures).toHaveLength(1);
    const free = setUp([GOOD], { ledger: broken });
    expect((await free.ask({ question: '谁？' })).mode).toBe('llm');
    expect(free.failures).toHaveLength(1);
  });
});

describe('ask, from the cache', () => {
  const cached = { settings: { answerCache: true } };

  it('gives an answer again under a new id, for nothing, with its events', async () => {
    const { ask, chat } = setUp([GOOD], cached);
    const first = await ask({ question: '谁主持了会议？', id: 'q1' });
    const events: AnswerEvent[] = [];
    const second = await ask(
      { question: '谁主持了会议？', id: 'q2' },
      { onEvent: (event) => void events.push(event), user: 'someone' },
    );
    expect(chat.requests).toHaveLength(1);
    expect(second).toEqual({
      ...first,
      ...{ id: 'id-2', questionId: 'q2', usage: { inputTokens: 0, outputTokens: 0 } },
      timingsMs: expect.anything(),
    });
    expect(events).toMatchObject([
      { type: 'retrieved', mode: 'llm' },
      { type: 'sentence', claim: first.claims[0], citations: first.citations },
    ]);
  });

  it('asks anew for another question, history, choice of documents or index', async () => {
    const { ask, chat, index } = setUp([GOOD], cached);
    const question = '会议由哪位领导同志主持？';
    await ask({ question });
    await ask({ question, documents: ['report'] });
    await ask({ question, history: [{ question: '会议在太原什么地方召开？', answer: '' }] });
    await ask({ question: '会议由哪位领导同志来主持？' });
    expect(chat.requests).toHaveLength(4);
    index.current += 1;
    await ask({ question });
    expect(chat.requests).toHaveLength(5);
  });

  it.each<[string, ChatScript[number]]>([
    ['that broke off', { chunks: [GOOD], finish: 'length' }],
    ['that could not be verified', '抱歉。'],
  ])('keeps no answer %s', async (_, reply) => {
    const { ask, chat } = setUp([reply], cached);
    await ask({ question: '谁主持？' });
    await ask({ question: '谁主持？' });
    expect(chat.requests).toHaveLength(2);
  });

  it('keeps nothing when it is switched off', async () => {
    const { ask, chat } = setUp([GOOD]);
    await ask({ question: '谁主持？' });
    await ask({ question: '谁主持？' });
    expect(chat.requests).toHaveLength(2);
  });
});

describe('ask, while the index moves', () => {
  it('looks again before it asks the model, and never after it told something', async () => {
    const chat = new ScriptedChat(GOOD);
    const { llm } = createTestLlm(chat);
    const { ask, index, requests } = createFakeAsk({
      document: MEETING,
      find() {
        if (index.current < 3) index.current += 1;
        return { claims: [{ text: CHAIR }] };
      },
      llm,
    });
    let told = 0;
    const onEvent = ({ type }: AnswerEvent) => {
      if (type !== 'sentence') return;
      told += 1;
      index.current += 1;
    };
    const answer = await ask({ question: '谁主持？' }, { onEvent });
    expect(requests).toHaveLength(3);
    expect(chat.requests).toHaveLength(1);
    expect([told, answer.generation]).toEqual([1, 3]);
  });
});
