import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/channels/telegram/clock.js';
import {
  createTelegramBot,
  type TelegramBot,
  type TelegramBotOptions,
} from '../../src/channels/telegram/create-telegram-bot.js';
import type { TelegramSettings } from '../../src/channels/telegram/telegram-settings.js';
import type { JobQueue } from '../../src/domain/job-queue.js';
import { openSqliteState } from '../../src/store/sqlite-state.js';
import type { FakeApp, FakeAppOptions } from './fake-app.js';
import { keepingApp } from './keeping-app.js';
import {
  startTelegramServer,
  type TelegramServer,
  type TelegramServerOptions,
} from './telegram-server.js';
import { telegramSettings } from './telegram-settings.js';
import { temporaryFolder } from './temporary-folder.js';

/** Waits are this many times shorter than they say. */
const HASTE = 50;

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface TelegramSetupOptions extends FakeAppOptions {
  readonly server?: TelegramServerOptions;
  readonly settings?: Partial<TelegramSettings>;
  readonly bot?: Partial<TelegramBotOptions>;
}

export interface TelegramSetup {
  readonly server: TelegramServer;
  readonly app: FakeApp;
  readonly folder: string;
  readonly log: LogLine[];
  /** Starts a bot, the first or a later one, on the same folder. */
  start(
    options?: Omit<Partial<TelegramBotOptions>, 'settings'> & StartOptions,
  ): Promise<StartedBot>;
}

export interface StartOptions {
  readonly settings?: Partial<TelegramSettings>;
  /** Stands between the bot and its queue. */
  readonly wrapJobs?: (jobs: JobQueue) => JobQueue;
}

export interface StartedBot {
  readonly bot: TelegramBot;
  readonly jobs: JobQueue;
  stop(): Promise<void>;
}

export function hastyClock(): Clock {
  const start = Date.now();
  return {
    nowMs: () => start + (Date.now() - start) * HASTE,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const end = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, ms / HASTE);
        signal?.addEventListener('abort', end);
      }),
  };
}

/** A fake Bot API server, a fake App that keeps its answers, and bots between them. Everything ends with the test. */
export async function telegramSetup(options: TelegramSetupOptions = {}): Promise<TelegramSetup> {
  const server = await startTelegramServer({ drafts: false, ...options.server });
  onTestFinished(() => server.close());
  const app = keepingApp(options);
  const folder = temporaryFolder();
  const log: LogLine[] = [];
  const write =
    (level: LogLine['level']) =>
    (event: string, fields = {}) => {
      log.push({ level, event, fields });
    };
  return {
    server,
    app,
    folder,
    log,
    async start({ settings, wrapJobs = (jobs: JobQueue) => jobs, ...changes } = {}) {
      const state = openSqliteState({ folder });
      const bot = createTelegramBot({
        app,
        jobs: wrapJobs(state.jobs),
        settings: telegramSettings(server, { ...options.settings, ...settings }),
        log: { info: write('info'), warn: write('warn'), error: write('error') },
        clock: hastyClock(),
        holdSeconds: 5,
        graceMs: 2000,
        ...options.bot,
        ...changes,
      });
      let ended: Promise<void> | null = null;
      const stop = () => {
        ended ??= bot.stop().then(() => state.close());
        return ended;
      };
      onTestFinished(stop);
      await bot.start();
      return { bot, jobs: state.jobs, stop };
    },
  };
}

/** A queue some of whose methods are others. */
export function wrapQueue(jobs: JobQueue, changes: Partial<JobQueue>): JobQueue {
  return {
    add: (job) => jobs.add(job),
    take: (kind, limit) => jobs.take(kind, limit),
    saveProgress: (id, progress) => jobs.saveProgress(id, progress),
    finish: (id) => jobs.finish(id),
    postpone: (id, delayMs) => jobs.postpone(id, delayMs),
    giveUp: (id, reason) => jobs.giveUp(id, reason),
    counts: (kind) => jobs.counts(kind),
    waitingInLane: (kind, lane) => jobs.waitingInLane(kind, lane),
    nextDueAtMs: (kind) => jobs.nextDueAtMs(kind),
    ...changes,
  };
}
