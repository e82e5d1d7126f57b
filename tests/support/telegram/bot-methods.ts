import type { ChatRooms, Room } from './chat-rooms.js';
import { type Content, checkContent, checkKeyboard } from './check-content.js';
import { checkAction, checkCommands, checkReaction, settingKey } from './check-settings.js';
import {
  badRequest,
  type Parameters,
  type TelegramFile,
  type TelegramMessage,
  TelegramRefusal,
  type TelegramUser,
  type UploadedFile,
} from './telegram-shapes.js';
import type { UpdateQueue } from './update-queue.js';

export interface CallbackQuery {
  readonly id: string;
  readonly data: string;
  /** What the bot answered; null until it does. */
  answer: { readonly text: string; readonly alert: boolean } | null;
  expired: boolean;
}

export interface ServerState {
  readonly bot: TelegramUser;
  readonly rooms: ChatRooms;
  readonly updates: UpdateQueue;
  readonly files: Map<string, { file: TelegramFile; bytes: Buffer }>;
  readonly callbacks: Map<string, CallbackQuery>;
  /** Commands and descriptions as the bot set them, by method, scope and language. */
  readonly settings: Map<string, unknown>;
  readonly now: () => number;
  drafts: boolean;
}

export interface MethodCall {
  readonly params: Parameters;
  readonly files: ReadonlyMap<string, UploadedFile>;
  readonly onHangUp: (hangUp: () => void) => void;
}

type Method = (state: ServerState, call: MethodCall) => unknown;

/** What the fake server can do, by the method's name in lower case. */
export const BOT_METHODS: ReadonlyMap<string, Method> = new Map<string, Method>(
  Object.entries({
    getMe: ({ bot }: ServerState) => ({
      ...bot,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    }),
    getUpdates: ({ updates }: ServerState, { params, onHangUp }: MethodCall) =>
      updates.poll(params, onHangUp),
    setWebhook: ({ updates }: ServerState, { params }: MethodCall) => {
      updates.setWebhook(params);
      return true;
    },
    deleteWebhook: ({ updates }: ServerState, { params }: MethodCall) => {
      updates.setWebhook({ drop_pending_updates: params.drop_pending_updates });
      return true;
    },
    getWebhookInfo: ({ updates }: ServerState) => updates.webhookInfo(),
    sendMessage,
    sendMessageDraft,
    sendDocument: (state: ServerState, call: MethodCall) => sendFile(state, call, 'document'),
    sendPhoto: (state: ServerState, call: MethodCall) => sendFile(state, call, 'photo'),
    editMessageText,
    editMessageReplyMarkup,
    deleteMessage,
    sendChatAction,
    answerCallbackQuery,
    setMessageReaction,
    setMyCommands: (state: ServerState, { params }: MethodCall) => {
      const commands = checkCommands(params.commands);
      state.settings.set(`commands ${settingKey(params)}`, commands);
      return true;
    },
    deleteMyCommands: (state: ServerState, { params }: MethodCall) => {
      state.settings.delete(`commands ${settingKey(params)}`);
      return true;
    },
    getMyCommands: (state: ServerState, { params }: MethodCall) =>
      state.settings.get(`commands ${settingKey(params)}`) ?? [],
    setMyDescription: describe('description', 512),
    setMyShortDescription: describe('short_description', 120),
    setMyName: describe('name', 64),
    getFile,
    getChat: ({ rooms }: ServerState, { params }: MethodCall) => rooms.forBot(params.chat_id).chat,
    getChatMember: ({ rooms }: ServerState, { params }: MethodCall) => ({
      status: 'member',
      user: { ...rooms.forBot(params.chat_id).user, id: Number(params.user_id) },
    }),
    leaveChat: ({ rooms }: ServerState, { params }: MethodCall) => {
      rooms.forBot(params.chat_id).blocked = true;
      return true;
    },
  } satisfies Record<string, Method>).map(([name, method]) => [name.toLowerCase(), method]),
);

function sendMessage(state: ServerState, { params }: MethodCall): TelegramMessage {
  const room = state.rooms.forBot(params.chat_id);
  const content = checkContent(params, 'text');
  if (content.text === '') throw badRequest('message text is empty');
  return send(state, room, { params, content });
}

function send(
  { rooms, bot }: ServerState,
  room: Room,
  sent: { params: Parameters; content: Content; extra?: Partial<TelegramMessage> },
): TelegramMessage {
  const keyboard = checkKeyboard(sent.params.reply_markup);
  const place = { ...threadOf(room, sent.params), ...replyOf(room, sent.params) };
  const extra = { ...sent.extra, ...place };
  return rooms.add(room, { from: bot, content: sent.content, keyboard, extra });
}

function threadOf(room: Room, params: Parameters): Partial<TelegramMessage> {
  const thread = params.message_thread_id;
  if (thread === undefined) return {};
  if (!room.threads.has(Number(thread))) throw badRequest('message thread not found');
  return { message_thread_id: Number(thread), is_topic_message: true };
}

