import type { TelegramChat, TelegramEntity, TelegramUser } from './telegram-shapes.js';

/** The commands and mentions that Telegram's clients mark in what a person types. */
export function userEntities(text: string): TelegramEntity[] {
  const commands = [
    ...text.matchAll(/(?<=^|\s)\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?/gu),
  ].map((match) => ({ type: 'bot_command', offset: match.index, length: match[0].length }));
  const mentions = [...text.matchAll(/(?<![\w/@])@[A-Za-z][A-Za-z0-9_]{2,31}/gu)]
    .filter(
      ({ index }) =>
        !commands.some((one) => index >= one.offset && index < one.offset + one.length),
    )
    .map((match) => ({ type: 'mention', offset: match.index, length: match[0].length }));
  return [...commands, ...mentions].sort((one, other) => one.offset - other.offset);
}

export interface Hearing {
  readonly chat: TelegramChat;
  readonly bot: TelegramUser;
  readonly text: string;
  readonly entities: readonly TelegramEntity[];
  readonly repliesTo: TelegramUser | null;
  readonly lastSpeaker: number | null;
  readonly mentionsHeard: boolean;
}

/** Whether a bot with privacy mode on receives a message. */
export function isHeard(hearing: Hearing): boolean {
  const { chat, bot, text, entities, repliesTo, lastSpeaker } = hearing;
  if (chat.type === 'private' || repliesTo?.id === bot.id) return true;
  const own = `@${bot.username}`.toLowerCase();
  return entities.some(({ type, offset, length }) => {
    const marked = text.slice(offset, offset + length).toLowerCase();
    if (type === 'mention') return hearing.mentionsHeard && marked === own;
    if (type !== 'bot_command') return false;
    if (marked.includes('@')) return marked.endsWith(own);
    return lastSpeaker === bot.id;
  });
}
