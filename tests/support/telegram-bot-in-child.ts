/**
 * Run as its own process: a Telegram bot whose answers tell their question. Arguments: folder of the state, address and token
 * of the Bot API server, milliseconds an answer takes. Tells each answer that is begun on a line of its standard output.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTelegramBot } from '../../src/channels/telegram/create-telegram-bot.js';
import { openSqliteState } from '../../src/store/sqlite-state.js';
import { keepingApp } from './keeping-app.js';
import { echo, telegramSettings } from './telegram-settings.js';

const [folder = '', url = '', token = '', answerMs = '0'] = process.argv.slice(2);
const state = openSqliteState({ folder });
const app = keepingApp({
  async answer(question) {
    process.stdout.write(`${question.question}\n`);
    await sleep(Number(answerMs));
    return echo(question);
  },
});
const bot = createTelegramBot({
  app,
  jobs: state.jobs,
  settings: telegramSettings({ url, token }),
  log: { info() {}, warn() {}, error() {} },
});
await bot.start();
