/**
 * The picture of a conversation in docs/: the real bot with the real answers talks to the fake server of the tests, and
 * its messages are drawn as a client of Telegram shows their entities. Writes the page, and the picture where a Chromium is
 * (`CHROMIUM`, or /usr/bin/chromium). `npx tsx scripts/render-conversation.ts`
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createTelegramBot } from '../src/channels/telegram/create-telegram-bot.js';
import { openServices } from '../src/compose.js';
import { readConfig } from '../src/config.js';
import type { SeenMessage, TelegramChat } from '../tests/support/telegram/telegram-shapes.js';
import { startTelegramServer, type TelegramServer } from '../tests/support/telegram-server.js';
import type { MockMessage } from './telegram-mock/render-message.js';
import { type MockScreen, renderScreens } from './telegram-mock/render-screens.js';

const LIST_QUESTION = '会议提出了哪几方面要求？';
const PERSON_QUESTION = '谁主持了会议？';
const UNANSWERED = '会议花了多少钱？';
const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const docsFolder = join(projectFolder, 'docs');
const startMs = Date.UTC(2026, 0, 5, 10, 4);

function draw(messages: readonly SeenMessage[]): MockMessage[] {
  return messages
    .filter(({ deleted }) => !deleted)
    .map(({ fromBot, text, entities, keyboard, message }) => ({
      fromBot,
      text,
      entities,
      keyboard,
      time: new Date(message.date * 1000).toISOString().slice(11, 16),
      // The placeholder that became the answer is one of many edits; only what a tap changed is worth telling.
      edited: false,
    }));
}

const buttonOf = (message: SeenMessage, label: string): string | undefined =>
  message.keyboard?.inline_keyboard.flat().find(({ text }) => text === label)?.callback_data;

async function askAndWait(
  server: TelegramServer,
  chat: TelegramChat,
  text: string,
): Promise<SeenMessage> {
  const before = server.botMessages(chat).length;
  server.userSays(chat, text);
  return await server.waitFor(() => {
    const last = server.botMessages(chat)[before];
    return last !== undefined && last.keyboard !== null && last;
  }, 60_000);
}

async function tapAndWait(
  server: TelegramServer,
  chat: TelegramChat,
  tap: { readonly message: SeenMessage; readonly label: string },
): Promise<void> {
  const { id, versions } = tap.message;
  const data = buttonOf(tap.message, tap.label);
  if (data === undefined) throw new Error(`There is no button ${tap.label}.`);
  server.userTaps(chat, id, data);
  await server.waitFor(() => {
    const now = server.messages(chat).find((message) => message.id === id);
    return now !== undefined && now.versions.length > versions.length;
  }, 30_000);
}

async function converse(server: TelegramServer): Promise<MockScreen[]> {
  const chat = server.privateChat(server.addUser({ first_name: '小王', language_code: 'zh-hans' }));
  await askAndWait(server, chat, PERSON_QUESTION);
  const list = await askAndWait(server, chat, LIST_QUESTION);
  const answered = draw(server.messages(chat));
  await tapAndWait(server, chat, { message: list, label: '[3]' });
  const cited = draw(server.messages(chat)).slice(-2);
  const other = server.privateChat(
    server.addUser({ first_name: '小李', language_code: 'zh-hans' }),
  );
  await askAndWait(server, other, UNANSWERED);
  const refused = draw(server.messages(other));
  return [
    { caption: '1　提问与回答：每句话都有出处', messages: answered },
    { caption: '2　点按 [3]：原句在段落中标出', messages: cited },
    { caption: '3　报告没有提到的，就说没有提到', messages: refused },
  ];
}

async function takePicture(html: string, file: string): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: a script names the browser of its machine.
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    console.error(`There is no ${executablePath}: the picture was not taken. Set CHROMIUM.`);
    return;
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({
      deviceScaleFactor: 2,
      viewport: { width: 1240, height: 700 },
    });
    await page.setContent(html);
    await page.locator('body').screenshot({ path: file });
  } finally {
    await browser.close();
  }
}

const stateFolder = mkdtempSync(join(tmpdir(), 'report-qa-conversation-'));
let nowMs = startMs;
const server = await startTelegramServer({
  drafts: false,
  now: () => {
    nowMs += 500;
    return nowMs;
  },
});
const config = readConfig({
  projectFolder,
  env: {
    // biome-ignore lint/style/noProcessEnv: the folders of this machine, and the bot's own variables.
    ...process.env,
    STATE_DIR: stateFolder,
    TELEGRAM_BOT_TOKEN: server.token,
    TELEGRAM_API_ROOT: server.url,
  },
});
if (config.telegram === null) throw new Error('The bot has no token.');
const { app, jobs } = await openServices(config);
const bot = createTelegramBot({
  app,
  jobs,
  settings: config.telegram,
  log: { info: () => {}, warn: console.error, error: console.error },
});
try {
  await bot.start();
  const html = renderScreens('报告问答', await converse(server));
  writeFileSync(join(docsFolder, 'telegram-conversation.html'), html);
  await takePicture(html, join(docsFolder, 'telegram-conversation.png'));
  if (server.violations.length > 0) throw new Error(server.violations.join('\n'));
} finally {
  await bot.stop();
  await app.close();
  await server.close();
  rmSync(stateFolder, { recursive: true, force: true });
}
