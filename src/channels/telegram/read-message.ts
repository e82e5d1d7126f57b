import type { Message, MessageEntity, User } from 'telegraf/types';
import type { Place } from './place.js';

export interface SentDocument {
  readonly fileId: string;
  readonly name: string;
  readonly sizeBytes: number | null;
}

/** What a message wants of the bot. */
export type Request =
  | { readonly kind: 'command'; readonly name: string; readonly argument: string }
  | { readonly kind: 'question'; readonly text: string }
  | { readonly kind: 'document'; readonly document: SentDocument; readonly caption: string }
  /** Something in a private chat that has no text. */
  | { readonly kind: 'textless' };

export interface ReadMessage {
  readonly place: Place;
  readonly messageId: number;
  readonly user: User;
  /** When it was sent. */
  readonly atMs: number;
  /** A group's administrator who writes in the name of the group. */
  readonly anonymousAdmin: boolean;
  readonly request: Request;
}

export interface BotIdentity {
  readonly id: number;
  readonly username: string;
  /** Whether it is given every message of its groups (privacy mode off, or administrator). */
  readonly readsAll: boolean;
}

/** Null for what the bot is silent about: messages not meant for it, other bots, service messages. */
export function readMessage(message: Message, me: BotIdentity): ReadMessage | null {
  const { chat, from: user } = message;
  if (user === undefined || chat.type === 'channel') return null;
  const senderChat = 'sender_chat' in message ? message.sender_chat : undefined;
  const anonymousAdmin = senderChat?.id === chat.id;
  if (user.is_bot && !anonymousAdmin) return null;
  if ('is_automatic_forward' in message && message.is_automatic_forward === true) return null;
  const group = chat.type !== 'private';
  const request = group ? readInGroup(message, me) : readInPrivate(message, me);
  if (request === null) return null;
  return {
    place: { chatId: chat.id, threadId: threadOf(message), group },
    messageId: message.message_id,
    user,
    atMs: message.date * 1000,
    anonymousAdmin,
    request,
  };
}

/** Replies in an ordinary group have a thread id too, but nothing can be sent to it. */
function threadOf(message: Message): number | null {
  const { is_topic_message: inTopic, message_thread_id: id } = message as Message.TextMessage;
  return inTopic === true && id !== undefined ? id : null;
}

function readInPrivate(message: Message, me: BotIdentity): Request | null {
  if ('text' in message) {
    const command = readCommand(message.text, message.entities, me);
    if (command === null) return { kind: 'question', text: message.text };
    if (command === 'of_another') return null;
    return { kind: 'command', name: command.name, argument: command.argument };
  }
  if ('document' in message) {
    const { document } = message;
    return {
      kind: 'document',
      document: {
        fileId: document.file_id,
        name: document.file_name ?? '',
        sizeBytes: document.file_size ?? null,
      },
      caption: message.caption ?? '',
    };
  }
  const contents = ['photo', 'sticker', 'voice', 'video', 'audio', 'video_note', 'animation'];
  const others = ['contact', 'location', 'poll', 'dice', 'venue', 'story'];
  return [...contents, ...others].some((name) => name in message) ? { kind: 'textless' } : null;
}

function readInGroup(message: Message, me: BotIdentity): Request | null {
  if (!('text' in message)) return null;
  const { text, entities } = message;
  const command = readCommand(text, entities, me);
  if (command === 'of_another') return null;
  if (command !== null) return commandInGroup(command, message, me);
  const mention = findMention(text, entities, me);
  if (mention !== null) {
    const rest = `${text.slice(0, mention.offset)} ${text.slice(mention.offset + mention.length)}`;
    return rest.trim() === '' ? askRepliedTo(message) : { kind: 'question', text: rest.trim() };
  }
  const repliedTo = message.reply_to_message;
  const toMe = repliedTo?.from?.id === me.id && !('forum_topic_created' in repliedTo);
  return toMe ? { kind: 'question', text } : null;
}

interface Command {
  readonly name: string;
  readonly argument: string;
  readonly addressed: boolean;
}

/** In privacy mode Telegram hands over a bare command only when it was the bot that spoke last. */
function commandInGroup(
  command: Command,
  message: Message.TextMessage,
  me: BotIdentity,
): Request | null {
  if (!command.addressed && me.readsAll) return null;
  if (command.name === 'ask' && command.argument === '') return askRepliedTo(message);
  return { kind: 'command', name: command.name, argument: command.argument };
}

/** `/ask@bot` or a mention alone, in reply to somebody's question. */
function askRepliedTo(message: Message.TextMessage): Request {
  const repliedTo = message.reply_to_message;
  const text = repliedTo !== undefined && 'text' in repliedTo ? repliedTo.text : '';
  return { kind: 'command', name: 'ask', argument: text };
}

function readCommand(
  text: string,
  entities: readonly MessageEntity[] | undefined,
  me: BotIdentity,
): Command | 'of_another' | null {
  const first = entities?.find(({ type, offset }) => type === 'bot_command' && offset === 0);
  if (first === undefined) return null;
  const [name = '', bot] = text.slice(1, first.length).split('@');
  if (bot !== undefined && bot.toLowerCase() !== me.username.toLowerCase()) return 'of_another';
  return {
    name: name.toLowerCase(),
    argument: text.slice(first.length).trim(),
    addressed: bot !== undefined,
  };
}

function findMention(
  text: string,
  entities: readonly MessageEntity[] | undefined,
  me: BotIdentity,
): MessageEntity | null {
  const name = `@${me.username}`.toLowerCase();
  const found = entities?.find((entity) => {
    if (entity.type === 'text_mention') return entity.user.id === me.id;
    const words = text.slice(entity.offset, entity.offset + entity.length);
    return entity.type === 'mention' && words.toLowerCase() === name;
  });
  return found ?? null;
}
