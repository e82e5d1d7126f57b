import { type CallbackQuery, keepFile, type ServerState } from './telegram/bot-methods.js';
import { ChatRooms, type Room } from './telegram/chat-rooms.js';
import { Faults } from './telegram/faults.js';
import { serveTelegram } from './telegram/telegram-http.js';
import type {
  ApiCall,
  SeenMessage,
  TelegramChat,
  TelegramEntity,
  TelegramMessage,
  TelegramUser,
} from './telegram/telegram-shapes.js';
import { UpdateQueue } from './telegram/update-queue.js';
import { isHeard, userEntities } from './telegram/user-entities.js';

export interface TelegramServerOptions {
  readonly token?: string;
  readonly username?: string;
  /** Whether groups tell the bot only what is meant for it. Default: true. */
  readonly privacy?: boolean;
  /** Whether a bot with privacy on hears bare mentions; Telegram's own texts differ. Default: true. */
  readonly mentionsHeard?: boolean;
  /** False: `sendMessageDraft` is unknown, as on older servers. */
  readonly drafts?: boolean;
  readonly firstUpdateId?: number;
  /** Wait before the second resend to a webhook; it doubles. */
  readonly webhookRetryMs?: number;
  readonly now?: () => number;
}

export interface SayOptions {
  readonly from?: TelegramUser;
  readonly replyTo?: number;
  readonly threadId?: number;
  /** Instead of the commands and mentions found in the text. */
  readonly entities?: readonly TelegramEntity[];
  /** Anything else of the message, e.g. `{ sticker: … }`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export type TelegramServer = Awaited<ReturnType<typeof startTelegramServer>>;

export const TELEGRAM_TOKEN = '4242:fake-token-of-the-fake-server';

/** A Bot API server that listens on a port of its own; the test plays the people. */
export async function startTelegramServer(options: TelegramServerOptions = {}) {
  const token = options.token ?? TELEGRAM_TOKEN;
  const state = createState(options, token);
  const watchers = new Set<() => void>();
  const onChange = (): void => {
    for (const check of watchers) check();
  };
  const calls: ApiCall[] = [];
  const violations: string[] = [];
  const faults = new Faults();
  const http = await serveTelegram({ token, state, faults, calls, violations, onChange });
  return {
    /** For TELEGRAM_API_ROOT. */
    url: http.url,
    token,
    bot: state.bot,
    /** Every call with the right token, oldest first. */
    calls,
    /** What Telegram would have refused or silently dropped; empty for a good bot. */
    violations,
    faults,
    callsOf: (method: string): ApiCall[] => calls.filter((call) => call.method === method),
    ...people(state, options),
    ...sights(state),
    /** Resolves with the first truthy value of `predicate`; throws after `timeoutMs`. */
    waitFor: <Value>(predicate: () => Value | undefined | null | false, timeoutMs = 5_000) =>
      waitFor(watchers, predicate, timeoutMs),
    failNext: faults.failNext.bind(faults),
    /** `rate` from 0 to 1, over all methods but the excepted. */
    failRate: (
      rate: number,
      codes: readonly number[] = [429, 500],
      how: { seed?: number; retryAfter?: number; except?: readonly string[] } = {},
    ): void => faults.failRate(rate, codes, how),
    delay: faults.delay.bind(faults),
    hang: faults.hang.bind(faults),
    release: faults.release.bind(faults),
    dropConnections: http.drop,
    setDrafts: (on: boolean): void => {
      state.drafts = on;
    },
    async close(): Promise<void> {
      faults.clear();
      state.updates.close();
      await http.close();
    },
  };
}

function createState(options: TelegramServerOptions, token: string): ServerState {
  const now = options.now ?? Date.now;
  const bot = {
    id: Number(token.split(':')[0]),
    is_bot: true,
    first_name: 'Report',
    username: options.username ?? 'report_qa_bot',
  };
  return {
    bot,
    rooms: new ChatRooms(now, bot.id),
    updates: new UpdateQueue(options.firstUpdateId ?? 1000, options.webhookRetryMs ?? 50),
    files: new Map(),
    callbacks: new Map(),
    settings: new Map(),
    now,
    drafts: options.drafts ?? true,
  };
}

/** What people do. Each gives what Telegram would tell of it, whether or not the bot hears it. */
function people(state: ServerState, options: TelegramServerOptions) {
  const { rooms, updates, bot } = state;
  let lastId = 100;
  const addUser = (changes: Partial<TelegramUser> = {}): TelegramUser => {
    lastId += 1;
    return {
      id: lastId,
      is_bot: false,
      first_name: `User ${lastId}`,
      language_code: 'zh-hans',
      ...changes,
    };
  };
  const addGroup = (type: 'group' | 'supergroup', changes: Partial<TelegramChat>): TelegramChat => {
    lastId += 1;
    const chat = { id: -1_000_000 - lastId, type, title: `Group ${lastId}`, ...changes };
    rooms.open(chat, addUser());
    return chat;
  };
  const deliver = (room: Room, message: TelegramMessage, lastSpeaker: number | null): void => {
    const heard =
      options.privacy === false ||
      isHeard({
        chat: room.chat,
        bot,
        text: message.text ?? '',
        entities: message.entities ?? [],
        repliesTo: message.reply_to_message?.from ?? null,
        lastSpeaker,
        mentionsHeard: options.mentionsHeard ?? true,
      });
    if (heard && !room.blocked) updates.push('message', message, room.chat.id);
  };
  return {
    addUser,
    /** The private chat of a (new) user with the bot. */
    privateChat: (user: TelegramUser = addUser()): TelegramChat => {
      const chat = { id: user.id, type: 'private', first_name: user.first_name } as const;
      rooms.open(chat, user);
      return chat;
    },
    groupChat: (changes: Partial<TelegramChat> = {}) => addGroup('group', changes),
    supergroupChat: (changes: Partial<TelegramChat> = {}) => addGroup('supergroup', changes),
    /** A topic of a supergroup; gives its thread id. */
    addTopic: (chat: TelegramChat): number => {
      const room = rooms.room(chat);
      room.lastMessageId += 1;
      room.threads.add(room.lastMessageId);
      return room.lastMessageId;
    },
    userSays(chat: TelegramChat, text: string, how: SayOptions = {}): TelegramMessage {
      const room = rooms.room(chat);
      const { lastSpeaker } = room;
      const message = rooms.add(room, {
        from: how.from ?? room.user,
        content: { text, entities: how.entities ?? userEntities(text) },
        extra: placeOf(room, how),
      });
      deliver(room, message, lastSpeaker);
      return message;
    },
    /** Gives the query; its `answer` is null until the bot answers. */
    userTaps(
      chat: TelegramChat,
      messageId: number,
      data: string,
      from?: TelegramUser,
    ): CallbackQuery {
      const room = rooms.room(chat);
      const message = rooms.find(room, messageId, 'tap');
      const query: CallbackQuery = {
        id: `q${state.callbacks.size + 1}`,
        data,
        answer: null,
        expired: false,
      };
      state.callbacks.set(query.id, query);
      const content = { id: query.id, from: from ?? room.user, message, chat_instance: '1', data };
      updates.push('callback_query', content, chat.id);
      return query;
    },
    userSendsDocument(
      chat: TelegramChat,
      file: {
        name: string;
        bytes: Uint8Array;
        mimeType?: string;
        caption?: string;
        sizeBytes?: number;
      },
      how: SayOptions = {},
    ): TelegramMessage {
      const room = rooms.room(chat);
      const kept = keepFile(
        state,
        file.name,
        Buffer.from(file.bytes),
        file.mimeType ?? 'text/plain',
      );
      const document = { ...kept, file_size: file.sizeBytes ?? kept.file_size };
      const message = rooms.add(room, {
        from: how.from ?? room.user,
        content: { text: file.caption ?? '', entities: [] },
        extra: { ...placeOf(room, how), document },
      });
      deliver(room, message, room.lastSpeaker);
      return message;
    },
    /** Any other update, e.g. `edited_message`. */
    sendUpdate: (kind: string, content: unknown, chat?: TelegramChat): number =>
      updates.push(kind, content, chat?.id ?? 0),
    /** The same update once more, as Telegram does when it did not learn that it arrived. */
    repeatUpdate: (update: { update_id: number }, chat?: TelegramChat): void =>
      updates.pushRaw(update as { update_id: number }, chat?.id ?? 0),
    deleteMessage: (chat: TelegramChat, messageId: number): void =>
      rooms.remove(rooms.room(chat), messageId),
    /** The person stops the bot; a group throws it out. */
    block(chat: TelegramChat, blocked = true): void {
      const room = rooms.room(chat);
      room.blocked = blocked;
      const [on, off] = ['member', chat.type === 'private' ? 'kicked' : 'left'];
      const member = (status: string | undefined) => ({ status, user: bot });
      const [before, after] = blocked ? [on, off] : [off, on];
      updates.push(
        'my_chat_member',
        {
          chat,
          from: room.user,
          date: Math.floor(state.now() / 1000),
          old_chat_member: member(before),
          new_chat_member: member(after),
        },
        chat.id,
      );
    },
    /** The bot's answer to this tap comes too late from now on. */
    expire: (query: CallbackQuery): void => {
      query.expired = true;
    },
  };
}

function placeOf(room: Room, how: SayOptions): Partial<TelegramMessage> {
  const reply = how.replyTo === undefined ? undefined : room.messages.get(how.replyTo)?.message;
  return {
    ...(reply === undefined ? {} : { reply_to_message: reply }),
    ...(how.threadId === undefined
      ? {}
      : { message_thread_id: how.threadId, is_topic_message: true }),
    ...how.extra,
  };
}

function sights({ rooms, updates, settings }: ServerState) {
  const seen = (chat: TelegramChat): SeenMessage[] => rooms.seen(rooms.room(chat));
  return {
    chats: (): TelegramChat[] => rooms.all().map(({ chat }) => chat),
    /** Of everybody, deleted ones too, oldest first. */
    messages: seen,
    /** What the bot said and did not delete, oldest first. */
    botMessages: (chat: TelegramChat) =>
      seen(chat).filter(({ fromBot, deleted }) => fromBot && !deleted),
    drafts: (chat: TelegramChat) => rooms.room(chat).drafts,
    chatActions: (chat: TelegramChat) => rooms.room(chat).actions,
    reactions: (chat: TelegramChat) => rooms.room(chat).reactions,
    /** Milliseconds between one message or edit of the bot in this chat and the next. */
    pacing(chat: TelegramChat): number[] {
      const { changes } = rooms.room(chat);
      return changes.slice(1).map((atMs, index) => atMs - (changes[index] ?? atMs));
    },
    /** Ids of updates that the bot has not confirmed. */
    pendingUpdates: () => updates.pendingIds,
    /** Each post to the webhook. */
    webhookPosts: () => updates.deliveries,
    commands: (language = '', scope: unknown = { type: 'default' }) =>
      settings.get(`commands ${JSON.stringify(scope)}/${language}`) ?? null,
    description: (field: string, language = '') =>
      settings.get(`${field} ${JSON.stringify({ type: 'default' })}/${language}`) ?? null,
  };
}

function waitFor<Value>(
  watchers: Set<() => void>,
  predicate: () => Value | undefined | null | false,
  timeoutMs: number,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      watchers.delete(check);
      clearInterval(ticks);
      clearTimeout(timer);
    };
    const check = (): void => {
      try {
        const value = predicate();
        if (!value) return;
        end();
        resolve(value);
      } catch (error) {
        end();
        reject(error);
      }
    };
    const ticks = setInterval(check, 10);
    const timer = setTimeout(() => {
      end();
      reject(new Error(`the awaited did not happen within ${timeoutMs} ms`));
    }, timeoutMs);
    watchers.add(check);
    check();
  });
}
