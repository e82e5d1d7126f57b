import { cleanText } from './clean-text.js';

export type TextStyle =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'code'
  | 'blockquote'
  | 'expandable_blockquote';

/** A piece of formatting as the Bot API takes it: offsets in UTF-16 units. */
export type TextEntity =
  | { readonly type: TextStyle; readonly offset: number; readonly length: number }
  | {
      readonly type: 'text_link';
      readonly offset: number;
      readonly length: number;
      readonly url: string;
    };

/** A message's text with its formatting beside it; nothing in it is ever parsed, so nothing needs escaping. */
export interface RichText {
  readonly text: string;
  readonly entities: readonly TextEntity[];
}

/** A string is plain text: it is cleaned of what Telegram would take out. */
export type RichPart = RichText | string;

export const emptyText: RichText = Object.freeze({ text: '', entities: Object.freeze([]) });

/** The parts one after the other. */
export function concat(...parts: readonly RichPart[]): RichText {
  let text = '';
  const entities: TextEntity[] = [];
  for (const part of parts) {
    const piece = richOf(part);
    for (const entity of piece.entities) {
      entities.push({ ...entity, offset: entity.offset + text.length });
    }
    text += piece.text;
  }
  return { text, entities };
}

/** The parts that hold text, with `separator` between them. */
export function joinTexts(parts: readonly RichPart[], separator: string): RichText {
  const filled = parts.map(richOf).filter(({ text }) => text !== '');
  return concat(...filled.flatMap((part, index) => (index === 0 ? [part] : [separator, part])));
}

/** Formats a whole part; an empty one stays empty. */
export function styled(type: TextStyle, part: RichPart): RichText {
  const { text, entities } = richOf(part);
  if (text === '') return emptyText;
  return { text, entities: [{ type, offset: 0, length: text.length }, ...entities] };
}

/** Plain text when there is no address. */
export function linked(part: RichPart, url: string | null): RichText {
  const { text, entities } = richOf(part);
  if (text === '' || url === null) return { text, entities };
  return {
    text,
    entities: [{ type: 'text_link', offset: 0, length: text.length, url }, ...entities],
  };
}

/** From `start` to `end` in UTF-16 units; formatting is cut to it. */
export function sliceText({ text, entities }: RichText, start: number, end: number): RichText {
  const kept = entities.flatMap((entity) => {
    const from = Math.max(entity.offset, start);
    const to = Math.min(entity.offset + entity.length, end);
    return to > from ? [{ ...entity, offset: from - start, length: to - from }] : [];
  });
  return { text: text.slice(start, end), entities: kept };
}

/** Without white space at its ends. */
export function trimText(rich: RichText): RichText {
  const start = rich.text.length - rich.text.trimStart().length;
  return sliceText(rich, start, Math.max(start, rich.text.trimEnd().length));
}

function richOf(part: RichPart): RichText {
  return typeof part === 'string' ? { text: cleanText(part), entities: [] } : part;
}
