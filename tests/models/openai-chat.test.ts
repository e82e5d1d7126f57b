import { afterEach, describe, expect, it } from 'vitest';
import type { ChatSettings } from '../../src/models/model-settings.js';
import { createOpenAiChat, type OpenAiChatOptions } from '../../src/models/openai-chat.js';
import { probeChat } from '../../src/models/probe-chat.js';
import { type ChatServer, type Script, startChatServer } from '../support/chat-server.js';
import { chatSettings, collectChat, testKey, testQuestion } from '../support/collect-chat.js';

let server: ChatServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function chatWith(
  chat: Script,
  settings: Partial<ChatSettings> = {},
  options: OpenAiChatOptions = {},
) {
  server = await startChatServer({ chat });
  const model = createOpenAiChat(chatSettings(server.url, settings), {
    random: () => 0,
    ...options,
  });
  return { server, model };
}

describe('an answer', () => {
  it('comes chunk by chunk, with its usage', async () => {
    const chunks = ['会议由', '李强', '主持。'];
    const { model } = await chatWith([{ kind: 'text', chunks, usage: { input: 12, output: 5 } }]);
    expect(await collectChat(model)).toEqual({
      texts: chunks,
      finish: 'stop',
      usage: { inputTokens: 12, outputTokens: 5 },
      error: null,
    });
  });

  it('is whole when every byte comes alone', async () => {
    const { model } = await chatWith([{ kind: 'text', chunks: ['稳就业😀', '。'], pieceBytes: 1 }]);
    expect(await collectChat(model)).toMatchObject({ texts: ['稳就业😀', '。'], error: null });
  });

  it('is taken from one JSON completion where a server does not stream', async () => {
    const { model } = await chatWith([
      { kind: 'text', chunks: ['一、', '二。'], plain: true, usage: { input: 1, output: 2 } },
    ]);
    expect(await collectChat(model)).toMatchObject({
      texts: ['一、二。'],
      finish: 'stop',
      usage: { inputTokens: 1, outputTokens: 2 },
    });
  });

  it('leaves out what the model thinks first', async () => {
    const { model } = await chatWith([{ kind: 'text', reasoning: ['hm', 'so'], chunks: ['答。'] }]);
    expect((await collectChat(model)).texts).toEqual(['答。']);
  });

  it('counts thinking as life', async () => {
    const reasoning = Array.from({ length: 8 }, () => 'hm');
    const { model } = await chatWith(
      [{ kind: 'text', reasoning, chunks: ['答。'], delayMs: 100 }],
      {
        stallMs: 600,
      },
    );
    expect(await collectChat(model)).toMatchObject({ texts: ['答。'], error: null });
  });

  it('says when the limit of tokens cut it', async () => {
    const { model } = await chatWith([{ kind: 'text', chunks: ['半句'], finish: 'length' }]);
    expect(await collectChat(model)).toMatchObject({ texts: ['半句'], finish: 'length' });
  });

  it('is complete although the server never hangs up', async () => {
    const { model } = await chatWith([{ kind: 'text', chunks: ['完。'], ending: 'stall' }]);
    expect(await collectChat(model)).toMatchObject({
      texts: ['完。'],
      finish: 'stop',
      error: null,
    });
  });

  it('survives a reader who takes longer than the longest silence', async () => {
    const { model } = await chatWith([['一', '二', '三']], { stallMs: 400 });
    const texts: string[] = [];
    const signal = new AbortController().signal;
    for await (const chunk of model.stream({
      messages: [],
      maxTokens: 9,
      timeoutMs: 9000,
      signal,
    })) {
      if (chunk.type === 'text') texts.push(chunk.text);
      if (texts.length === 1) await new Promise((resolve) => setTimeout(resolve, 600));
    }
    expect(texts).toEqual(['一', '二', '三']);
  });

  it('is probed with how it came', async () => {
    const { model } = await chatWith([
      { kind: 'text', chunks: ['1', '2'], usage: { input: 9, output: 2 } },
    ]);
    const probe = await probeChat(model, new AbortController().signal);
    expect(probe).toMatchObject({ streaming: true, usage: { inputTokens: 9, outputTokens: 2 } });
    expect(probe.firstTextMs).toBeLessThanOrEqual(probe.totalMs);
  });
});

