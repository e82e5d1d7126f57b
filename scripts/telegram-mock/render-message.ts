import type {
  TelegramEntity,
  TelegramKeyboard,
} from '../../tests/support/telegram/telegram-shapes.js';

export interface MockMessage {
  readonly fromBot: boolean;
  readonly text: string;
  readonly entities: readonly TelegramEntity[];
  readonly keyboard: TelegramKeyboard | null;
  /** `18:04`. */
  readonly time: string;
  readonly edited: boolean;
}

/** A message as a client of Telegram shows it, as HTML. */
export function renderMessage(message: MockMessage): string {
  const side = message.fromBot ? 'theirs' : 'mine';
  const edited = message.edited ? '已编辑 ' : '';
  return [
    `<div class="message ${side}"><div class="bubble">${renderText(message.text, message.entities)}`,
    `<span class="time">${edited}${message.time}${message.fromBot ? '' : ' ✓'}</span></div>`,
    message.keyboard === null ? '' : renderKeyboard(message.keyboard),
    '</div>',
  ].join('');
}

function renderKeyboard({ inline_keyboard: rows }: TelegramKeyboard): string {
  const html = rows.map(
    (row) =>
      `<div class="row">${row.map(({ text }) => `<span class="button">${escapeHtml(text)}</span>`).join('')}</div>`,
  );
  return `<div class="keyboard">${html.join('')}</div>`;
}

const TAGS: Readonly<Record<string, readonly [string, string]>> = {
  bold: ['<b>', '</b>'],
  italic: ['<i>', '</i>'],
  underline: ['<u>', '</u>'],
  code: ['<code>', '</code>'],
  bot_command: ['<a>', '</a>'],
  mention: ['<a>', '</a>'],
  text_link: ['<a>', '</a>'],
  blockquote: ['<blockquote>', '</blockquote>'],
  expandable_blockquote: ['<blockquote class="folded">', '</blockquote>'],
};

/** Quotes are blocks; all other formatting is applied piece by piece, so it may overlap in any way. */
export function renderText(text: string, entities: readonly TelegramEntity[]): string {
  const isQuote = ({ type }: TelegramEntity): boolean => type.endsWith('blockquote');
  const quotes = entities.filter(isQuote).sort((one, other) => one.offset - other.offset);
  const inline = entities.filter((entity) => !isQuote(entity));
  let html = '';
  let at = 0;
  for (const quote of quotes) {
    const end = quote.offset + quote.length;
    const [open, close] = TAGS[quote.type] ?? ['', ''];
    // A block breaks the line by itself.
    html += renderInline(text, inline, at, quote.offset).replace(/\n$/u, '');
    html += `${open}${renderInline(text, inline, quote.offset, end)}${close}`;
    at = text[end] === '\n' ? end + 1 : end;
  }
  return html + renderInline(text, inline, at, text.length);
}

function renderInline(
  text: string,
  entities: readonly TelegramEntity[],
  start: number,
  end: number,
): string {
  const edges = entities
    .flatMap(({ offset, length }) => [offset, offset + length])
    .filter((edge) => edge > start && edge < end);
  const cuts = [...new Set([start, ...edges, end])].sort((one, other) => one - other);
  return cuts
    .slice(1)
    .map((to, index) => {
      const from = cuts[index] ?? start;
      const worn = entities.filter(({ offset, length }) => offset <= from && offset + length >= to);
      const tags = worn.map(({ type }) => TAGS[type] ?? ['', '']);
      const open = tags.map(([tag]) => tag).join('');
      const close = tags
        .map(([, tag]) => tag)
        .reverse()
        .join('');
      return `${open}${escapeHtml(text.slice(from, to))}${close}`;
    })
    .join('');
}

// Drawn, since a machine that takes the picture may have no font with emoji.
const ICONS: Readonly<Record<string, string>> = {
  '👍': '<svg class="icon" viewBox="0 0 24 24"><path d="M2 21h4V9H2zm20-11a2 2 0 0 0-2-2h-6.3l1-4.6v-.3c0-.4-.2-.8-.4-1L13.2 1 6.6 7.6A2 2 0 0 0 6 9v10a2 2 0 0 0 2 2h9c.8 0 1.5-.5 1.8-1.2l3-7.1c.1-.2.2-.5.2-.7z"/></svg>',
  '👎': '<svg class="icon" viewBox="0 0 24 24"><path transform="rotate(180 12 12)" d="M2 21h4V9H2zm20-11a2 2 0 0 0-2-2h-6.3l1-4.6v-.3c0-.4-.2-.8-.4-1L13.2 1 6.6 7.6A2 2 0 0 0 6 9v10a2 2 0 0 0 2 2h9c.8 0 1.5-.5 1.8-1.2l3-7.1c.1-.2.2-.5.2-.7z"/></svg>',
  '⚠️': '<svg class="icon" viewBox="0 0 24 24"><path d="M1 21h22L12 2zm12-3h-2v-2h2zm0-4h-2v-4h2z"/></svg>',
};

function escapeHtml(text: string): string {
  const escaped = text
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;')
    .replace(/\n/gu, '<br>');
  return Object.entries(ICONS).reduce((html, [sign, icon]) => html.replaceAll(sign, icon), escaped);
}
