import type { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { App } from '../../domain/app.js';
import { AppError } from '../../domain/app-error.js';
import type { JobQueue } from '../../domain/job-queue.js';
import { createAccess } from './access.js';
import { createTelegramCalls } from './call-telegram.js';
import type { ChatContext } from './chat-context.js';
import { createChatLanes } from './chat-lanes.js';
import { type Clock, SYSTEM_CLOCK } from './clock.js';
import { connectBot } from './connect-bot.js';
import { createTelegraf } from './create-telegraf.js';
import { PACE, type Pace } from './growing-answer.js';
import { pollUpdates } from './poll-updates.js';
import { createRateLimit } from './rate-limit.js';
import { createUpdateReceiver } from './receive-update.js';
import { receiveWebhook, type WebhookReceiver } from './receive-webhook.js';
import { type ChatWorkers, startWorkers } from './start-workers.js';
import { TelegramFailure } from './telegram-failure.js';
import type { TelegramLog } from './telegram-log.js';
import type { TelegramSettings } from './telegram-settings.js';
import { tokenRefused } from './token-refused.js';

export interface TelegramBotOptions {
  readonly app: App;
  readonly jobs: JobQueue;
  readonly settings: TelegramSettings;
  readonly log: TelegramLog;
  readonly clock?: Clock;
  /** Between two edits of one message. */
  readonly pace?: Pace;
  /** How long the server holds an empty answer to a poll back. */
  readonly holdSeconds?: number;
  /** How long `stop` lets answers end that are under way; then they are left to the next start. */
  readonly graceMs?: number;
}

export interface TelegramBot {
  /** Resolves when updates are received. Throws `config` when the token is refused; waits while Telegram cannot be reached. */
  start(): Promise<{ readonly username: string }>;
  /** Receives no more, lets what is under way end. What was accepted and is not answered then is answered after the next start. */
  stop(): Promise<void>;
  /** To be handed to an HTTP server; null when the bot polls. */
  readonly webhook: WebhookReceiver | null;
  /** Settles when the bot cannot go on, with what mends it. */
  readonly failed: Promise<AppError>;
}

const DEFAULTS = Object.freeze({
  clock: SYSTEM_CLOCK,
  pace: PACE,
  holdSeconds: 50,
  graceMs: 20_000,
});
/** Short commands that may wait in one chat. */
const waitingPerLane = 5;
/** What was broken off has to notice it. */
const breakOffMs = 5000;

interface Running {
  readonly workers: ChatWorkers;
  readonly context: ChatContext;
  /** Never rejects. */
  readonly polling: Promise<void>;
}

type Options = Required<TelegramBotOptions>;

/** The Telegram channel. Nothing is sent or received before `start`. */
export function createTelegramBot(given: TelegramBotOptions): TelegramBot {
  const options: Options = { ...DEFAULTS, ...given };
  const { settings, log } = options;
  const bot = createTelegraf(settings);
  const receiving = new AbortController();
  const stopping = new AbortController();
  let fail: (error: AppError) => void = () => {};
  const failed = new Promise<AppError>((resolve) => {
    fail = resolve;
  });
  let running: Running | null = null;
  return {
    failed,
    async start() {
      running = await startBot(bot, options, { receiving, stopping, fail });
      return { username: running.context.me.username };
    },
    async stop() {
      receiving.abort();
      if (running !== null) await drain(running, stopping, options);
      log.info('telegram_stopped');
    },
    webhook:
      settings.webhook === null
        ? null
        : receiveWebhook({
            webhook: settings.webhook,
            log,
            async accept(update) {
              if (running === null || receiving.signal.aborted) throw notReceiving();
              await bot.handleUpdate(update);
            },
          }),
  };
}

interface Switches {
  readonly receiving: AbortController;
  readonly stopping: AbortController;
  readonly fail: (error: AppError) => void;
}

async function startBot(bot: Telegraf, options: Options, switches: Switches): Promise<Running> {
  const { settings, log, clock } = options;
  const { signal } = switches.receiving;
  const inactiveChats = new Set<number>();
  const onBlocked = (chatId: number) => inactiveChats.add(chatId);
  const onUnauthorized = (failure: TelegramFailure) => switches.fail(tokenRefused(failure));
  const { telegram } = bot;
  const calls = createTelegramCalls({ telegram, clock, log, onBlocked, onUnauthorized });
  const { info, identity: me } = await connectBot({ calls, settings, clock, log, signal });
  bot.botInfo = info;
  const context: ChatContext = {
    ...{ app: options.app, jobs: options.jobs, settings, log, clock, calls, me, inactiveChats },
    access: createAccess(settings),
    rateLimit: createRateLimit(settings.questionsPerMinute),
    lanes: createChatLanes({ waitingPerLane, onError: (error) => logLost(log, error) }),
    pace: options.pace,
    drafts: { supported: true },
    stopping: switches.stopping.signal,
    wake: () => workers.wake(),
  };
  const workers = startWorkers(context);
  const receive = createUpdateReceiver(context);
  bot.use(({ update }) => receive(update));
  const accept = (update: Update) => bot.handleUpdate(update);
  const polling =
    settings.webhook === null
      ? pollUpdates({ calls, accept, clock, log, signal, holdSeconds: options.holdSeconds })
      : Promise.resolve();
  log.info('telegram_started', {
    username: me.username,
    mode: settings.webhook === null ? 'polling' : 'webhook',
    openToEveryone: settings.allowed === null,
  });
  const settled = polling.catch((error: unknown) => switches.fail(asAppError(error)));
  return { workers, context, polling: settled };
}

/** First everything may end; what has not after a while is broken off and left to the next start. */
async function drain(
  { workers, context, polling }: Running,
  stopping: AbortController,
  { graceMs }: Options,
): Promise<void> {
  await polling;
  const ended = Promise.all([workers.stop(), context.lanes.drain()]);
  if (await within(ended, graceMs)) return;
  context.log.warn('telegram_broken_off');
  stopping.abort();
  const brokenOff = Promise.all([workers.stop({ abort: true }), context.lanes.drain()]);
  await within(brokenOff, Math.min(breakOffMs, graceMs));
}

async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const waiting = new AbortController();
  const late = SYSTEM_CLOCK.wait(ms, waiting.signal).then(() => false);
  const inTime = await Promise.race([work.then(() => true), late]);
  waiting.abort();
  return inTime;
}

function logLost(log: TelegramLog, error: unknown): void {
  if (error instanceof TelegramFailure) return;
  const code = error instanceof AppError ? error.code : 'internal';
  const name = error instanceof Error ? error.name : 'unknown';
  log.error('telegram_reply_lost', { code, name });
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('The Telegram bot ended.', {
    code: 'channel_failed',
    hint: 'Start it again; if it ends again, please report it with the log.',
    cause: error,
  });
}

function notReceiving(): AppError {
  return new AppError('The bot does not receive updates now.', {
    code: 'cancelled',
    hint: 'Telegram delivers again what was not taken.',
  });
}
