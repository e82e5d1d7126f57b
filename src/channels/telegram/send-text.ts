import type { TelegramCalls } from './call-telegram.js';
import { type Place, placeFields } from './place.js';
import { TelegramFailure } from './telegram-failure.js';

/** A message's text with its formatting as offsets in UTF-16 units, at most 4,096 of them. */
export interface MessageContent {
  readonly text: string;
  readonly entities: readonly object[];
  /** Rows of inline buttons. */
  readonly keyboard?: readonly (readonly object[])[];
}

export function plainContent(text: string): MessageContent {
  return { text, entities: [] };
}

export interface SendOptions {
  readonly replyTo?: number;
  readonly patience?: 'once' | 'patient';
  readonly signal?: AbortSignal;
}

/** Sends a new message and gives its id. Formatting that is not taken is left out. */
export async function sendText(
  calls: TelegramCalls,
  place: Place,
  content: MessageContent,
  options: SendOptions = {},
): Promise<number> {
  const reply =
    options.replyTo === undefined
      ? {}
      : {
          reply_parameters: {
            message_id: options.replyTo,
            allow_sending_without_reply: true,
          },
        };
  const sent = await plainIfNeeded(content, (fields) =>
    calls.call<{ message_id: number }>(
      'sendMessage',
      { ...placeFields(place), ...reply, ...fields },
      callOptions(options),
    ),
  );
  return sent.message_id;
}

/** `gone`: there is no such message any more. A message that shows this already counts as edited. */
export async function editText(
  calls: TelegramCalls,
  message: { readonly place: Place; readonly messageId: number },
  content: MessageContent,
  options: SendOptions = {},
): Promise<'edited' | 'gone'> {
  try {
    const target = { chat_id: message.place.chatId, message_id: message.messageId };
    await plainIfNeeded(content, (fields) =>
      calls.call('editMessageText', { ...target, ...fields }, callOptions(options)),
    );
  } catch (error) {
    const fault = error instanceof TelegramFailure ? error.fault : null;
    if (fault === 'message_gone') return 'gone';
    if (fault !== 'unchanged') throw error;
  }
  return 'edited';
}

/** A message without its formatting or its buttons is better than none. */
async function plainIfNeeded<T>(
  { text, entities, keyboard }: MessageContent,
  call: (fields: Readonly<Record<string, unknown>>) => Promise<T>,
): Promise<T> {
  const bare = { text, link_preview_options: { is_disabled: true } };
  const buttons = keyboard === undefined ? {} : { reply_markup: { inline_keyboard: keyboard } };
  const formats = entities.length === 0 ? {} : { entities };
  try {
    return await call({ ...bare, ...buttons, ...formats });
  } catch (error) {
    const fault = error instanceof TelegramFailure ? error.fault : null;
    if (fault === 'entities' && entities.length > 0) return call({ ...bare, ...buttons });
    if (fault === 'refused' && (entities.length > 0 || keyboard !== undefined)) return call(bare);
    throw error;
  }
}

function callOptions({ patience = 'patient', signal }: SendOptions) {
  return signal === undefined ? { patience } : { patience, signal };
}
