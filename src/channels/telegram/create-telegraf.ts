import { Telegraf } from 'telegraf';
import type { TelegramSettings } from './telegram-settings.js';

/** telegraf set up so that nothing is printed, nothing is lost and nothing is cut off. */
export function createTelegraf({ token, apiRoot }: TelegramSettings): Telegraf {
  const bot = new Telegraf(token, {
    // telegraf's own limit would end nothing but its waiting.
    handlerTimeout: Number.POSITIVE_INFINITY,
    telegram: {
      webhookReply: false,
      // Without the slash at its end telegraf drops the last part of a path.
      ...(apiRoot === null ? {} : { apiRoot: `${apiRoot.replace(/\/+$/u, '')}/` }),
    },
  });
  // Whoever handed the update over has to know, so that it is given again; telegraf's own handler prints it.
  return bot.catch((error) => {
    throw error;
  });
}
