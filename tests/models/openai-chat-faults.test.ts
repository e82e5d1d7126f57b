import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/domain/app-error.js';
import type { ChatSettings } from '../../src/models/model-settings.js';
import { createOpenAiChat, type OpenAiChatOptions } from '../../src/models/openai-chat.js';
import {
  type ChatServer,
  type Script,
  type ScriptItem,
  startChatServer,
} from '../support/chat-server.js';
import { chatSettings, collectChat, testKey, testQuestion } from '../support/collect-chat.js';

let server: ChatServer | null = null;
let waits: number[] = [];

afterEach(async () => {
  await server?.close();
  server = null;
  waits = [];
});

/** Waits between tries are noted and not waited for. */
async function chatWith(
  chat: Script,
  settings: Partial<ChatSettings> = {},
  options: OpenAiChatOptions = {},
) {
  server = await startChatServer({ chat });
  const sleep = async (ms: number): Promise<void> => {
    waits.push(ms);
  };
  const model = createOpenAiChat(chatSettings(server.url, settings), {
    random: () => 0,
    sleep,
    ...options,
  });
  return { server, model };
}

const status = (code: number, body?: unknown, headers: Record<string, string> = {}) =>
  ({ kind: 'status', status: code, body, headers }) as const;

/** What a server may say: it quotes the key and the question. */
const said = `Incorrect key ${testKey} for "${testQuestion}"`;
const events = (...data: readonly unknown[]): ScriptItem => ({
  kind: 'raw',
  body: data.map((item) => `data: ${JSON.stringify(item)}\n\n`).join(''),
});
const delta = (content: string) => ({ choices: [{ index: 0, delta: { content } }] });

interface Fault {
  readonly name: string;
  readonly reply: ScriptItem;
  readonly code: ErrorCode;
  readonly hint: string;
  /** Requests that were made. */
  readonly tries?: number;
  readonly texts?: readonly string[];
  readonly settings?: Partial<ChatSettings>;
}

const openAiError = (message: string, code: string | null = null) => ({
  error: { message, code, type: 'invalid_request_error', param: null },
});

