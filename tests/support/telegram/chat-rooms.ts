import type { Content } from './check-content.js';
import {
  badRequest,
  type MessageVersion,
  type SeenMessage,
  type TelegramChat,
  type TelegramKeyboard,
  type TelegramMessage,
  TelegramRefusal,
  type TelegramUser,
} from './telegram-shapes.js';

interface KeptMessage {
  message: TelegramMessage;
  readonly versions: MessageVersion[];
  deleted: boolean;
}

export interface Room {
  readonly chat: TelegramChat;
  /** The person of a private chat, or whoever speaks in a group when nobody else is named. */
  readonly user: TelegramUser;
  readonly messages: Map<number, KeptMessage>;
  readonly threads: Set<number>;
  readonly drafts: { draftId: number; text: string; atMs: number }[];
  readonly actions: { action: string; atMs: number }[];
  readonly reactions: { messageId: number; emoji: string[] }[];
  /** When the bot sent or edited, in milliseconds. */
  readonly changes: number[];
  blocked: boolean;
  lastMessageId: number;
  lastSpeaker: number | null;
}

export interface NewMessage {
  readonly from: TelegramUser;
  readonly content: Content;
  readonly keyboard?: TelegramKeyboard | null;
  readonly extra?: Partial<TelegramMessage>;
}

/** The chats of the fake server and what was said in them. */
export class ChatRooms {
  readonly #rooms = new Map<number, Room>();
  readonly #now: () => number;
  readonly #botId: number;

  constructor(now: () => number, botId: number) {
    this.#now = now;
    this.#botId = botId;
  }

  open(chat: TelegramChat, user: TelegramUser): Room {
    const room: Room = {
      chat,
      user,
      messages: new Map(),
      threads: new Set(),
      drafts: [],
      actions: [],
      reactions: [],
      changes: [],
      blocked: false,
      lastMessageId: 0,
      lastSpeaker: null,
    };
    this.#rooms.set(chat.id, room);
    return room;
  }

  /** The room of a test's chat. */
  room(chat: TelegramChat | number): Room {
    const room = this.#rooms.get(typeof chat === 'number' ? chat : chat.id);
    if (room === undefined) throw new Error('no such chat on the fake server');
    return room;
  }

  all(): Room[] {
    return [...this.#rooms.values()];
  }

  /** The room that a call of the bot names; throws Telegram's refusals. */
  forBot(chatId: unknown): Room {
    const room = this.#rooms.get(Number(chatId));
    if (room === undefined) throw badRequest('chat not found');
    if (room.blocked) {
      throw new TelegramRefusal(
        403,
        room.chat.type === 'private'
          ? 'Forbidden: bot was blocked by the user'
          : `Forbidden: bot was kicked from the ${room.chat.type} chat`,
      );
    }
    return room;
  }

  add(room: Room, { from, content, keyboard = null, extra = {} }: NewMessage): TelegramMessage {
    room.lastMessageId += 1;
    const { text, entities } = content;
    const field = extra.document || extra.photo ? 'caption' : 'text';
    const message: TelegramMessage = {
      message_id: room.lastMessageId,
      from,
      chat: room.chat,
      date: Math.floor(this.#now() / 1000),
      ...(text === '' ? {} : { [field]: text }),
      ...(entities.length === 0 || field === 'caption' ? {} : { entities }),
      ...(keyboard === null ? {} : { reply_markup: keyboard }),
      ...extra,
    };
    room.messages.set(message.message_id, {
      message,
      versions: [{ text, entities, keyboard, atMs: this.#now() }],
      deleted: false,
    });
    room.lastSpeaker = from.id;
    if (from.id === this.#botId) room.changes.push(this.#now());
    return message;
  }

  /** A message that is there; throws when it is not. */
  find(room: Room, messageId: unknown, action: string): TelegramMessage {
    const kept = room.messages.get(Number(messageId));
    if (kept === undefined || kept.deleted) throw badRequest(`message to ${action} not found`);
    return kept.message;
  }

  edit(
    room: Room,
    messageId: unknown,
    change: { content?: Content; keyboard: TelegramKeyboard | null },
  ): TelegramMessage {
    const message = this.find(room, messageId, 'edit');
    if (message.from.id !== this.#botId) throw badRequest("message can't be edited");
    const kept = room.messages.get(message.message_id) as KeptMessage;
    const before = kept.versions.at(-1) as MessageVersion;
    const { text, entities } = change.content ?? before;
    const after = { text, entities, keyboard: change.keyboard, atMs: this.#now() };
    if (looks(before) === looks(after)) {
      throw badRequest(
        'message is not modified: specified new message content and reply markup are exactly the same ' +
          'as a current content and reply markup of the message',
      );
    }
    kept.versions.push(after);
    const { entities: _, reply_markup: __, ...rest } = message;
    kept.message = {
      ...rest,
      edit_date: Math.floor(this.#now() / 1000),
      text,
      ...(entities.length === 0 ? {} : { entities }),
      ...(change.keyboard === null ? {} : { reply_markup: change.keyboard }),
    };
    room.changes.push(this.#now());
    return kept.message;
  }

  remove(room: Room, messageId: number): void {
    this.find(room, messageId, 'delete');
    (room.messages.get(messageId) as KeptMessage).deleted = true;
  }

  seen(room: Room): SeenMessage[] {
    return [...room.messages.values()].map(({ message, versions, deleted }) => {
      const { text, entities, keyboard } = versions.at(-1) as MessageVersion;
      return {
        id: message.message_id,
        fromBot: message.from.id === this.#botId,
        message,
        text,
        entities,
        keyboard,
        replyTo: message.reply_to_message?.message_id ?? null,
        threadId: message.message_thread_id ?? null,
        versions: [...versions],
        deleted,
      };
    });
  }
}

function looks({ text, entities, keyboard }: Omit<MessageVersion, 'atMs'>): string {
  const sorted = entities
    .map(({ type, offset, length, url }) => [offset, length, type, url ?? ''])
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  return JSON.stringify([text, sorted, keyboard]);
}
