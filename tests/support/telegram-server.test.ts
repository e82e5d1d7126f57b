import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Telegraf } from 'telegraf';
import { afterEach, describe, expect, test } from 'vitest';
import {
  startTelegramServer,
  type TelegramServer,
  type TelegramServerOptions,
} from './telegram-server.js';

let open: TelegramServer[] = [];

afterEach(async () => {
  await Promise.all(open.map((server) => server.close()));
  open = [];
});

async function start(options: TelegramServerOptions = {}) {
  const server = await startTelegramServer(options);
  open.push(server);
  const call = async (method: string, params: unknown = {}) => {
    const response = await fetch(`${server.url}/bot${server.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
    return (await response.json()) as {
      ok: boolean;
      // biome-ignore lint/suspicious/noExplicitAny: the API's results have any shape.
      result?: any;
      description?: string;
      parameters?: { retry_after: number };
      error_code?: number;
    };
  };
  return { server, call, chat: server.privateChat() };
}

describe('updates', () => {
  test('a poll waits for an update and gets it at once', async () => {
    const { server, call, chat } = await start();
    const poll = call('getUpdates', { timeout: 30 });
    await server.waitFor(() => server.callsOf('getUpdates').length === 1);
    server.userSays(chat, '你好');
    const [update] = (await poll).result;
    expect(update.message).toMatchObject({ text: '你好', chat: { id: chat.id, type: 'private' } });
  });

  test('an update is given again until an offset confirms it', async () => {
    const { server, call, chat } = await start({ firstUpdateId: 7 });
    server.userSays(chat, '一');
    server.userSays(chat, '二');
    const ids = async (params: unknown) =>
      (await call('getUpdates', params)).result.map(
        (update: { update_id: number }) => update.update_id,
      );
    expect(await ids({})).toEqual([7, 8]);
    expect(await ids({ offset: 7 })).toEqual([7, 8]);
    expect(await ids({ offset: 8, limit: 1 })).toEqual([8]);
    expect(await ids({ offset: 9 })).toEqual([]);
    expect(server.pendingUpdates()).toEqual([]);
  });

  test('a second poll ends the first with 409', async () => {
    const { server, call } = await start();
    const first = call('getUpdates', { timeout: 30 });
    await server.waitFor(() => server.callsOf('getUpdates').length === 1);
    const second = call('getUpdates', { timeout: 0 });
    expect(await first).toMatchObject({ ok: false, error_code: 409 });
    expect((await second).ok).toBe(true);
  });

  test('an update that a poll carried to a broken connection comes again', async () => {
    const { server, call, chat } = await start();
    const broken = call('getUpdates', { timeout: 30 }).catch(() => 'broken');
    await server.waitFor(() => server.callsOf('getUpdates').length === 1);
    server.dropConnections();
    expect(await broken).toBe('broken');
    server.userSays(chat, '还在吗');
    expect((await call('getUpdates')).result).toHaveLength(1);
  });

  test('only allowed kinds come', async () => {
    const { server, call, chat } = await start();
    await call('getUpdates', { allowed_updates: ['callback_query'] });
    server.userSays(chat, '你好');
    expect((await call('getUpdates')).result).toEqual([]);
  });

  test('a webhook gets the secret, and the update again until it says 200', async () => {
    const { server, call, chat } = await start({ webhookRetryMs: 5 });
    const heads: unknown[] = [];
    const receiver = createServer((request, response) => {
      heads.push(request.headers['x-telegram-bot-api-secret-token']);
      request.resume();
      response.writeHead(heads.length < 3 ? 500 : 200).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    await call('setWebhook', { url: `http://127.0.0.1:${port}/`, secret_token: 's3' });
    expect(await call('getUpdates')).toMatchObject({ error_code: 409 });
    server.userSays(chat, '你好');
    await server.waitFor(() => server.pendingUpdates().length === 0);
    expect(heads).toEqual(['s3', 's3', 's3']);
    expect(server.webhookPosts().map(({ status }) => status)).toEqual([500, 500, 200]);
    receiver.close();
  });
});