const faults: readonly Fault[] = [
  {
    name: '401',
    reply: status(401, openAiError(said, 'invalid_api_key')),
    code: 'chat_denied',
    hint: 'OPENAI_API_KEY',
  },
  {
    name: '403 as {code, message}',
    reply: status(403, { code: 'forbidden', message: said }),
    code: 'chat_denied',
    hint: 'OPENAI_API_KEY',
  },
  {
    name: '402',
    reply: status(402, openAiError('Insufficient Balance')),
    code: 'chat_unpaid',
    hint: 'OPENAI_API_KEY',
  },
  {
    name: '429 of an empty account',
    reply: status(429, openAiError(said, 'insufficient_quota')),
    code: 'chat_unpaid',
    hint: 'OPENAI_API_KEY',
  },
  {
    name: '404 as {detail}',
    reply: status(404, { detail: said }),
    code: 'chat_model_unknown',
    hint: 'OPENAI_MODEL',
  },
  {
    name: '400 Model Not Exist',
    reply: status(400, openAiError('Model Not Exist')),
    code: 'chat_model_unknown',
    hint: 'OPENAI_MODEL',
  },
  {
    name: '413 page',
    reply: status(413, '<html>too large</html>'),
    code: 'chat_too_long',
    hint: 'OPENAI_PASSAGE_TOKENS',
  },
  {
    name: '400 context length',
    reply: status(
      400,
      openAiError(
        "This model's maximum context length is 4096 tokens, you requested 200 in max_tokens.",
      ),
    ),
    code: 'chat_too_long',
    hint: 'OPENAI_PASSAGE_TOKENS',
  },
  {
    name: '400 content filter',
    reply: status(400, openAiError(said, 'data_inspection_failed')),
    code: 'chat_filtered',
    hint: 'OPENAI_MODEL',
  },
  {
    name: '400 of another kind',
    reply: status(400, openAiError(said, 'bad_thing')),
    code: 'chat_failed',
    hint: 'OPENAI_MODEL',
  },
  { name: '408', reply: status(408), code: 'chat_failed', hint: 'OPENAI_BASE_URL', tries: 3 },
  {
    name: '429',
    reply: status(429, openAiError(said, 'rate_limit_exceeded')),
    code: 'chat_limited',
    hint: 'OPENAI_API_KEY',
    tries: 3,
  },
  {
    name: '500 page',
    reply: status(500, `<html>${said}</html>`),
    code: 'chat_failed',
    hint: 'OPENAI_BASE_URL',
    tries: 3,
  },
  {
    name: 'a page for an answer',
    reply: status(200, `<html>${said}</html>`),
    code: 'chat_reply_invalid',
    hint: 'OPENAI_BASE_URL',
  },
  {
    name: 'JSON that is none',
    reply: { kind: 'raw', body: '{"choices": [', contentType: 'application/json' },
    code: 'chat_reply_invalid',
    hint: 'OPENAI_BASE_URL',
  },
  {
    name: 'JSON that is no completion',
    reply: status(200, { ok: true }),
    code: 'chat_reply_invalid',
    hint: 'OPENAI_BASE_URL',
  },
  {
    name: 'JSON with empty choices',
    reply: status(200, { choices: [] }),
    code: 'chat_reply_invalid',
    hint: 'OPENAI_BASE_URL',
  },
  {
    name: 'an error with status 200',
    reply: status(200, { error: { message: said, code: 'model_not_found' } }),
    code: 'chat_model_unknown',
    hint: 'OPENAI_MODEL',
  },
  {
    name: 'nothing at all',
    reply: { kind: 'raw', body: '' },
    code: 'chat_reply_invalid',
    hint: 'OPENAI_BASE_URL',
  },
  {
    name: 'events with empty choices',
    reply: events({ choices: [] }, { choices: [] }),
    code: 'chat_reply_invalid',
    hint: 'OPENAI_BASE_URL',
  },
  {
    name: 'an event that is no JSON',
    reply: { kind: 'raw', body: `data: ${said}\n\n` },
    code: 'chat_reply_invalid',
    hint: 'OPENAI_BASE_URL',
  },
  {
    name: 'blanks for an answer',
    reply: { kind: 'text', chunks: ['  \n'] },
    code: 'chat_reply_invalid',
    hint: 'OPENAI_BASE_URL',
    texts: ['  \n'],
  },
  {
    name: 'a limit used up by thinking',
    reply: { kind: 'text', reasoning: ['hm'], chunks: [], finish: 'length' },
    code: 'chat_reply_invalid',
    hint: 'OPENAI_MAX_TOKENS',
  },
  {
    name: 'a content filter in the middle',
    reply: { kind: 'text', chunks: ['一'], finish: 'content_filter' },
    code: 'chat_filtered',
    hint: 'OPENAI_MODEL',
    texts: ['一'],
  },
  {
    name: 'a refusal',
    reply: { kind: 'text', chunks: [], refusal: 'I cannot.' },
    code: 'chat_filtered',
    hint: 'OPENAI_MODEL',
  },
  {
    name: 'a refusal in one piece',
    reply: { kind: 'text', chunks: [''], refusal: 'I cannot.', plain: true },
    code: 'chat_filtered',
    hint: 'OPENAI_MODEL',
  },
  {
    name: 'an error in the middle',
    reply: events(delta('一'), { error: { message: said, code: 500 } }),
    code: 'chat_failed',
    hint: 'OPENAI_MODEL',
    texts: ['一'],
  },
  {
    name: 'a reset in the middle',
    reply: {
      kind: 'text',
      chunks: ['一'],
      delayMs: 20,
      finish: null,
      done: false,
      ending: 'reset',
    },
    code: 'chat_cut',
    hint: 'OPENAI_BASE_URL',
    texts: ['一'],
  },
  {
    name: 'an end without a reason',
    reply: { kind: 'text', chunks: ['一'], finish: null },
    code: 'chat_cut',
    hint: 'OPENAI_BASE_URL',
    texts: ['一'],
  },
  {
    name: 'a reset before the first word',
    reply: { kind: 'text', chunks: [], finish: null, done: false, ending: 'reset' },
    code: 'chat_cut',
    hint: 'OPENAI_BASE_URL',
    tries: 3,
  },
  {
    name: 'a reset before headers',
    reply: { kind: 'reset' },
    code: 'chat_unreachable',
    hint: 'OPENAI_BASE_URL',
    tries: 3,
  },
  {
    name: 'a body that stalls',
    reply: { kind: 'text', chunks: ['一'], finish: null, done: false, ending: 'stall' },
    code: 'chat_timed_out',
    hint: 'OPENAI_STALL_MS',
    texts: ['一'],
    settings: { stallMs: 400 },
  },
  {
    name: 'headers that never come',
    reply: { kind: 'silence' },
    code: 'chat_timed_out',
    hint: 'OPENAI_STALL_MS',
    settings: { stallMs: 400 },
  },
  {
    name: 'a line without end',
    reply: { kind: 'raw', body: `data: ${'x'.repeat(1_200_000)}` },
    code: 'chat_reply_invalid',
    hint: 'OPENAI_BASE_URL',
  },
  {
    name: 'bytes that are not UTF-8',
    reply: {
      kind: 'raw',
      body: Buffer.concat([
        Buffer.from(
          `data: ${JSON.stringify(delta('一'))}\n\ndata: {"choices":[{"index":0,"delta":{"content":"`,
        ),
        Buffer.from([0xd6, 0xd0]),
        Buffer.from('"}}]}\n\n'),
      ]),
    },
    code: 'chat_reply_invalid',
    hint: 'OPENAI_BASE_URL',
  },
];