function replyOf(room: Room, params: Parameters): Partial<TelegramMessage> {
  if (params.reply_to_message_id !== undefined) {
    throw badRequest('reply_to_message_id is of old: use reply_parameters');
  }
  const reply = params.reply_parameters as
    | { message_id: number; allow_sending_without_reply?: boolean }
    | undefined;
  if (reply === undefined) return {};
  const kept = room.messages.get(Number(reply.message_id));
  if (kept !== undefined && !kept.deleted) return { reply_to_message: kept.message };
  if (reply.allow_sending_without_reply === true) return {};
  throw badRequest('message to be replied not found');
}

function sendMessageDraft(state: ServerState, { params }: MethodCall): true {
  if (!state.drafts) throw new TelegramRefusal(404, 'Not Found');
  const room = state.rooms.forBot(params.chat_id);
  if (room.chat.type !== 'private') throw badRequest('TEXTDRAFT_PEER_INVALID');
  const draftId = Number(params.draft_id ?? 0);
  if (!Number.isInteger(draftId) || draftId === 0) throw badRequest('RANDOM_ID_INVALID');
  const { text } = checkContent({ text: '', ...params }, 'text');
  threadOf(room, params);
  room.drafts.push({ draftId, text, atMs: state.now() });
  return true;
}

function sendFile(
  state: ServerState,
  { params, files }: MethodCall,
  kind: 'document' | 'photo',
): TelegramMessage {
  const room = state.rooms.forBot(params.chat_id);
  const upload = files.get(kind);
  if (upload === undefined) throw badRequest(`there is no ${kind} in the request`);
  const content = checkContent({ caption: '', ...params }, 'caption', 1024);
  const file = keepFile(state, upload.name, upload.bytes);
  const extra = kind === 'document' ? { document: file } : { photo: [file] };
  return send(state, room, { params, content, extra });
}

export function keepFile(
  state: ServerState,
  name: string,
  bytes: Buffer,
  mimeType = 'application/octet-stream',
): TelegramFile {
  const id = `file${state.files.size + 1}`;
  const file = {
    file_id: id,
    file_unique_id: `u${id}`,
    file_name: name,
    mime_type: mimeType,
    file_size: bytes.length,
  };
  state.files.set(id, { file, bytes });
  return file;
}

function editMessageText({ rooms }: ServerState, { params }: MethodCall): TelegramMessage {
  const room = rooms.forBot(params.chat_id);
  const content = checkContent(params, 'text');
  if (content.text === '') throw badRequest('message text is empty');
  const keyboard = checkKeyboard(params.reply_markup);
  return rooms.edit(room, params.message_id, { content, keyboard });
}

function editMessageReplyMarkup({ rooms }: ServerState, { params }: MethodCall): TelegramMessage {
  const room = rooms.forBot(params.chat_id);
  const keyboard = checkKeyboard(params.reply_markup);
  return rooms.edit(room, params.message_id, { keyboard });
}

function deleteMessage({ rooms }: ServerState, { params }: MethodCall): true {
  rooms.remove(rooms.forBot(params.chat_id), Number(params.message_id));
  return true;
}

function sendChatAction(state: ServerState, { params }: MethodCall): true {
  const room = state.rooms.forBot(params.chat_id);
  threadOf(room, params);
  room.actions.push({ action: checkAction(params.action), atMs: state.now() });
  return true;
}

function answerCallbackQuery({ callbacks }: ServerState, { params }: MethodCall): true {
  const query = callbacks.get(String(params.callback_query_id));
  if (query === undefined || query.expired || query.answer !== null) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  const text = String(params.text ?? '');
  if (text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
  query.answer = { text, alert: params.show_alert === true };
  return true;
}

function setMessageReaction({ rooms }: ServerState, { params }: MethodCall): true {
  const room = rooms.forBot(params.chat_id);
  const { message_id: messageId } = rooms.find(room, params.message_id, 'react');
  room.reactions.push({ messageId, emoji: checkReaction(params.reaction ?? []) });
  return true;
}

function describe(field: string, limit: number): Method {
  return (state, { params }) => {
    const text = String(params[field] ?? '');
    if (text.length > limit) throw badRequest(`${field.toUpperCase()}_TOO_LONG`);
    state.settings.set(`${field} ${settingKey(params)}`, text);
    return true;
  };
}

/** Telegram's servers hand out no larger files. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;

function getFile({ files }: ServerState, { params }: MethodCall): Parameters {
  const kept = files.get(String(params.file_id));
  if (kept === undefined) throw badRequest('wrong file_id or the file is temporarily unavailable');
  if (kept.file.file_size > MAX_FILE_BYTES) throw badRequest('file is too big');
  return { ...kept.file, file_path: `documents/${kept.file.file_id}` };
}
