import type { TelegramSettings } from './telegram-settings.js';

export interface Access {
  mayAsk(userId: number, chatId: number): boolean;
  isAdmin(userId: number): boolean;
}

export function createAccess(settings: Pick<TelegramSettings, 'admins' | 'allowed'>): Access {
  const admins = new Set(settings.admins);
  const allowed = settings.allowed === null ? null : new Set(settings.allowed);
  return {
    mayAsk: (userId, chatId) =>
      allowed === null || allowed.has(userId) || allowed.has(chatId) || admins.has(userId),
    isAdmin: (userId) => admins.has(userId),
  };
}