describe('a fault', () => {
  it.each(faults)('of the server is told: $name', async (fault) => {
    const { server, model } = await chatWith([fault.reply], fault.settings);
    const { error, texts } = await collectChat(model);
    expect(error?.code).toBe(fault.code);
    expect(error?.message).toContain(server.host);
    expect(error?.message).toContain('test-model');
    expect(error?.hint).toContain(fault.hint);
    expect(server.requests).toHaveLength(fault.tries ?? 1);
    if (fault.texts !== undefined) expect(texts).toEqual(fault.texts);
    const everything = `${error?.stack} ${error?.hint} ${String(error?.cause)}`;
    expect(everything).not.toContain(testKey);
    expect(everything).not.toContain('unmistakable');
  });

  it('names the word of the server for it, and its status', async () => {
    const { model } = await chatWith([status(400, openAiError(said, 'bad_thing'))]);
    expect((await collectChat(model)).error?.message).toContain('(400, bad_thing)');
  });

  it('does not name a word that holds the key', async () => {
    const { model } = await chatWith([status(400, openAiError('', `bad_${testKey}`))]);
    expect((await collectChat(model)).error?.message).toMatch(
      /\(400, invalid_request_error\)|\(400\)/u,
    );
  });

  it('of a server that is not there is told', async () => {
    const port = await freePort();
    const model = createOpenAiChat(chatSettings(`http://127.0.0.1:${port}/v1`), {
      sleep: async () => {},
    });
    const { error } = await collectChat(model);
    expect(error?.code).toBe('chat_unreachable');
    expect(error?.message).toContain(`127.0.0.1:${port}`);
    expect(error?.message).toContain('ECONNREFUSED');
  });

  it.each([0, 5])('ends a stream without end, %d ms a chunk', async (delayMs) => {
    const { server, model } = await chatWith([{ kind: 'endless', text: '啊'.repeat(50), delayMs }]);
    const { error, texts } = await collectChat(model, { maxTokens: 16 });
    expect(error?.code).toBe('chat_reply_invalid');
    expect(texts.join('').length).toBeLessThan(16 * 16 + 2100);
    expect(await server.requests[0]?.closed).toBe('aborted');
  });

  it('ends when the time for the whole is over, whatever still comes', async () => {
    const { server, model } = await chatWith([{ kind: 'endless', text: '啊', delayMs: 20 }]);
    const { error } = await collectChat(model, { timeoutMs: 500, maxTokens: 5000 });
    expect(error?.code).toBe('chat_timed_out');
    expect(error?.hint).toContain('ANSWER_TIMEOUT_MS');
    expect(await server.requests[0]?.closed).toBe('aborted');
  });
});

