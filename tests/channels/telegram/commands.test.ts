import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/domain/app-error.js';
import { sampleDocument } from '../../support/sample-document.js';
import type { TelegramServer } from '../../support/telegram-server.js';
import { echo } from '../../support/telegram-settings.js';
import { telegramSetup } from '../../support/telegram-setup.js';

type Chat = Parameters<TelegramServer['botMessages']>[0];

const last = (server: TelegramServer, chat: Chat) => server.botMessages(chat).at(-1);

function tap(server: TelegramServer, chat: Chat, text: string) {
  const message = last(server, chat);
  const button = message?.keyboard?.inline_keyboard.flat().find((one) => one.text.includes(text));
  return server.userTaps(chat, message?.id ?? 0, button?.callback_data ?? '');
}

describe('commands', () => {
  it('are registered in Chinese and English', async () => {
    const { server, start } = await telegramSetup();
    await start();
    await server.waitFor(() => server.commands('en'));
    const names = ['ask', 'report', 'new', 'lang', 'privacy', 'help'];
    for (const language of ['', 'zh', 'en']) {
      const commands = server.commands(language) as { command: string; description: string }[];
      expect(commands.map(({ command }) => command)).toEqual(names);
    }
    expect(JSON.stringify(server.commands('zh'))).toContain('提问');
  });

  it('answer, each with what it is for', async () => {
    const { server, start } = await telegramSetup();
    await start();
    const answers = [
      ['/start', '我依据正式报告回答问题'],
      ['/help', '/ask@report_qa_bot 问题'],
      ['/HELP', '/ask@report_qa_bot 问题'],
      ['/privacy', '90 天后删除'],
      ['/ask', '请把问题写在命令后面'],
      ['/report', '1 份报告'],
      ['/new', '没有需要忘掉的内容'],
      ['/nonsense', '没有这个命令'],
      ['/stats', '只有本机器人的管理员'],
      ['/reindex', '只有本机器人的管理员'],
      ['/remove x', '只有本机器人的管理员'],
    ] as const;
    for (const [command, text] of answers) {
      const chat = server.privateChat();
      server.userSays(chat, command);
      await server.waitFor(() => last(server, chat)?.text.includes(text));
    }
    expect(server.violations).toEqual([]);
  });

  it('answer in the language of the person, until another is chosen', async () => {
    const { server, start } = await telegramSetup();
    await start();
    const chat = server.privateChat(server.addUser({ language_code: 'en-GB' }));
    server.userSays(chat, '/lang');
    await server.waitFor(() => last(server, chat)?.text.startsWith('Which language'));
    tap(server, chat, '繁體中文');
    await server.waitFor(() => last(server, chat)?.text === '現在使用繁體中文。');
    server.userSays(chat, '/new');
    await server.waitFor(() => last(server, chat)?.text.includes('請提問'));
    server.userSays(chat, '/help');
    await server.waitFor(() => last(server, chat)?.text.includes('語言'));
  });

  it('/report lets one report be chosen, and questions go to that one', async () => {
    const documents = [sampleDocument(), sampleDocument({ id: 'second', title: '第二份报告' })];
    const { server, app, start } = await telegramSetup({ documents });
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '/report');
    await server.waitFor(() => last(server, chat)?.keyboard);
    expect(last(server, chat)?.text).toContain('2026-01-02 03:04');
    const query = tap(server, chat, '第二份报告');
    await server.waitFor(() => query.answer?.text.includes('第二份报告'));
    await server.waitFor(() => last(server, chat)?.text.includes('2. ✓ 第二份报告'));
    server.userSays(chat, '问题？');
    await server.waitFor(() => app.asked.length === 1);
    expect(app.asked[0]?.question.documents).toEqual(['second']);
    documents.pop();
    server.userSays(chat, '问题？');
    await server.waitFor(() => app.asked.length === 2);
    expect(app.asked[1]?.question.documents).toEqual([]);
  });

  it('/new waits for the questions before it', async () => {
    const order: string[] = [];
    const { server, app, start } = await telegramSetup({
      answer: async (question) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        order.push('answered');
        return echo(question);
      },
    });
    app.forgetConversation = async () => {
      order.push('forgotten');
      return 1;
    };
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    server.userSays(chat, '/new');
    await server.waitFor(() => last(server, chat)?.text.includes('已忘掉'));
    expect(order).toEqual(['answered', 'forgotten']);
  });

  it('/report says so while the index is not built yet', async () => {
    const { server, app, start } = await telegramSetup();
    app.status = async () => {
      throw new AppError('none', { code: 'index_missing', hint: 'Build it.' });
    };
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '/report');
    await server.waitFor(() => last(server, chat)?.text.includes('索引还在建立'));
  });

  it('tell that questions go to a language model when they do', async () => {
    const { server, app, start } = await telegramSetup();
    const answering = { mode: 'llm', model: 'm1', host: 'api.example.org', embeddingHost: null };
    Object.assign(app, { answering });
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '/privacy');
    await server.waitFor(() => last(server, chat)?.text.includes('api.example.org（m1）'));
  });
});

describe('what is no question', () => {
  it('gets a hint: pictures, texts that are too long, too many at once', async () => {
    const { server, app, start } = await telegramSetup({ settings: { questionsPerMinute: 2 } });
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '', { extra: { photo: [], text: undefined } });
    await server.waitFor(() => last(server, chat)?.text.includes('只能阅读文字'));
    server.userSays(chat, '长'.repeat(2001));
    await server.waitFor(() => last(server, chat)?.text.includes('问题太长'));
    for (const number of [1, 2, 3]) server.userSays(chat, `问题${number}？`);
    await server.waitFor(() =>
      server.botMessages(chat).some(({ text }) => text.includes('秒后再问')),
    );
    await server.waitFor(() => app.asked.length === 2);
    const other = server.privateChat();
    server.userSays(other, '问题？');
    await server.waitFor(() => last(server, other)?.text.startsWith('答：'));
  });
});

describe('access', () => {
  it('is refused politely to whoever is not allowed, in text and by buttons', async () => {
    const { server, app, start } = await telegramSetup({ settings: { allowed: [1], admins: [2] } });
    await start();
    const [stranger, admin, friend] = [900, 2, 1].map((id) =>
      server.privateChat(server.addUser({ id })),
    );
    if (stranger === undefined || admin === undefined || friend === undefined) throw new Error();
    server.userSays(stranger, '问题？');
    await server.waitFor(() => last(server, stranger)?.text.includes('您的编号是 900'));
    const query = server.userTaps(stranger, last(server, stranger)?.id ?? 0, '1:l:en');
    await server.waitFor(() => query.answer?.text.includes('900'));
    for (const chat of [friend, admin]) {
      server.userSays(chat, '问题？');
      await server.waitFor(() => last(server, chat)?.text.startsWith('答：'));
    }
    expect(app.asked).toHaveLength(2);
  });

  it('holds for everybody in an allowed group', async () => {
    const { server, start } = await telegramSetup({ settings: { allowed: [-77] } });
    await start();
    const group = server.groupChat({ id: -77 });
    server.userSays(group, '/ask@report_qa_bot 问题？');
    await server.waitFor(() => last(server, group)?.text.startsWith('答：'));
  });

  it('is told at the start when everyone has it', async () => {
    const { log, start } = await telegramSetup();
    await start();
    const line = log.find(({ event }) => event === 'telegram_started');
    expect(line?.fields).toMatchObject({ openToEveryone: true, mode: 'polling' });
  });
});
