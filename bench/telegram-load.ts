/**
 * What the Telegram bot loses: many chats ask at once, some calls of the Bot API fail, and the bot is ended and started
 * again three times, once by SIGKILL. Then how long a quick chat waits while another chat's answer takes a minute.
 * `npx tsx bench/telegram-load.ts [--chats 200] [--questions 5] [--fail 0.05] [--seed 7] [--spread 30] [--restarts 3] [--slow 60] [--drafts] [--real]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startTelegramServer, type TelegramServer } from '../tests/support/telegram-server.js';
import { BotProcess } from './telegram/bot-process.js';
import { type AskedChat, countAnswers, shownAnswer } from './telegram/count-answers.js';

const { values } = parseArgs({
  options: {
    chats: { type: 'string', default: '200' },
    questions: { type: 'string', default: '5' },
    /** Share of calls that fail with 429 or 500. */
    fail: { type: 'string', default: '0.05' },
    /** Which calls fail. */
    seed: { type: 'string', default: '7' },
    /** Seconds over which the questions come. */
    spread: { type: 'string', default: '30' },
    /** How often the bot is ended and started again, at most three times; the second time by SIGKILL. */
    restarts: { type: 'string', default: '3' },
    /** Seconds that the slow answer takes. */
    slow: { type: 'string', default: '60' },
    /** With a server that takes drafts. */
    drafts: { type: 'boolean', default: false },
    /** The built program and its real answers; without the slow answer. */
    real: { type: 'boolean', default: false },
  },
});
const amount = (
  name: 'chats' | 'questions' | 'fail' | 'seed' | 'spread' | 'restarts' | 'slow',
): number => {
  const value = Number(values[name]);
  if (!(value >= 0)) throw new Error(`--${name} is no number.`);
  return value;
};

const REAL_QUESTIONS = [
  '谁主持了会议？',
  '会议什么时候召开？',
  '对高校毕业生有什么要求？',
  '会议花了多少钱？',
  '会议在哪里召开？',
];
const RESTARTS = ['SIGTERM', 'SIGKILL', 'SIGTERM'] as const;

/** Each chat asks its questions in order at moments spread over the time. */
async function askAll(server: TelegramServer): Promise<AskedChat[]> {
  const spreadMs = amount('spread') * 1000;
  const questions = amount('questions');
  const chats = Array.from(
    { length: amount('chats') },
    (): AskedChat => ({ chat: server.privateChat(), asked: [] }),
  );
  await Promise.all(
    chats.map(async ({ chat, asked }, chatNumber) => {
      for (let number = 0; number < questions; number += 1) {
        await sleep((spreadMs / questions) * (0.5 + Math.random()));
        const text = values.real
          ? (REAL_QUESTIONS[number % REAL_QUESTIONS.length] ?? '')
          : `question ${number + 1} of chat ${chatNumber + 1}`;
        asked.push({ text, atMs: Date.now() });
        server.userSays(chat, text);
      }
    }),
  );
  return chats;
}

const answersShown = (server: TelegramServer): number =>
  server
    .chats()
    .reduce(
      (sum, chat) =>
        sum + server.botMessages(chat).filter((message) => shownAnswer(message) !== null).length,
      0,
    );

async function restartOften(server: TelegramServer, bot: BotProcess, total: number): Promise<void> {
  const signals = RESTARTS.slice(0, amount('restarts'));
  for (const [index, signal] of signals.entries()) {
    const due = ((index + 1) / (signals.length + 1)) * total;
    await server.waitFor(() => answersShown(server) >= due, 600_000);
    const started = performance.now();
    await bot.end(signal);
    const endedMs = performance.now() - started;
    await bot.start();
    const backMs = performance.now() - started;
    console.log(
      `${signal} after ${answersShown(server)} answers: gone in ${endedMs.toFixed(0)} ms, back after ${backMs.toFixed(0)} ms`,
    );
  }
}

async function measureLoss(server: TelegramServer, bot: BotProcess): Promise<boolean> {
  const total = amount('chats') * amount('questions');
  server.failRate(amount('fail'), [429, 500], { seed: amount('seed'), retryAfter: 1 });
  const [chats] = await Promise.all([askAll(server), restartOften(server, bot, total)]);
  await server.waitFor(() => answersShown(server) >= total, 120_000).catch(() => false);
  // What comes twice comes late.
  await sleep(5_000);
  server.failRate(0);
  const { waitsMs, ...counts } = countAnswers(server, chats, !values.real);
  const failed = server.calls.filter(({ status }) => status === 429 || status === 500).length;
  console.log(counts);
  console.log(`calls: ${server.calls.length}, failed on purpose: ${failed}`);
  const at = (share: number): string =>
    `${waitsMs[Math.floor((waitsMs.length - 1) * share)] ?? '-'} ms`;
  console.log(`wait for an answer: median ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)}`);
  if (server.violations.length > 0) console.log(new Set(server.violations));
  return (
    counts.lost === 0 &&
    counts.answeredTwice === 0 &&
    counts.outOfOrder === 0 &&
    counts.duplicateMessages <= 1 &&
    server.violations.length === 0
  );
}

/** The worst of twenty quick answers in one chat while another chat waits for its slow one. */
async function measureQuickBesideSlow(server: TelegramServer): Promise<void> {
  const [slow, quick] = [server.privateChat(), server.privateChat()];
  const began = Date.now();
  server.userSays(slow, 'a slow question');
  await server.waitFor(() => server.pendingUpdates().length === 0, 30_000);
  const waitsMs: number[] = [];
  for (let number = 1; number <= 20; number += 1) {
    const askedMs = Date.now();
    server.userSays(quick, `quick question ${number}`);
    await server.waitFor(
      () =>
        server.botMessages(quick).filter((message) => shownAnswer(message) !== null).length ===
        number,
      120_000,
    );
    waitsMs.push(Date.now() - askedMs);
  }
  const answered = server.botMessages(slow).some((message) => shownAnswer(message) !== null);
  console.log(
    `quick chat beside a slow answer${answered ? ' (which was over before!)' : ''}: worst ${Math.max(...waitsMs)} ms of 20`,
  );
  await server.waitFor(
    () => server.botMessages(slow).some((message) => shownAnswer(message) !== null),
    300_000,
  );
  const gaps = server.pacing(slow);
  console.log(
    `the slow answer took ${((Date.now() - began) / 1000).toFixed(1)} s and ${gaps.length} edits, at least ${Math.min(...gaps)} ms apart`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'report-qa-telegram-'));
const server = await startTelegramServer({ drafts: values.drafts });
const bot = new BotProcess(
  { apiRoot: server.url, token: server.token, folder, slowMs: amount('slow') * 1000 },
  values.real,
);
let good = false;
try {
  await bot.start();
  console.log('memory at the start (MB)', bot.memory());
  good = await measureLoss(server, bot);
  if (!values.real && amount('slow') > 0) await measureQuickBesideSlow(server);
  console.log('memory at the end (MB)', bot.memory());
} finally {
  await bot.end('SIGTERM');
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(good ? 'Nothing lost, nothing twice.' : 'NOT as promised.');
process.exitCode = good ? 0 : 1;