describe('privacy mode', () => {
  test.each([
    ['大家好', false],
    ['/ask 谁主持了会议？', false],
    ['/ask@Report_QA_bot 谁主持了会议？', true],
    ['/ask@another_bot 谁？', false],
    ['@report_qa_bot 谁主持了会议？', true],
    ['写信给 a@report_qa_bot.cn', false],
  ])('a group says %s: heard is %s', async (text, heard) => {
    const { server, call } = await start();
    server.userSays(server.groupChat(), text);
    expect((await call('getUpdates')).result).toHaveLength(heard ? 1 : 0);
  });

  test('replies to the bot are heard, and bare commands after it spoke', async () => {
    const { server, call } = await start();
    const group = server.supergroupChat();
    const { result: said } = await call('sendMessage', { chat_id: group.id, text: '答' });
    server.userSays(group, '/help');
    server.userSays(group, '为什么？', { replyTo: said.message_id });
    server.userSays(group, '随便说说');
    const heard = (await call('getUpdates')).result;
    expect(heard.map(({ message }: { message: { text: string } }) => message.text)).toEqual([
      '/help',
      '为什么？',
    ]);
  });
});

describe('what it refuses', () => {
  const refusals: [string, Record<string, unknown>, string][] = [
    ['an empty text', { text: ' \n' }, 'message text is empty'],
    ['a long text', { text: '长'.repeat(4097) }, 'message is too long'],
    ['parse_mode', { text: 'a', parse_mode: 'HTML' }, 'parse_mode'],
    [
      'an entity past the end',
      { text: 'ab', entities: [{ type: 'bold', offset: 1, length: 2 }] },
      'ENTITY_BOUNDS_INVALID',
    ],
    [
      'half a surrogate pair',
      { text: '😀b', entities: [{ type: 'bold', offset: 1, length: 2 }] },
      'middle of a UTF-16 symbol',
    ],
    [
      'an unknown entity',
      { text: 'ab', entities: [{ type: 'heading', offset: 0, length: 1 }] },
      'unknown type',
    ],
    [
      'quotes in quotes',
      {
        text: 'abcd',
        entities: [
          { type: 'blockquote', offset: 0, length: 4 },
          { type: 'expandable_blockquote', offset: 1, length: 1 },
        ],
      },
      'nested',
    ],
    ['a foreign chat', { chat_id: 5, text: 'a' }, 'chat not found'],
    ['an unknown thread', { text: 'a', message_thread_id: 9 }, 'thread not found'],
    [
      'a reply to nothing',
      { text: 'a', reply_parameters: { message_id: 99 } },
      'replied not found',
    ],
    [
      'long callback data',
      { text: 'a', reply_markup: keyboard('中'.repeat(22)) },
      'BUTTON_DATA_INVALID',
    ],
    ['empty callback data', { text: 'a', reply_markup: keyboard('') }, 'BUTTON_DATA_INVALID'],
    [
      'a keyboard of another shape',
      { text: 'a', reply_markup: { inline_keyboard: {} } },
      'keyboard',
    ],
  ];

  test.each(refusals)('%s', async (_name, params, description) => {
    const { call, chat } = await start();
    const reply = await call('sendMessage', { chat_id: chat.id, ...params });
    expect(reply).toMatchObject({ ok: false, error_code: 400 });
    expect(reply.description).toContain(description);
  });

  test('a wrong token, a blocked chat and an unknown method', async () => {
    const { server, call, chat } = await start();
    const wrong = await fetch(`${server.url}/bot1:x/getMe`);
    expect(wrong.status).toBe(401);
    server.block(chat);
    expect(await call('sendMessage', { chat_id: chat.id, text: 'a' })).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    expect(await call('sendNothing')).toMatchObject({ error_code: 404 });
  });

  test('edits of unknown, deleted, foreign and unchanged messages', async () => {
    const { server, call, chat } = await start();
    const theirs = server.userSays(chat, '问');
    const { result: ours } = await call('sendMessage', {
      chat_id: chat.id,
      text: '答案',
      reply_markup: keyboard('x'),
    });
    const edit = async (message_id: number, rest: object) =>
      (await call('editMessageText', { chat_id: chat.id, message_id, ...rest })).description;
    expect(await edit(77, { text: 'a' })).toContain('message to edit not found');
    expect(await edit(theirs.message_id, { text: 'a' })).toContain("can't be edited");
    const same = { text: '答案', reply_markup: keyboard('x') };
    expect(await edit(ours.message_id, same)).toContain('message is not modified');
    expect(await edit(ours.message_id, { text: '答案' })).toBeUndefined();
    server.deleteMessage(chat, ours.message_id);
    expect(await edit(ours.message_id, { text: 'b' })).toContain('message to edit not found');
    expect(server.messages(chat).at(-1)).toMatchObject({ deleted: true, keyboard: null });
  });

  test('a second answer to a tap', async () => {
    const { server, call, chat } = await start();
    const { result } = await call('sendMessage', { chat_id: chat.id, text: 'a' });
    const query = server.userTaps(chat, result.message_id, 'x');
    const answer = { callback_query_id: query.id, text: '好' };
    expect((await call('answerCallbackQuery', answer)).ok).toBe(true);
    expect(query.answer).toEqual({ text: '好', alert: false });
    expect((await call('answerCallbackQuery', answer)).description).toContain('query is too old');
  });

  test('drafts in groups, without an id, and on servers that have none', async () => {
    const { server, call, chat } = await start();
    const draft = (rest: object) =>
      call('sendMessageDraft', { chat_id: chat.id, text: '…', ...rest });
    expect((await draft({ draft_id: 5 })).ok).toBe(true);
    expect((await draft({ draft_id: 0 })).ok).toBe(false);
    const group = server.groupChat();
    expect((await draft({ draft_id: 5, chat_id: group.id })).ok).toBe(false);
    server.setDrafts(false);
    expect(await draft({ draft_id: 5 })).toMatchObject({ error_code: 404 });
    expect(server.drafts(chat)).toHaveLength(1);
  });
});

