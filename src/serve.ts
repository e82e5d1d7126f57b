/** `serve` and `telegram`: opens the channels, keeps the index fresh and old texts forgotten, until the signal. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createHttpServer } from './channels/http/create-http-server.js';
import { createMetrics, type HttpMetrics } from './channels/http/metrics.js';
import { createTelegramBot, type TelegramBot } from './channels/telegram/create-telegram-bot.js';
import { serveWebhook } from './channels/telegram/serve-webhook.js';
import type { Services } from './compose.js';
import type { Config } from './config.js';
import type { App, IndexReport } from './domain/app.js';
import { AppError } from './domain/app-error.js';

export interface ServeOptions {
  readonly config: Config;
  readonly services: Services;
  readonly log: Logger;
  readonly what: 'all' | 'telegram';
  readonly version: string;
  readonly signal: AbortSignal;
  /** The web page's address. */
  readonly onHttp: (url: string) => void;
  readonly onBot: (bot: StartedBot) => void;
  readonly onIndexed: (report: IndexReport) => void;
}

export interface StartedBot {
  /** User name. */
  readonly name: string;
  /** Whether anybody may ask it. */
  readonly isOpen: boolean;
}

interface Running {
  stop(): Promise<void>;
}

const forgetEveryMs = 6 * 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

/** Resolves when the signal came and what was begun is finished. Throws what kept a channel from starting or going on. */
export async function serve(options: ServeOptions): Promise<void> {
  const { config, services, signal, log } = options;
  const metrics = createMetrics();
  // What the first sentence of a model needs is loaded before somebody waits for it.
  services.warm().catch((error: unknown) => log.warn({ event: 'warm_failed', ...told(error) }));
  const running: Running[] = [keepAppFresh(options, log), forgetOldTexts(options, log)];
  try {
    const bot = createBot(options, log, metrics);
    const http = options.what === 'all' ? createHttp(options, bot?.webhook ?? null, metrics) : null;
    if (http !== null) {
      options.onHttp((await http.start()).url);
      running.push(http);
    } else if (bot !== null && bot.webhook !== null) {
      running.push(await serveWebhook(bot.webhook, config.http));
    }
    const failures: Promise<AppError>[] = [];
    if (bot !== null) {
      running.push(bot);
      const isOpen = config.telegram?.allowed === null;
      // Telegram may be out of reach for long; people who ask over HTTP need not wait for it.
      failures.push(
        bot.failed,
        startBot(bot, (name) => options.onBot({ name, isOpen })),
      );
    }
    await untilEnd(failures, signal);
  } finally {
    for (const one of running.reverse()) {
      await one
        .stop()
        .catch((error: unknown) => log.error({ event: 'stop_failed', ...told(error) }));
    }
    await services.app.close();
  }
}

function createBot({ config, services, what }: ServeOptions, log: Logger, metrics: HttpMetrics) {
  if (config.telegram === null) {
    if (what === 'all') return null;
    throw new AppError('There is no token for the Telegram bot.', {
      code: 'config',
      hint: 'Set TELEGRAM_BOT_TOKEN to the token that @BotFather gave you, in the environment or in .env.',
    });
  }
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) =>
      log[level]({ event, ...fields });
  return createTelegramBot({
    app: countingAnswers(services.app, metrics, log),
    jobs: services.jobs,
    settings: config.telegram,
    log: { info: write('info'), warn: write('warn'), error: write('error') },
  });
}

/** `/metrics` and the log tell of the bot's questions too. */
function countingAnswers(app: App, metrics: HttpMetrics, log: Logger): App {
  return {
    ...app,
    async ask(question, options) {
      try {
        const answer = await app.ask(question, options);
        metrics.countAnswer('telegram', answer);
        const { id, status, mode, usage } = answer;
        log.info({ event: 'answer', answerId: id, channel: 'telegram', status, mode, ...usage });
        return answer;
      } catch (error) {
        metrics.countFailure('telegram', error instanceof AppError ? error.code : 'internal');
        throw error;
      }
    },
  };
}

type Webhook = NonNullable<ReturnType<typeof createTelegramBot>['webhook']>;

function createHttp(
  { config, services, version }: ServeOptions,
  webhook: Webhook | null,
  metrics: HttpMetrics,
) {
  return createHttpServer({
    app: services.app,
    jobs: services.jobs,
    jobKinds: ['telegram', 'telegram-report', 'webhook-question', 'webhook-callback'],
    state: services.state,
    settings: config.http,
    metrics,
    version,
    pageFolder: join(config.projectFolder, 'dist', 'channels', 'http', 'page'),
    mounts: webhook === null ? [] : [webhook],
  });
}

function keepAppFresh({ services, onIndexed }: ServeOptions, log: Logger): Running {
  const stop = services.app.keepFresh({
    onReport: (report) => {
      if (report.gate !== null) {
        const { stage, kept, before, now, fallen, fell } = report.gate;
        const ids = fell.map(({ id }) => id);
        log.warn({ event: 'index_gate', stage, kept, before, now, fallen, questions: ids });
      }
      if (report.gate?.kept !== true) {
        log.info({ event: 'index_refreshed', generation: report.generation });
      }
      for (const problem of report.problems) {
        log.warn({ event: 'report_problem', file: problem.file, message: problem.message });
      }
      onIndexed(report);
    },
    onError: (error) => log.error({ event: 'index_refresh_failed', ...told(error) }),
  });
  return { stop };
}

/** What people wrote goes after the time that the configuration names. */
function forgetOldTexts({ config, services }: ServeOptions, log: Logger): Running {
  const forget = (): void => {
    services.app
      .forgetBefore(new Date(Date.now() - config.retentionDays * dayMs))
      .catch((error: unknown) => log.error({ event: 'forget_failed', ...told(error) }));
  };
  forget();
  const timer = setInterval(forget, forgetEveryMs);
  timer.unref();
  return { stop: async () => clearInterval(timer) };
}

/** Settles only when the bot could not start. */
async function startBot(bot: TelegramBot, onStarted: (name: string) => void): Promise<AppError> {
  try {
    onStarted((await bot.start()).username);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== 'cancelled') return error;
  }
  return await new Promise(() => {});
}

async function untilEnd(
  failures: readonly Promise<AppError>[],
  signal: AbortSignal,
): Promise<void> {
  const stopped = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const error = await Promise.race([stopped, ...failures]);
  if (error !== null) throw error;
}

/** An error's own words are kept out of the log unless we wrote them. */
function told(error: unknown): Record<string, string> {
  return error instanceof AppError
    ? { code: error.code, message: error.message, hint: error.hint }
    : { code: 'internal', name: error instanceof Error ? error.name : 'unknown' };
}