describe('a request', () => {
  it('holds messages, model and limits', async () => {
    const { server, model } = await chatWith(['OK.']);
    await collectChat(model);
    expect(server.requests[0]?.body).toEqual({
      model: 'test-model',
      messages: [
        { role: 'system', content: 'Answer.' },
        { role: 'user', content: testQuestion },
      ],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 200,
      temperature: 0,
    });
    expect(model).toMatchObject({ name: 'test-model', host: server.host });
  });

  it('carries the key and nothing of the environment', async () => {
    const variables = {
      OPENAI_API_KEY: 'leak-key',
      OPENAI_ADMIN_KEY: 'leak-admin',
      OPENAI_BASE_URL: 'http://leak.invalid',
      OPENAI_ORG_ID: 'leak-organization',
      OPENAI_PROJECT_ID: 'leak-project',
      OPENAI_WEBHOOK_SECRET: 'leak-webhook',
      OPENAI_CUSTOM_HEADERS: 'x-leak: leak-custom\nAuthorization: leak-authorization',
      OPENAI_LOG: 'debug',
    };
    const { headers } = await withVariables(variables, async () => {
      const { server, model } = await chatWith(['OK.']);
      await collectChat(model);
      return server.requests[0] as { headers: object };
    });
    expect(JSON.stringify(headers)).not.toContain('leak');
    expect(headers).toMatchObject({ authorization: `Bearer ${testKey}` });
    expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toEqual([]);
  });

  it('fails plainly, without quoting it, over a variable of headers that are none', async () => {
    const outcome = await withVariables({ OPENAI_CUSTOM_HEADERS: 'no header: hush' }, async () => {
      const { model } = await chatWith(['OK.']);
      return collectChat(model);
    });
    expect(outcome.error).toMatchObject({ code: 'config' });
    expect(outcome.error?.hint).toContain('OPENAI_CUSTOM_HEADERS');
    expect(String(outcome.error?.message)).not.toContain('hush');
  });

  it('does not follow a redirect to another host', async () => {
    const other = await startChatServer();
    const location = `${other.url}/chat/completions`;
    const { model } = await chatWith([
      { kind: 'status', status: 307, body: {}, headers: { location } },
    ]);
    const { error } = await collectChat(model);
    expect(error?.code).toBe('chat_failed');
    expect(error?.hint).toContain('base URL');
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it('is not sent with a key that no header can hold', async () => {
    const { server, model } = await chatWith(['OK.'], { apiKey: `${testKey}\n` });
    const { error } = await collectChat(model);
    expect(error).toMatchObject({ code: 'chat_denied' });
    expect(error?.hint).toContain('OPENAI_API_KEY');
    expect(String(error?.stack)).not.toContain(testKey);
    expect(server.requests).toEqual([]);
  });
});

describe('a dialect', () => {
  const refuse = (message: string, param?: string) =>
    ({
      kind: 'status',
      status: 400,
      body: { error: { message, type: 'invalid_request_error', code: null, param } },
    }) as const;

  it('without stream_options is learned once', async () => {
    const { server, model } = await chatWith([
      refuse('Unrecognized request argument supplied: stream_options'),
      '一。',
    ]);
    expect(await collectChat(model)).toMatchObject({ texts: ['一。'], usage: null });
    expect(await collectChat(model)).toMatchObject({ texts: ['一。'] });
    expect(server.requests.map(({ body }) => body.stream_options !== undefined)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('of reasoning models is learned', async () => {
    const { server, model } = await chatWith([
      refuse(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        'max_tokens',
      ),
      refuse("Unsupported value: 'temperature' does not support 0 with this model.", 'temperature'),
      '一。',
    ]);
    expect((await collectChat(model)).texts).toEqual(['一。']);
    const last = server.requests.at(-1)?.body;
    expect(last).toMatchObject({ max_completion_tokens: 200 });
    expect(last?.max_tokens).toBeUndefined();
    expect(last?.temperature).toBeUndefined();
  });

  it('that refuses a field in the way of FastAPI is learned', async () => {
    const detail = [{ type: 'extra_forbidden', loc: ['body', 'stream_options'], msg: 'Extra' }];
    const { model } = await chatWith([{ kind: 'status', status: 422, body: { detail } }, '一。']);
    expect((await collectChat(model)).texts).toEqual(['一。']);
  });

  it('is not guessed at for a limit that is only too high', async () => {
    const { server, model } = await chatWith([
      refuse('Range of max_tokens should be [1, 100]', 'max_tokens'),
    ]);
    expect((await collectChat(model)).error?.code).toBe('chat_failed');
    expect(server.requests).toHaveLength(1);
  });
});

/** Runs the work while the environment holds the variables. */
async function withVariables<Result>(
  variables: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
): Promise<Result> {
  // biome-ignore lint/style/noProcessEnv: what is tested is that nobody reads them.
  const environment = process.env;
  const before = Object.keys(variables).map((name) => [name, environment[name]] as const);
  Object.assign(environment, variables);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete environment[name];
      else environment[name] = value;
    }
  }
}