describe('faults', () => {
  test('a planned failure comes as often as asked, with its wait', async () => {
    const { server, call, chat } = await start();
    server.failNext('sendMessage', { code: 429, retryAfter: 3, times: 2 });
    const send = () => call('sendMessage', { chat_id: chat.id, text: 'a' });
    expect(await send()).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } });
    expect((await send()).ok).toBe(false);
    expect((await send()).ok).toBe(true);
  });

  test('a call can be done and its reply lost', async () => {
    const { server, call, chat } = await start();
    server.failNext('sendMessage', { code: 'drop', done: true });
    await expect(call('sendMessage', { chat_id: chat.id, text: 'a' })).rejects.toThrow();
    expect(server.botMessages(chat)).toHaveLength(1);
  });

  test('a rate fails the same calls for the same seed', async () => {
    const outcomes = async () => {
      const { server, call } = await start();
      server.failRate(0.3, [429, 500], { seed: 5 });
      const codes: unknown[] = [];
      for (let index = 0; index < 40; index += 1)
        codes.push((await call('getMe')).error_code ?? 200);
      return codes;
    };
    const first = await outcomes();
    expect(await outcomes()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 429, 500]));
  });

  test('what hangs goes on when it is released', async () => {
    const { server, call } = await start();
    server.hang('getMe');
    const hanging = call('getMe');
    await server.waitFor(() => server.callsOf('getMe').length === 1);
    expect(server.calls[0]?.status).toBeNull();
    server.release();
    expect((await hanging).ok).toBe(true);
  });
});

describe('telegraf on it', () => {
  test('polls, answers, uploads, downloads and stops', async () => {
    const { server, chat } = await start();
    const bot = new Telegraf(server.token, {
      telegram: { apiRoot: server.url, webhookReply: false },
    });
    bot.on('message', async (context) => {
      const message = context.message as { document?: { file_id: string }; text?: string };
      if (message.document === undefined) return void (await context.reply(`${message.text}!`));
      const link = await context.telegram.getFileLink(message.document.file_id);
      const text = await (await fetch(link)).text();
      await context.replyWithDocument({ source: Buffer.from(text), filename: '报告.txt' });
    });
    await bot.telegram.setMyCommands([{ command: 'ask', description: '提问' }], {
      language_code: 'zh',
    });
    const launched = bot.launch();
    server.userSays(chat, '你好');
    await server.waitFor(() => server.botMessages(chat)[0]?.text === '你好!');
    server.userSendsDocument(chat, { name: 'a.txt', bytes: Buffer.from('正文') });
    const sent = await server.waitFor(() => server.botMessages(chat)[1]);
    expect(sent.message.document).toMatchObject({ file_name: '报告.txt', file_size: 6 });
    expect(server.commands('zh')).toEqual([{ command: 'ask', description: '提问' }]);
    bot.stop();
    await launched;
    expect(server.pendingUpdates()).toEqual([]);
    expect(server.violations).toEqual([]);
  });
});

function keyboard(data: string) {
  return { inline_keyboard: [[{ text: '1', callback_data: data }]] };
}
