import { describe, expect, it, onTestFinished } from 'vitest';
import { createTelegramBot } from '../../../src/channels/telegram/create-telegram-bot.js';
import type { WebhookReceiver } from '../../../src/channels/telegram/receive-webhook.js';
import { serveWebhook } from '../../../src/channels/telegram/serve-webhook.js';
import { AppError } from '../../../src/domain/app-error.js';
import { openSqliteState } from '../../../src/store/sqlite-state.js';
import { echo, telegramSettings } from '../../support/telegram-settings.js';
import {
  hastyClock,
  type TelegramSetupOptions,
  telegramSetup,
  wrapQueue,
} from '../../support/telegram-setup.js';

const secretToken = 'a-secret';

async function webhookSetup(options: TelegramSetupOptions = {}, failAdds = 0) {
  const { server, app, folder } = await telegramSetup(options);
  const state = openSqliteState({ folder });
  let receiver: WebhookReceiver | null = null;
  const handle: WebhookReceiver['handle'] = async (request, response) => {
    await receiver?.handle(request, response);
  };
  const http = await serveWebhook({ path: '/hook', handle }, { host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${http.port}/hook`;
  let failures = failAdds;
  const bot = createTelegramBot({
    app,
    jobs: wrapQueue(state.jobs, {
      async add(job) {
        failures -= 1;
        if (failures < 0) return state.jobs.add(job);
        throw new AppError('full', { code: 'disk_full', hint: 'Make room.' });
      },
    }),
    settings: telegramSettings(server, { webhook: { url, secretToken } }),
    log: { info() {}, warn() {}, error() {} },
    clock: hastyClock(),
    graceMs: 0,
  });
  receiver = bot.webhook;
  onTestFinished(async () => {
    await bot.stop();
    await http.stop();
    await state.close();
  });
  await bot.start();
  return { server, app, url, bot };
}

describe('the webhook', () => {
  it('takes updates and replies before the answer is made', async () => {
    let go: () => void = () => {};
    const { server } = await webhookSetup({
      answer: (question) =>
        new Promise((resolve) => {
          go = () => resolve(echo(question));
        }),
    });
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.webhookPosts().at(-1)?.status === 200);
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('正在'));
    await server.waitFor(() => server.callsOf('sendMessage')[0]?.status === 200);
    await new Promise((resolve) => setTimeout(resolve, 20));
    go();
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(server.callsOf('getUpdates')).toEqual([]);
  });

  it('asks to be given again what it could not store', async () => {
    const { server, app } = await webhookSetup({}, 2);
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(server.webhookPosts().map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(app.asked).toHaveLength(1);
  });

  it('refuses a wrong or missing secret, other paths, other methods and what is no update', async () => {
    const { app, url } = await webhookSetup();
    const update = JSON.stringify({ update_id: 1 });
    const post = (secret: string | null, body: string, path = '') =>
      fetch(url + path, {
        method: 'POST',
        headers: secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret },
        body,
      }).then(({ status }) => status);
    expect(await post('another', update)).toBe(403);
    expect(await post(null, update)).toBe(403);
    expect(await post(secretToken, update, '/else')).toBe(403);
    expect(await fetch(url).then(({ status }) => status)).toBe(403);
    expect(await post(secretToken, '{')).toBe(400);
    expect(await post(secretToken, '{"update_id":"1"}')).toBe(400);
    expect(await post(secretToken, 'x'.repeat(1024 * 1024 + 1)).catch(() => 413)).toBe(413);
    expect(await post(secretToken, update)).toBe(200);
    expect(app.asked).toEqual([]);
  });

  it('ends the bot with the mend when a call shows that the token was revoked', async () => {
    const { server, bot } = await webhookSetup();
    server.failNext('sendMessage', { code: 401 });
    server.userSays(server.privateChat(), '问题？');
    expect(await bot.failed).toMatchObject({ code: 'config' });
  });

  it('cannot be served on a port that is taken, and says what to do', async () => {
    const handle = async () => {};
    const first = await serveWebhook({ path: '/', handle }, { host: '127.0.0.1', port: 0 });
    onTestFinished(() => first.stop());
    const second = serveWebhook({ path: '/', handle }, { host: '127.0.0.1', port: first.port });
    await expect(second).rejects.toMatchObject({ code: 'channel_failed' });
  });
});