describe('another try', () => {
  it('follows a passing failure and may succeed', async () => {
    const { server, model } = await chatWith([status(503), { kind: 'reset' }, '好。']);
    expect(await collectChat(model)).toMatchObject({ texts: ['好。'], error: null });
    expect(server.requests).toHaveLength(3);
    expect(waits).toEqual([500, 1000]);
  });

  it('waits as long as the server asks', async () => {
    const { model } = await chatWith([status(429, {}, { 'retry-after': '1' }), '好。']);
    expect((await collectChat(model)).texts).toEqual(['好。']);
    expect(waits).toEqual([1000]);
  });

  it('is not waited for an hour', async () => {
    const { server, model } = await chatWith([status(429, {}, { 'retry-after': '3600' }), '好。']);
    expect((await collectChat(model)).error?.code).toBe('chat_limited');
    expect(server.requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('is not begun when the wait would outlast the request', async () => {
    const { server, model } = await chatWith([status(429, {}, { 'retry-after': '4' }), '好。']);
    const { error } = await collectChat(model, { timeoutMs: 3000 });
    expect(error?.code).toBe('chat_limited');
    expect(server.requests).toHaveLength(1);
  });

  it('never follows text that was given out', async () => {
    const { server, model } = await chatWith([events(delta('一')), '好。']);
    expect(await collectChat(model)).toMatchObject({ texts: ['一'], error: { code: 'chat_cut' } });
    expect(server.requests).toHaveLength(1);
  });

  it('is given up when the caller is gone', async () => {
    const caller = new AbortController();
    const sleep = (_ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        caller.abort();
      });
    const { model } = await chatWith([status(500)], {}, { sleep });
    const { error } = await collectChat(model, { signal: caller.signal });
    expect(error?.code).toBe('cancelled');
  });
});

describe('a caller who leaves', () => {
  it('ends the connection in mid-stream', async () => {
    const { server, model } = await chatWith([{ kind: 'endless', text: '啊', delayMs: 10 }]);
    const caller = new AbortController();
    const { signal } = caller;
    const leave = async (): Promise<void> => {
      for await (const _ of model.stream({
        messages: [],
        maxTokens: 999,
        timeoutMs: 9000,
        signal,
      })) {
        caller.abort();
      }
    };
    await expect(leave()).rejects.toMatchObject({ code: 'cancelled' });
    expect(await server.requests[0]?.closed).toBe('aborted');
  });

  it('ends a request that has no headers yet', async () => {
    const caller = new AbortController();
    const { model } = await chatWith(() => {
      caller.abort();
      return { kind: 'silence' };
    });
    expect((await collectChat(model, { signal: caller.signal })).error?.code).toBe('cancelled');
  });

  it('sends nothing when he left before', async () => {
    const { server, model } = await chatWith(['好。']);
    expect((await collectChat(model, { signal: AbortSignal.abort() })).error?.code).toBe(
      'cancelled',
    );
    expect(server.requests).toEqual([]);
  });

  it('ends the connection by leaving the loop', async () => {
    const { server, model } = await chatWith([{ kind: 'endless', text: '啊', delayMs: 10 }]);
    const signal = new AbortController().signal;
    const messages = [{ role: 'user' as const, content: '?' }];
    for await (const _ of model.stream({ messages, maxTokens: 5000, timeoutMs: 9000, signal }))
      break;
    expect(await server.requests[0]?.closed).toBe('aborted');
  });

  it('leaves nothing on his signal after many answers', async () => {
    const { model } = await chatWith(['好。']);
    const caller = new AbortController();
    let listeners = 0;
    const { signal } = caller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners += 1;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...given);
    };
    for (let round = 0; round < 20; round += 1) await collectChat(model, { signal });
    expect(listeners).toBe(0);
  });
});

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return port;
}
