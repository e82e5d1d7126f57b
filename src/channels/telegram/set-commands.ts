import type { TelegramCalls } from './call-telegram.js';
import { chatMessagesIn } from './chat-messages.js';
import type { TelegramLog } from './telegram-log.js';

/** Telegram knows languages by two letters; the default is for all others. */
const LISTS = [
  { language: 'zh-Hans', code: '' },
  { language: 'zh-Hans', code: 'zh' },
  { language: 'en', code: 'en' },
] as const;

/** Tells Telegram's clients which commands there are. A bot without such a list works too, so a failure is logged only. */
export async function setCommands(calls: TelegramCalls, log: TelegramLog): Promise<void> {
  for (const { language, code } of LISTS) {
    const { commands } = chatMessagesIn(language);
    const payload = {
      commands: Object.entries(commands).map(([command, description]) => ({
        command,
        description,
      })),
      ...(code === '' ? {} : { language_code: code }),
    };
    try {
      await calls.call('setMyCommands', payload, { patience: 'patient' });
    } catch {
      log.warn('telegram_commands_not_set', { code });
    }
  }
}
