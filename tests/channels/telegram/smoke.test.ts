import { once } from 'node:events';
import { createServer } from 'node:net';
import * as testApi from 'telegram-test-api';
import { expect, it, onTestFinished } from 'vitest';
import { createTelegramBot } from '../../../src/channels/telegram/create-telegram-bot.js';
import { openSqliteState } from '../../../src/store/sqlite-state.js';
import { keepingApp } from '../../support/keeping-app.js';
import { telegramSettings } from '../../support/telegram-settings.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

it('the bot answers a question behind a Bot API server that others wrote', async () => {
  const token = '1:smoke';
  const port = await freePort();
  // Its types tell of a default export inside of the default export; there is one only.
  const TelegramServer = testApi.default as unknown as typeof testApi.default.default;
  const server = new TelegramServer({ port, host: '127.0.0.1' });
  await server.start();
  const state = openSqliteState({ folder: temporaryFolder() });
  const bot = createTelegramBot({
    app: keepingApp({}),
    jobs: state.jobs,
    settings: telegramSettings({ url: `http://127.0.0.1:${port}`, token }),
    log: { info() {}, warn() {}, error() {} },
    graceMs: 100,
  });
  onTestFinished(async () => {
    await bot.stop();
    await state.close();
    await server.stop();
  });
  await bot.start();
  const client = server.getClient(token, { timeout: 5000 });
  await client.sendMessage(client.makeMessage('谁主持了会议？'));
  const shown = () => JSON.stringify(server.storage.botMessages);
  await expect.poll(shown, { timeout: 5000 }).toContain('答：谁主持了会议？');
  expect(server.storage.botMessages).toHaveLength(1);
});

/** That server takes 0 for its default. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
