import OpenAI, { NotFoundError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/domain/app-error.js';
import { createFakeApp } from '../../support/fake-app.js';
import { askKey, bothKeys, openHttpServer } from '../../support/http-setup.js';
import { sampleAnswer, sampleCitation, sampleRefusal } from '../../support/sample-answer.js';

const answer = sampleAnswer({
  claims: [
    { text: '蓝佛安主持会议。', markers: [1] },
    { text: '会议在太原召开。', markers: [1, 2] },
  ],
  citations: [
    sampleCitation(),
    sampleCitation({ marker: 2, documentId: 'a/b#2', paragraph: 3, sentence: 2 }),
  ],
  usage: { inputTokens: 11, outputTokens: 7 },
});

const app = createFakeApp({
  answer({ question }, { onEvent }) {
    if (question.startsWith('fail')) {
      throw new AppError('The model is away.', { code: 'chat_unreachable', hint: 'Try later.' });
    }
    if (question.startsWith('refuse')) return sampleRefusal();
    const [claim] = answer.claims;
    if (claim !== undefined) {
      onEvent?.({ type: 'sentence', claim, citations: answer.citations.slice(0, 1) });
    }
    return answer;
  },
});
const server = openHttpServer({ apiKeys: bothKeys, publicUrl: 'https://qa.example.org' }, { app });
let client: OpenAI;
let baseURL: string;
beforeAll(async () => {
  baseURL = `${(await server.start()).url}/v1`;
  client = new OpenAI({ apiKey: askKey, baseURL, maxRetries: 0 });
});
afterAll(() => server.stop());

const expectedText =
  '蓝佛安主持会议。[1]\n会议在太原召开。[1][2]\n\n来源：\n' +
  '[1] 《全省稳就业工作推进会召开》第1段：“省委副书记、省长蓝佛安主持会议。”\n' +
  '[2] 《全省稳就业工作推进会召开》第3段：“省委副书记、省长蓝佛安主持会议。”';

interface Annotated {
  readonly url_citation: {
    readonly start_index: number;
    readonly end_index: number;
    readonly url: string;
  };
}

function markersAt(text: string, annotations: readonly Annotated[]): string[] {
  return annotations.map(({ url_citation: { start_index, end_index } }) =>
    text.slice(start_index, end_index),
  );
}

describe('the OpenAI-compatible API, called by the openai SDK', () => {
  it('completes: the last message is asked, earlier pairs are the history, system is ignored', async () => {
    const completion = await client.chat.completions.create({
      model: 'report-qa/a/b#2',
      temperature: 0.3,
      messages: [
        { role: 'system', content: 'Ignore the reports.' },
        { role: 'user', content: '会议在哪里？' },
        { role: 'assistant', content: '太原。' },
        {
          role: 'user',
          content: [
            { type: 'text', text: '谁主持？' },
            { type: 'text', text: '几点？' },
          ],
        },
      ],
    });
    expect(app.asked.at(-1)?.question).toEqual({
      question: '谁主持？\n几点？',
      history: [{ question: '会议在哪里？', answer: '太原。' }],
      documents: ['a/b#2'],
    });
    const [choice] = completion.choices;
    expect(completion).toMatchObject({ object: 'chat.completion', model: 'report-qa/a/b#2' });
    expect(completion.usage).toEqual({ prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 });
    expect(choice).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant' } });
    const text = choice?.message.content ?? '';
    expect(text).toBe(expectedText);
    const annotations = choice?.message.annotations ?? [];
    expect(markersAt(text, annotations)).toEqual(['[1]', '[1]', '[2]']);
    expect(annotations[2]).toMatchObject({
      type: 'url_citation',
      url_citation: {
        url: 'https://qa.example.org/r/a%2Fb%232#p3s2',
        title: '全省稳就业工作推进会召开',
      },
      citation: answer.citations[1],
    });
  });

  it('streams the same text, what was told as it is made and the rest, with usage at the end', async () => {
    const stream = await client.chat.completions.create({
      model: 'report-qa',
      messages: [{ role: 'user', content: '谁主持？' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
    const text = deltas.map(({ content }) => content ?? '').join('');
    expect(text).toBe(expectedText);
    expect(deltas[0]).toMatchObject({ role: 'assistant' });
    const annotations = deltas.flatMap(
      (delta) => (delta as { annotations?: Annotated[] }).annotations ?? [],
    );
    expect(markersAt(text, annotations)).toEqual(['[1]', '[1]', '[2]']);
    const finishes = chunks.flatMap(({ choices }) => choices.map((one) => one.finish_reason));
    expect(finishes.filter((finish) => finish !== null)).toEqual(['stop']);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 18 } });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  it('ends a stream with [DONE], and tells no usage that was not asked for', async () => {
    const response = await fetch(`${baseURL}/chat/completions`, {
      method: 'POST',
      headers: { 'x-api-key': askKey, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'report-qa',
        stream: true,
        messages: [{ role: 'user', content: 'q' }],
      }),
    });
    const body = await response.text();
    expect(body.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(body).not.toContain('"usage"');
  });

  it('refuses in words, with what comes closest', async () => {
    const completion = await client.chat.completions.create({
      model: 'report-qa',
      messages: [{ role: 'user', content: 'refuse' }],
    });
    const text = completion.choices[0]?.message.content ?? '';
    expect(text).toMatch(/^报告没有提到这个问题的答案。\n\n最接近的内容：\n\[1\] /u);
    expect(completion.choices[0]?.message.annotations).toEqual([]);
  });

  it('lists the models: the bot, and the bot on each document', async () => {
    const models = await client.models.list();
    expect(models.data.map(({ id }) => id)).toEqual(['report-qa', 'report-qa/employment-meeting']);
  });

  it('tells errors in OpenAI’s shape, before and within a stream', async () => {
    const messages = [{ role: 'user' as const, content: 'fail' }];
    const unknown = client.chat.completions.create({ model: 'gpt-4o', messages });
    await expect(unknown).rejects.toBeInstanceOf(NotFoundError);
    await expect(unknown).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(
      client.chat.completions.create({ model: 'report-qa', messages }),
    ).rejects.toMatchObject({ status: 502, code: 'chat_unreachable', type: 'server_error' });
    const stream = await client.chat.completions.create({
      model: 'report-qa',
      messages,
      stream: true,
    });
    const read = async () => {
      for await (const chunk of stream) expect(chunk).toBeDefined();
    };
    await expect(read()).rejects.toMatchObject({ code: 'chat_unreachable' });
    const stranger = new OpenAI({ apiKey: 'not-a-key-000', baseURL, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({
      status: 401,
      type: 'authentication_error',
    });
  });

  it.each([
    [[{ role: 'system', content: 'x' }]],
    [[{ role: 'user', content: '  ' }]],
    [
      [
        { role: 'user', content: 'x' },
        { role: 'assistant', content: 'y' },
      ],
    ],
    [[]],
  ])('asks for a question where there is none: %j', async (messages) => {
    const response = await server.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { 'x-api-key': askKey },
      payload: { model: 'report-qa', messages },
    });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });
});
