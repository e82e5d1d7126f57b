import {
  badRequest,
  type Parameters,
  type TelegramButton,
  type TelegramEntity,
  type TelegramKeyboard,
} from './telegram-shapes.js';

export interface Content {
  readonly text: string;
  readonly entities: readonly TelegramEntity[];
}

const ENTITY_TYPES = new Set(
  (
    'mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough ' +
    'spoiler blockquote expandable_blockquote code pre text_link text_mention custom_emoji'
  ).split(' '),
);
const QUOTES = new Set(['blockquote', 'expandable_blockquote']);
const MONOSPACE = new Set(['code', 'pre']);

/** Carriage returns, line separators, marks of writing direction and three combining marks, as Telegram's library has them. */
const REMOVED = /\r|[\u2028-\u202E]|\u0333|\u033F|\u030A/u;

/** Text and entities as Telegram keeps them: trimmed, within `limit` UTF-16 units; throws what it refuses or would drop. */
export function checkContent(params: Parameters, field: 'text' | 'caption', limit = 4096): Content {
  if (params.parse_mode !== undefined) {
    throw badRequest('parse_mode is not supported here: the bot sends entities');
  }
  const text = params[field];
  if (typeof text !== 'string') throw badRequest(`message ${field} is empty`);
  const entities = (params[field === 'text' ? 'entities' : 'caption_entities'] ?? []) as unknown;
  if (!Array.isArray(entities)) throw badRequest("can't parse entities: expected an Array");
  if (entities.length > 100) throw badRequest('more than 100 entities: the rest would be ignored');
  for (const entity of entities as TelegramEntity[]) checkEntity(entity, text);
  checkNesting(entities as TelegramEntity[]);
  if (/\p{Surrogate}/u.test(text)) throw badRequest('strings must be encoded in UTF-8');
  if (REMOVED.test(text))
    throw badRequest('characters that would be taken out, so that entities shift');
  const trimmed = trim({ text, entities: entities as TelegramEntity[] });
  if (trimmed.text.length > limit) {
    throw badRequest(field === 'text' ? 'message is too long' : 'message caption is too long');
  }
  return trimmed;
}

function checkEntity(entity: TelegramEntity, text: string): void {
  const { type, offset, length } = entity;
  if (!ENTITY_TYPES.has(type)) throw badRequest(`can't parse entities: unknown type ${type}`);
  if (!Number.isInteger(offset) || !Number.isInteger(length) || offset < 0 || length <= 0) {
    throw badRequest('ENTITY_BOUNDS_INVALID');
  }
  if (offset + length > text.length) throw badRequest('ENTITY_BOUNDS_INVALID');
  for (const edge of [offset, offset + length]) {
    if (splitsPair(text, edge)) {
      throw badRequest(
        `entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol`,
      );
    }
  }
  if (type === 'text_link' && !isPublicAddress(entity.url)) {
    throw badRequest('text_link without an address that can be opened');
  }
}

function splitsPair(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const [high, low] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

/** Telegram drops quotes in quotes, and everything inside monospace. */
function checkNesting(entities: readonly TelegramEntity[]): void {
  for (const [index, one] of entities.entries()) {
    for (const other of entities.slice(index + 1)) {
      const overlap =
        one.offset < other.offset + other.length && other.offset < one.offset + one.length;
      if (!overlap) continue;
      if (QUOTES.has(one.type) && QUOTES.has(other.type)) throw badRequest('blockquotes nested');
      const monospace = [one, other].find(({ type }) => MONOSPACE.has(type));
      const rest = monospace === one ? other : one;
      if (monospace !== undefined && !QUOTES.has(rest.type)) {
        throw badRequest('monospace overlaps another entity');
      }
    }
  }
}

function trim({ text, entities }: Content): Content {
  const start = text.length - text.trimStart().length;
  const kept = text.trim();
  const moved = entities.flatMap((entity) => {
    const from = Math.max(0, entity.offset - start);
    const to = Math.min(kept.length, entity.offset + entity.length - start);
    return to > from ? [{ ...entity, offset: from, length: to - from }] : [];
  });
  return { text: kept, entities: moved };
}

/** The inline keyboard of a call, or null; throws on any shape that Telegram refuses. */
export function checkKeyboard(markup: unknown): TelegramKeyboard | null {
  if (markup === undefined || markup === null) return null;
  const parsed: unknown = typeof markup === 'string' ? JSON.parse(markup) : markup;
  const rows = (parsed as { inline_keyboard?: unknown }).inline_keyboard;
  if (!Array.isArray(rows)) {
    throw badRequest("can't parse reply keyboard markup JSON object");
  }
  for (const row of rows) {
    if (!Array.isArray(row)) throw badRequest('field "inline_keyboard" must be an Array of Arrays');
    if (row.length > 8) throw badRequest('more than 8 buttons in a row');
    for (const button of row as TelegramButton[]) checkButton(button);
  }
  const buttons = rows.flat() as TelegramButton[];
  if (buttons.length > 100) throw badRequest('REPLY_MARKUP_TOO_LONG');
  const filled = (rows as TelegramButton[][]).filter((row) => row.length > 0);
  return filled.length === 0 ? null : { inline_keyboard: filled };
}

function checkButton(button: TelegramButton): void {
  if (typeof button.text !== 'string' || button.text.trim() === '') {
    throw badRequest('inline keyboard button text must be non-empty');
  }
  const { callback_data: data, url } = button;
  if ((data === undefined) === (url === undefined)) {
    throw badRequest('inline keyboard button must have exactly one action');
  }
  if (data !== undefined) {
    const bytes = Buffer.byteLength(data, 'utf8');
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
  }
  if (url !== undefined && !isPublicAddress(url)) {
    throw badRequest('inline keyboard button URL is invalid: Wrong HTTP URL');
  }
}

function isPublicAddress(address: string | undefined): boolean {
  if (address === undefined || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol === 'tg:' || protocol === 'mailto:') return true;
  return (protocol === 'http:' || protocol === 'https:') && hostname.includes('.');
}
