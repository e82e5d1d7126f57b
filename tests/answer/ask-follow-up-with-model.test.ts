import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/domain/question.js';
import { createFakeAsk } from '../support/fake-ask.js';
import { createTestLlm, type LlmSetup } from '../support/llm-setup.js';
import { type ChatScript, ScriptedChat } from '../support/scripted-chat.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const REPORT = structurePlainText('要加强对高校毕业生的就业服务。不断拓宽退役军人就业渠道。');
const history: readonly Exchange[] = [
  { question: '对高校毕业生有什么要求？', answer: '要加强对高校毕业生的就业服务。[1]' },
];
const RULE = '对退役军人有什么要求?';

async function follow(
  question: string,
  rewriting: ChatScript[number],
  { setup, earlier = history }: { setup?: LlmSetup; earlier?: readonly Exchange[] } = {},
) {
  const chat = new ScriptedChat(rewriting, '{"not_found": true}');
  const { llm, failures } = createTestLlm(chat, setup);
  const find = () => ({ claims: [{ text: '不断拓宽退役军人就业渠道。' }] });
  const { ask, requests } = createFakeAsk({ document: REPORT, find, llm });
  const { understoodAs, usage } = await ask({ question, history: earlier });
  return { understoodAs, usage, chat, failures, looked: requests.map(({ text }) => text) };
}

describe('ask, following up with a model', () => {
  it('looks for what the model makes of the question', async () => {
    const rewritten = '会议对退役军人就业有什么要求？';
    const { understoodAs, looked, chat } = await follow('那退役军人就业呢？', rewritten);
    expect(understoodAs).toBe('会议对退役军人就业有什么要求?');
    expect(looked).toEqual(['会议对退役军人就业有什么要求?']);
    expect(chat.userMessage(0)).toContain('对高校毕业生有什么要求？');
    expect(chat.userMessage(0)).toContain('那退役军人就业呢？');
    expect(chat.userMessage(1)).toContain('<question>\n会议对退役军人就业有什么要求?\n</question>');
  });

  it.each<[string, ChatScript[number]]>([
    ['says nothing', ''],
    ['explains itself', '改写后的问题是：\n对退役军人有什么要求？'],
    ['writes in another language', 'What is demanded for veterans?'],
    ['brings in a number', '对500名退役军人有什么要求？'],
    ['brings in a name', '蓝佛安对退役军人有什么要求？'],
    ['goes on and on', { chunks: ['对退役军人有什么要求'], ending: 'endless' }],
    ['is cut off', { chunks: ['对退役军人有'], ending: 'cut' }],
  ])('uses the rule when the model %s', async (_, rewriting) => {
    const { understoodAs } = await follow('那退役军人呢？', rewriting);
    expect(understoodAs).toBe(RULE);
  });

  it('uses the rule when the model does not answer in time', async () => {
    const setup = { settings: { answerTimeoutMs: 700 } };
    const { understoodAs, failures } = await follow(
      '那退役军人呢？',
      { chunks: [], ending: 'hang' },
      { setup },
    );
    expect(understoodAs).toBe(RULE);
    expect(failures[0]).toMatchObject({ code: 'chat_timed_out' });
  });

  it('takes quotation marks off, and a question that is repeated as it is', async () => {
    expect((await follow('那退役军人呢？', '“对退役军人有什么要求？”')).understoodAs).toBe(RULE);
    expect((await follow('什么要求？', '什么要求？')).understoodAs).toBeNull();
  });

  it.each([
    ['stands by itself', '不断拓宽退役军人就业渠道有什么措施？', history],
    ['comes first', '那退役军人呢？', []],
    ['asks for more', '还有吗？', history],
    ['asks for all', '会议讲了什么？', history],
  ])('does not bother the model with a question that %s', async (_, question, earlier) => {
    const { chat } = await follow(question, '?', { earlier });
    expect(chat.requests.filter(({ maxTokens }) => maxTokens === 200)).toHaveLength(0);
  });

  it('shows a rewriting in the script of the question', async () => {
    const { understoodAs } = await follow('那退役軍人呢？', '对退役军人有什么要求？');
    expect(understoodAs).toBe('對退役軍人有什麼要求?');
  });

  it('counts the tokens of the rewriting', async () => {
    const usage = { inputTokens: 1000, outputTokens: 10 };
    const told = await follow('那退役军人呢？', { chunks: [RULE], usage });
    expect(told.usage?.inputTokens).toBeGreaterThan(1100);
  });

  it('works a missing answer out without the model', async () => {
    const earlier = [{ question: '对高校毕业生有什么要求？' }];
    const { chat } = await follow('那退役军人呢？', RULE, { earlier });
    expect(chat.requests).toHaveLength(2);
    expect(chat.userMessage(0)).toContain('Answer: 不断拓宽退役军人就业渠道。');
  });
});
