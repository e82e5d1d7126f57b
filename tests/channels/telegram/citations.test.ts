import { describe, expect, it } from 'vitest';
import type { FoundAnswer } from '../../../src/domain/app.js';
import type { TelegramServer } from '../../support/telegram-server.js';
import { type TelegramSetupOptions, telegramSetup } from '../../support/telegram-setup.js';

type Chat = Parameters<TelegramServer['botMessages']>[0];

async function answered(options: TelegramSetupOptions = {}) {
  const setup = await telegramSetup(options);
  const started = await setup.start();
  const chat = setup.server.privateChat();
  setup.server.userSays(chat, '谁主持了会议？');
  await setup.server.waitFor(() => setup.server.botMessages(chat)[0]?.keyboard);
  return { ...setup, ...started, chat };
}

/** Taps the button that shows this text. */
function tap(server: TelegramServer, chat: Chat, text: string) {
  const message = server.botMessages(chat).at(-1);
  const button = message?.keyboard?.inline_keyboard.flat().find((one) => one.text.includes(text));
  if (message === undefined || button?.callback_data === undefined) {
    throw new Error(`there is no button ${text}`);
  }
  return server.userTaps(chat, message.id, button.callback_data);
}

const shown = (server: TelegramServer, chat: Chat) => server.botMessages(chat).at(-1);

describe('the buttons under an answer', () => {
  it('show the quote highlighted in its paragraph, the neighbours, and the answer again', async () => {
    const { server, chat } = await answered();
    const before = shown(server, chat);
    const query = tap(server, chat, '[1]');
    await server.waitFor(() => shown(server, chat)?.text.includes('前文。'));
    expect(query.answer).not.toBeNull();
    const bold = shown(server, chat)?.entities.filter(({ type }) => type === 'bold') ?? [];
    const texts = bold.map(({ offset, length }) =>
      shown(server, chat)?.text.slice(offset, offset + length),
    );
    expect(texts).toContain('省委副书记、省长蓝佛安主持会议。');
    tap(server, chat, '2 ›');
    await server.waitFor(() => shown(server, chat)?.text.includes('电视电话会议'));
    tap(server, chat, '‹ 1');
    await server.waitFor(() => shown(server, chat)?.text.includes('前文。'));
    tap(server, chat, '返回');
    await server.waitFor(() => shown(server, chat)?.text === before?.text);
    expect(shown(server, chat)?.keyboard).toEqual(before?.keyboard);
    expect(server.botMessages(chat)).toHaveLength(1);
    expect(server.violations).toEqual([]);
  });

  it('work after a restart', async () => {
    const { server, chat, stop, start } = await answered();
    await stop();
    await start();
    tap(server, chat, '[1]');
    await server.waitFor(() => shown(server, chat)?.text.includes('前文。'));
  });

  it('show the kept paragraph, marked, when the report has changed or is gone', async () => {
    const { server, chat, app } = await answered();
    for (const [id, found] of app.kept) app.kept.set(id, { ...found, changedSince: [1] });
    tap(server, chat, '[1]');
    await server.waitFor(() => shown(server, chat)?.text.includes('报告后来有改动'));
    expect(shown(server, chat)?.text).toContain('前文。');
    expect(shown(server, chat)?.keyboard?.inline_keyboard.flat()).toHaveLength(1);
  });

  it('show the kept paragraph when the report cannot be found for its neighbours', async () => {
    const { server, chat } = await answered({ documents: [] });
    tap(server, chat, '[1]');
    await server.waitFor(() => shown(server, chat)?.text.includes('前文。'));
  });

  it('say so when the answer was forgotten', async () => {
    const { server, chat, app } = await answered();
    app.kept.clear();
    const query = tap(server, chat, '[1]');
    await server.waitFor(() => query.answer !== null);
    expect(query.answer?.text).toContain('已不再保存');
  });

  it('say so when the button is of another time', async () => {
    const { server, chat } = await answered();
    const query = server.userTaps(chat, shown(server, chat)?.id ?? 0, '0:old');
    await server.waitFor(() => query.answer !== null);
    expect(query.answer?.text).toContain('已失效');
  });

  it('store what a person thinks of the answer', async () => {
    const { server, chat, app } = await answered();
    const query = tap(server, chat, '👍');
    await server.waitFor(() => query.answer !== null);
    expect(query.answer?.text).toBe('谢谢！');
    const [id] = app.kept.keys();
    expect(app.given).toEqual([{ answerId: id, verdict: 'up', user: `telegram:${chat.id}` }]);
  });

  it('are answered in time even when the answer is slow to find', async () => {
    let give: (found: FoundAnswer | null) => void = () => {};
    const { server, chat, app } = await answered();
    const find = app.answer.bind(app);
    app.answer = (id) =>
      new Promise((resolve) => {
        give = () => void find(id).then(resolve);
      });
    const query = tap(server, chat, '[1]');
    await server.waitFor(() => query.answer !== null);
    give(null);
    await server.waitFor(() => shown(server, chat)?.text.includes('前文。'));
  });

  it('still show the paragraph when the tap is answered too late', async () => {
    const { server, chat } = await answered();
    server.failNext('answerCallbackQuery', {
      code: 400,
      description: 'Bad Request: query is too old',
    });
    tap(server, chat, '[1]');
    await server.waitFor(() => shown(server, chat)?.text.includes('前文。'));
  });

  it('show the paragraph in a new message when the old one was deleted', async () => {
    const { server, chat } = await answered();
    const message = shown(server, chat);
    const data = message?.keyboard?.inline_keyboard[0]?.[0]?.callback_data ?? '';
    server.userTaps(chat, message?.id ?? 0, data);
    server.deleteMessage(chat, message?.id ?? 0);
    await server.waitFor(() => shown(server, chat)?.text.includes('前文。'));
  });

  it('link to the web page where it is public', async () => {
    const { server, chat } = await answered({
      settings: { publicUrl: 'https://report.example.org' },
    });
    tap(server, chat, '[1]');
    await server.waitFor(() => shown(server, chat)?.text.includes('前文。'));
    const links = shown(server, chat)?.entities.flatMap(({ url }) => url ?? []);
    expect(links).toEqual(['https://report.example.org/r/employment-meeting#p1s4']);
  });
});
