import { describe, expect, it } from 'vitest';
import { createTelegramBot } from '../../../src/channels/telegram/create-telegram-bot.js';
import { AppError } from '../../../src/domain/app-error.js';
import { echo, telegramSettings } from '../../support/telegram-settings.js';
import { hastyClock, telegramSetup, wrapQueue } from '../../support/telegram-setup.js';

describe('faults of Telegram', () => {
  it('waits as long as a 429 says, leaves other chats alone, and loses nothing', async () => {
    const { server, log, start } = await telegramSetup();
    await start();
    const [slow, quick] = [server.privateChat(), server.privateChat()];
    server.failNext('sendMessage', { code: 429, retryAfter: 5 });
    server.userSays(slow, '问题一？');
    await server.waitFor(() => server.callsOf('sendMessage').length === 1);
    server.userSays(quick, '问题二？');
    await server.waitFor(() => server.botMessages(quick)[0]?.text.startsWith('答：'));
    await server.waitFor(() => server.botMessages(slow)[0]?.text.startsWith('答：'));
    expect(server.botMessages(slow)).toHaveLength(1);
    expect(log).toContainEqual(
      expect.objectContaining({
        event: 'telegram_call_failed',
        fields: expect.objectContaining({ fault: 'limited', status: 429 }),
      }),
    );
  });

  it('gives the place among the answers back during a long pause', async () => {
    const { server, start } = await telegramSetup({ settings: { parallelAnswers: 1 } });
    await start();
    const [slow, quick] = [server.privateChat(), server.privateChat()];
    server.failNext('sendMessage', { code: 429, retryAfter: 126 });
    server.userSays(slow, '问题一？');
    await server.waitFor(() => server.callsOf('sendMessage').length === 1);
    server.userSays(quick, '问题二？');
    await server.waitFor(() => server.botMessages(quick)[0]?.text.startsWith('答：'));
    expect(server.botMessages(slow)).toEqual([]);
  });

  it('tries again after faults of the server and broken connections', async () => {
    const { server, start } = await telegramSetup();
    await start();
    server.failNext('sendMessage', { code: 500 });
    server.failNext('sendMessage', { code: 'drop' });
    server.failNext('editMessageText', { code: 502 });
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(server.botMessages(chat)).toHaveLength(1);
  });

  it('sends the answer anew when its message was deleted meanwhile', async () => {
    const { server, start } = await telegramSetup({
      answer(question) {
        const [placeholder] = server.botMessages(chat);
        server.deleteMessage(chat, placeholder?.id ?? 0);
        return echo(question);
      },
    });
    const chat = server.privateChat();
    await start();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(server.botMessages(chat)).toHaveLength(1);
  });

  it('takes "message is not modified" for done', async () => {
    const { server, log, start } = await telegramSetup();
    const { jobs } = await start();
    server.failNext('editMessageText', {
      code: 400,
      description: 'Bad Request: message is not modified',
      done: true,
    });
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => log.some(({ event }) => event === 'telegram_answered'));
    expect(await jobs.counts('telegram')).toMatchObject({ waiting: 0, failed: 0 });
    expect(server.callsOf('editMessageText')).toHaveLength(1);
  });

  it('sends the plain text when the formatting is not taken', async () => {
    const { server, start } = await telegramSetup();
    await start();
    server.failNext('editMessageText', {
      code: 400,
      description: "Bad Request: can't parse entities: unsupported start tag",
    });
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(server.botMessages(chat)[0]?.entities).toEqual([]);
  });

  it('sends the text alone when the message is refused for anything else', async () => {
    const { server, start } = await telegramSetup();
    await start();
    server.failNext('editMessageText', { code: 400, description: 'Bad Request: BUTTON_X_INVALID' });
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(server.botMessages(chat)[0]?.keyboard).toBeNull();
  });

  it('answers even where "typing" cannot be shown', async () => {
    const { server, start } = await telegramSetup();
    await start();
    server.failNext('sendChatAction', { code: 500 });
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
  });

  it('gives up the questions of a chat that blocked it, until the person comes back', async () => {
    const { server, app, start } = await telegramSetup({
      answer: (question) => {
        if (question.question === '问题一？') server.block(chat);
        return echo(question);
      },
    });
    const chat = server.privateChat();
    const { jobs } = await start();
    server.userSays(chat, '问题一？');
    server.userSays(chat, '问题二？');
    await server.waitFor(() => app.asked.length === 1);
    await until(async () => (await jobs.counts('telegram')).failed === 2);
    expect(app.asked).toHaveLength(1);
    server.block(chat, false);
    server.userSays(chat, '问题三？');
    await server.waitFor(() => server.botMessages(chat).at(-1)?.text.startsWith('答：问题三'));
  });

  it('goes on polling after lost connections, faults and a second poller', async () => {
    const { server, log, start } = await telegramSetup();
    await start();
    server.dropConnections();
    server.failNext('getUpdates', { code: 502 });
    server.failNext('getUpdates', { code: 409 });
    server.failNext('getUpdates', { code: 429, retryAfter: 1 });
    server.dropConnections();
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(log.some(({ event }) => event === 'telegram_second_poller')).toBe(true);
  });

  it('ends with the mend when the token is revoked while it runs', async () => {
    const { server, start } = await telegramSetup();
    const { bot } = await start();
    server.failNext('getUpdates', { code: 401 });
    server.dropConnections();
    const error = await bot.failed;
    expect(error.code).toBe('config');
    expect(error.hint).toContain('TELEGRAM_BOT_TOKEN');
  });

  it('does not start with a wrong token, and does not tell it', async () => {
    const { server, app, log, start } = await telegramSetup();
    const token = '1:wrong-token';
    const error = await start({ settings: { token } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'config' });
    expect(JSON.stringify([log, String(error), error])).not.toContain('wrong-token');
    expect(app.asked).toEqual([]);
    expect(server.calls).toEqual([]);
  });

  it('waits for a Telegram that cannot be reached, and can be stopped meanwhile', async () => {
    const { server, app, start } = await telegramSetup();
    server.failNext('getMe', { code: 'drop', times: 3 });
    const { stop, jobs } = await start();
    expect(server.callsOf('getMe').length).toBeGreaterThan(3);
    await stop();
    const bot = createTelegramBot({
      app,
      jobs,
      settings: telegramSettings({ url: 'http://127.0.0.1:9', token: '1:a' }),
      log: { info() {}, warn() {}, error() {} },
      clock: hastyClock(),
    });
    const unstarted = createTelegramBot({
      ...{ app, jobs, log: { info() {}, warn() {}, error() {} } },
      settings: telegramSettings(server),
    });
    await unstarted.stop();
    const started = bot.start().catch((error: unknown) => error);
    await bot.stop();
    expect(await started).toMatchObject({ code: 'cancelled' });
  });

  it('is given again what it could not store, and takes it once', async () => {
    const { server, app, log, start } = await telegramSetup();
    let failures = 2;
    await start({
      wrapJobs: (jobs) =>
        wrapQueue(jobs, {
          async add(job) {
            failures -= 1;
            if (failures >= 0) {
              throw new AppError('full', { code: 'disk_full', hint: 'Make room.' });
            }
            return jobs.add(job);
          },
        }),
    });
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(app.asked).toHaveLength(1);
    expect(log.filter(({ event }) => event === 'telegram_update_not_stored')).toHaveLength(2);
  });

  it('writes neither the token nor what people wrote to the log', async () => {
    const { server, log, start } = await telegramSetup();
    await start();
    server.failRate(0.3, [429, 500, 400], { seed: 7, except: ['getUpdates'] });
    const chat = server.privateChat();
    for (const number of [1, 2, 3, 4]) server.userSays(chat, `隐私${number}？`);
    await server.waitFor(
      () => log.filter(({ event }) => event === 'telegram_accepted').length === 4,
    );
    await server.waitFor(() => server.botMessages(chat).length > 0);
    const written = JSON.stringify(log);
    expect(written).not.toContain('隐私');
    expect(written).not.toContain(server.token.split(':')[1]);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
