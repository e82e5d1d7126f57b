import { AppError } from '../../domain/app-error.js';
import type { TelegramFailure } from './telegram-failure.js';

/** The token is wrong or was revoked: nothing helps but another one. */
export function tokenRefused(failure: TelegramFailure): AppError {
  return new AppError(`Telegram refused the bot's token (${failure.status ?? 'no status'}).`, {
    code: 'config',
    hint: 'Set TELEGRAM_BOT_TOKEN to the token that @BotFather shows under /mybots.',
  });
}
